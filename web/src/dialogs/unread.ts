/**
 * A question that has not been read is not answered.
 *
 * A person who types, holds a key down or clicks twice when a dialog opens means something else. So a dialog takes no
 * input that began before it was seen, or a moment after; and while keys go on coming it waits until they rest, since a
 * person who types looks elsewhere. A key that is held down never counts.
 */
import type { Lasting } from "../life/life.ts";

/** No person reads a question and answers it in less, in milliseconds. */
export const UNREAD = 500;
/** These are held while something else is done, and mean nothing by themselves. */
const HELD_BESIDE = new Set(["Shift", "Control", "Alt", "Meta", "AltGraph", "CapsLock"]);

export class Unread {
  readonly #element: HTMLElement;
  readonly #life: Lasting;
  /** From when on the dialog takes input; not before it is drawn. */
  #from = Infinity;
  #stop = () => {};
  /** The keys that went down in the dialog and were taken. */
  readonly #down = new Set<string>();
  #isPressed = false;

  constructor(element: HTMLElement, life: Lasting) {
    this.#element = element;
    this.#life = life;
    element.addEventListener("keydown", (event) => this.#keyDown(event), true);
    element.addEventListener("keyup", (event) => this.#keyUp(event), true);
    element.addEventListener("pointerdown", (event) => (this.#isPressed = this.#takes(event)), true);
    element.addEventListener("click", (event) => this.#click(event), true);
    element.addEventListener("cancel", (event) => this.#takes(event) || event.preventDefault());
  }

  /** The dialog is in front from now on, and has not been read. */
  begin(): void {
    this.#from = Infinity;
    this.#element.dataset["unread"] = "";
    this.#down.clear();
    this.#isPressed = false;
    // The first frame is when it is drawn, the second when it is on the screen.
    this.#stop();
    this.#stop = this.#life.frame(() => {
      this.#stop = this.#life.frame(() => this.#wait());
    });
  }

  #wait(): void {
    this.#stop();
    this.#from = performance.now() + UNREAD;
    this.#stop = this.#life.after(UNREAD, () => delete this.#element.dataset["unread"]);
  }

  #takes({ timeStamp }: Event): boolean {
    return timeStamp >= this.#from && this.#element.dataset["unread"] === undefined;
  }

  #keyDown(event: KeyboardEvent): void {
    if (this.#takes(event) && !isHeldDown(event, this.#down)) return void this.#down.add(event.code);
    refuse(event);
    const isUnread = this.#element.dataset["unread"] !== undefined;
    if (isUnread && this.#from < Infinity && !HELD_BESIDE.has(event.key)) this.#wait();
  }

  #keyUp(event: KeyboardEvent): void {
    // A browser presses a button when the space bar goes up.
    if (!this.#down.delete(event.code) && event.key === " ") refuse(event);
  }

  #click(event: MouseEvent): void {
    // A click without a pointer is of a key, which was checked as it went down, or of a screen reader.
    const isOfPointer = event.detail > 0;
    if (isOfPointer ? this.#isPressed : this.#takes(event)) return;
    refuse(event);
  }
}

function isHeldDown(event: KeyboardEvent, down: ReadonlySet<string>): boolean {
  const presses = event.key === "Enter" || event.key === " " || event.key === "Escape";
  return event.repeat && (presses || !down.has(event.code));
}

function refuse(event: Event): void {
  event.preventDefault();
  // Also for listeners at the dialog itself.
  event.stopImmediatePropagation();
}
