/**
 * For how long a session's page lives: whatever it starts ends with it.
 *
 * A timer, a frame or an answer that comes when the session is over must not touch the page, which shows something else
 * then. So nothing of a session starts a timer or listens to the page by itself: it asks its life, and a call after the
 * end does nothing, by construction. A session draws in one element, which goes at the end with all its content; code
 * that still has one of its elements draws outside of the page.
 *
 * A session may last for weeks and start a timer each second, so of a timer that is over nothing is left.
 */

/** The part of a life that whatever starts something needs. */
export type Lasting = Pick<Life, "isOver" | "after" | "frame" | "while">;

export class Life {
  readonly #end = new AbortController();
  /** The functions that stop timers and listeners that have been started and are not over. */
  readonly #started = new Set<() => void>();
  readonly element = document.createElement("div");

  constructor(root: HTMLElement) {
    this.element.className = "session-page";
    root.replaceChildren(this.element);
  }

  get isOver(): boolean {
    return this.#end.signal.aborted;
  }

  /** Aborted with the life; a listener with it needs no other end. */
  get signal(): AbortSignal {
    return this.#end.signal;
  }

  /** Calls back after a while, unless the life is over; gives the way to prevent that. */
  after(milliseconds: number, action: () => void): () => void {
    return this.#start(action, (run) => {
      const timer = setTimeout(run, milliseconds);
      return () => clearTimeout(timer);
    });
  }

  /** Calls back before the page is drawn again, unless the life is over; gives the way to prevent that. */
  frame(action: () => void): () => void {
    return this.#start(action, (run) => {
      const frame = requestAnimationFrame(run);
      return () => cancelAnimationFrame(frame);
    });
  }

  /** The same function, which does nothing once the life is over. */
  while<A extends unknown[]>(action: (...given: A) => void): (...given: A) => void {
    return (...given) => {
      if (!this.isOver) action(...given);
    };
  }

  /** Listens to the page, or to the window, for as long as the life lasts. */
  listen(target: EventTarget, event: string, action: (event: Event) => void, capture = false): void {
    target.addEventListener(event, this.while(action), { signal: this.signal, capture });
  }

  /** An action at the end. */
  whenOver(action: () => void): void {
    this.signal.addEventListener("abort", action, { once: true });
  }

  /** The end, once. Nothing of the session touches the page after this. */
  end(): void {
    this.#end.abort();
    for (const stop of [...this.#started]) stop();
    this.element.remove();
  }

  #start(action: () => void, begin: (run: () => void) => () => void): () => void {
    if (this.isOver) return () => {};
    const cancel = begin(() => {
      this.#started.delete(stop);
      if (!this.isOver) action();
    });
    const stop = () => {
      if (this.#started.delete(stop)) cancel();
    };
    this.#started.add(stop);
    return stop;
  }
}
