/**
 * When the person made the input that is being handled: not now, if the page was busy.
 *
 * An event carries the time of its cause only if it is the input itself. One that follows from another (`change`,
 * `submit`, the clicks that are made for a key) carries the time at which it was made, which on a page that stood still
 * for a while is far too late. So the input's own time is noted as it comes, before any handler runs, and counts for
 * all that is done in the same turn. An act without an input that the page sees (a choice in the browser's own list,
 * the click of a screen reader) has the greatest possible age: it was not done before the page was seen to answer.
 */
import type { Life } from "./life.ts";

/** The inputs of a person's hands; all other events follow from these. */
const INPUTS = ["pointerdown", "pointerup", "mousedown", "mouseup", "keydown", "keypress", "keyup"];
/**
 * The page shows so often that it answers, in milliseconds: an act whose time is not known exactly seems so much older.
 */
const BEAT = 200;

/** The part of an event that is used. */
export type Input = Pick<Event, "timeStamp" | "isTrusted">;

export class Moments {
  readonly #now: () => number;
  /** Calls back once the current input has been handled. */
  readonly #afterTurn: (action: () => void) => void;
  #input: number | null = null;
  #turn = 0;
  /** When the page answered before the last time: waiting input may come after the sign of it. */
  #answered: number;
  #last: number;

  constructor(now: () => number, afterTurn: (action: () => void) => void) {
    this.#now = now;
    this.#afterTurn = afterTurn;
    this.#answered = this.#last = now();
  }

  /** The moments of a session's page. */
  static of(life: Life): Moments {
    const { port1, port2 } = new MessageChannel();
    const waiting: (() => void)[] = [];
    port1.onmessage = () => waiting.shift()?.();
    life.whenOver(() => port1.close());
    const moments = new Moments(
      () => performance.now(),
      (action) => {
        waiting.push(action);
        port2.postMessage(null);
      },
    );
    for (const input of INPUTS) life.listen(window, input, (event) => moments.noted(event), true);
    // Timers of a hidden page are slow, and that proves nothing about a person who comes back to it.
    life.listen(document, "visibilitychange", () => moments.beginsAnew());
    const beat = () => {
      moments.answers();
      life.after(BEAT, beat);
    };
    beat();
    return moments;
  }

  /** The person's hand did something. */
  noted({ timeStamp, isTrusted }: Input): void {
    if (!isTrusted) return;
    const turn = (this.#turn += 1);
    this.#input = timeStamp > 0 ? Math.min(timeStamp, this.#now()) : this.#answered;
    this.#afterTurn(() => {
      if (turn === this.#turn) this.#input = null;
    });
  }

  /** The page answers: whatever is handled from here on was done since it did so before. */
  answers(): void {
    [this.#answered, this.#last] = [this.#last, this.#now()];
  }

  /** Nothing was done to the page before now: it was not seen, or there was nothing on it to do something to. */
  beginsAnew(): void {
    this.#answered = this.#last = this.#now();
  }

  /** When the person made the input that is being handled, at the earliest: a moment of `performance.now()`. */
  get ofInput(): number {
    return this.#input ?? this.#answered;
  }
}
