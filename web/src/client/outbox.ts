/**
 * The person's input on its way to the gateway, in order.
 *
 * Changes wait a moment, so that a word typed quickly is not a frame for each letter; for each property only the last
 * one counts. Everything else goes at once, after the changes that wait: a script that reads a field when a button is
 * pressed sees the text that was typed before.
 *
 * While the gateway cannot be reached, changes and answers wait for it, with the moment at which they were made: the
 * gateway keeps late entries without acting on them, and asks again where an answer came late. Events do not wait: a
 * button that was pressed in vain must not do something in the plant half a minute later.
 */
import type { Act, DesktopRequest, DialogAnswer, UserValue } from "../wire/messages.ts";

/** How long a change waits for a later one, in milliseconds. */
const PAUSE = 60;

export interface Change {
  window: number;
  component: number;
  property: string;
  value: UserValue;
  /** The data that it refers to: a selection is of rows. */
  seen?: number;
  act: Act;
}

interface Answer {
  answer: DialogAnswer;
  act: Act;
}

/** Sends a request; false when the gateway cannot be reached. */
export type Send = (request: DesktopRequest) => boolean;
/** Calls back after a while; gives the way to prevent that. */
export type After = (milliseconds: number, action: () => void) => () => void;

export class Outbox {
  readonly #send: Send;
  readonly #after: After;
  readonly #changes = new Map<string, Change>();
  readonly #answers = new Map<number, Answer>();
  #isHeld = true;
  #cancel: (() => void) | null = null;

  constructor(send: Send, after: After) {
    this.#send = send;
    this.#after = after;
  }

  change(change: Change): void {
    const key = `${change.window} ${change.component} ${change.property}`;
    // The order is that of the last changes.
    this.#changes.delete(key);
    this.#changes.set(key, change);
    if (!this.#isHeld) this.#cancel ??= this.#after(PAUSE, () => this.#flush());
  }

  /** Sends a request; false when it is dropped because the gateway cannot be reached. */
  act(request: DesktopRequest): boolean {
    if (this.#isHeld) return false;
    this.#flush();
    return !this.#isHeld && this.#send(request);
  }

  answer(dialog: number, answer: DialogAnswer, act: Act): void {
    this.#answers.set(dialog, { answer, act });
    this.#flush();
  }

  hasAnswered(dialog: number): boolean {
    return this.#answers.has(dialog);
  }

  /** The gateway cannot be reached, or does not know the windows yet. */
  hold(): void {
    this.#isHeld = true;
    this.#cancel?.();
    this.#cancel = null;
  }

  /** The gateway has sent its windows: a waiting change stays if `remains` still finds its component. */
  sift(remains: (change: Change) => Change | null, isOpen: (dialog: number) => boolean): void {
    const waiting = [...this.#changes.values()];
    this.#changes.clear();
    for (const change of waiting) {
      const now = remains(change);
      if (now !== null) this.change(now);
    }
    for (const dialog of [...this.#answers.keys()]) if (!isOpen(dialog)) this.#answers.delete(dialog);
  }

  /** The page shows the gateway's state: waiting changes are sent. */
  release(): void {
    this.#isHeld = false;
    this.#flush();
  }

  #flush(): void {
    if (this.#isHeld) return;
    this.#cancel?.();
    this.#cancel = null;
    this.#sendAll(this.#changes, (_, change) => ({ type: "change", ...change }));
    this.#sendAll(this.#answers, (dialog, answer) => ({ type: "answer", dialog, ...answer }));
  }

  #sendAll<K, V>(waiting: Map<K, V>, request: (key: K, value: V) => DesktopRequest): void {
    for (const [key, value] of waiting) {
      if (!this.#send(request(key, value))) return;
      waiting.delete(key);
    }
  }
}
