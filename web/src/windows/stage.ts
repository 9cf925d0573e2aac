/** All windows that are open: one main window fills the client, popups float above it. */
import { make } from "../components/widget.ts";
import type { OpenWindow } from "./model.ts";
import { WindowView, type WindowEvents } from "./window-view.ts";

export interface StageEvents extends WindowEvents {
  /** The person closes a window. */
  closed(window: OpenWindow): void;
}

/** A window with what is around it. */
interface Frame {
  element: HTMLElement;
  title: HTMLElement | null;
  view: WindowView;
  /** Where the focus was before a popup took it. */
  before: Element | null;
}

/** A popup that is opened is moved by so much from the one before, in pixels. */
const CASCADE = 28;

export class Stage {
  readonly element = make("main", "stage");
  readonly #events: StageEvents;
  /** The last is in front. */
  #frames: Frame[] = [];

  constructor(events: StageEvents) {
    this.#events = events;
  }

  get windows(): OpenWindow[] {
    return this.#frames.map(({ view }) => view.window);
  }

  find(number: number): OpenWindow | undefined {
    return this.#frame(number)?.view.window;
  }

  /** Shows these windows, the last in front, with the elements of those that are shown already. */
  showAll(windows: readonly OpenWindow[]): void {
    const before = this.#frames;
    this.#frames = [];
    for (const window of windows) {
      const at = before.findIndex(({ view }) => view.takeOver(window));
      const [kept] = at < 0 ? [] : before.splice(at, 1);
      this.#frames.push(kept ?? this.#build(window));
    }
    for (const { element } of before) element.remove();
    this.#arrange();
  }

  /** A window opens in front; one of the same number is replaced where it stands. */
  open(window: OpenWindow): void {
    const at = this.#frames.findIndex(({ view }) => view.window.number === window.number);
    if (at < 0) {
      const frame = this.#build(window);
      this.#frames.push(frame);
      if (window.kind === "popup") this.#takeFocus(frame);
    } else if (!this.#frames[at]!.view.takeOver(window)) {
      const before = this.#frames[at]!;
      const frame = this.#build(window);
      if (window.kind === "popup") frame.element.style.translate = before.element.style.translate;
      before.element.remove();
      this.#frames[at] = frame;
    }
    this.#arrange();
  }

  close(number: number): void {
    const frame = this.#frame(number);
    const hadFocus = frame?.element.contains(document.activeElement);
    frame?.element.remove();
    if (hadFocus === true && frame?.before instanceof HTMLElement) frame.before.focus();
    this.#frames = this.#frames.filter(({ view }) => view.window.number !== number);
    this.#arrange();
  }

  toFront(number: number): void {
    const frame = this.#frame(number);
    if (frame === undefined || frame === this.#frames.at(-1)) return;
    this.#frames = [...this.#frames.filter((other) => other !== frame), frame];
    this.#arrange();
  }

  center(number: number): void {
    const frame = this.#frame(number);
    if (frame?.view.window.kind === "popup") this.#moveTo(frame, 0, 0);
  }

  /** Properties of a component have changed. */
  update(number: number, component: number, changed: ReadonlySet<string>): void {
    const frame = this.#frame(number);
    frame?.view.update(component, changed);
    if (component === 0 && frame !== undefined) this.#arrange();
  }

  focus(number: number, component: number): void {
    this.toFront(number);
    this.#frame(number)?.view.focus(component);
  }

  #frame(number: number): Frame | undefined {
    return this.#frames.find(({ view }) => view.window.number === number);
  }

  #build(window: OpenWindow): Frame {
    const view = new WindowView(window, this.#events);
    const frame = window.kind === "popup" ? this.#popup(view) : this.#main(view);
    this.element.append(frame.element);
    return frame;
  }

  /** A popup that opens gets the focus, and gives it back when it closes. */
  #takeFocus(frame: Frame): void {
    frame.before = document.activeElement;
    frame.element.tabIndex = -1;
    frame.element.focus({ preventScroll: true });
  }

  #main(view: WindowView): Frame {
    const element = make("section", "window main-window");
    element.append(view.element);
    return { element, title: null, view, before: null };
  }

  #popup(view: WindowView): Frame {
    const element = make("section", "window popup-window");
    element.setAttribute("role", "dialog");
    const bar = make("div", "popup-bar");
    const title = make("h2", "popup-title");
    title.dir = "auto";
    bar.append(title);
    const close = make("button", "popup-close");
    close.type = "button";
    close.setAttribute("aria-label", "Close");
    close.textContent = "✕";
    close.addEventListener("click", () => this.#events.closed(view.window));
    bar.append(close);
    element.append(bar, view.element);
    const frame = { element, title, view, before: null };
    element.addEventListener("pointerdown", () => this.toFront(view.window.number), { capture: true });
    this.#moveByBar(frame, bar);
    const others = this.#frames.filter(({ view: other }) => other.window.kind === "popup").length;
    this.#moveTo(frame, (others % 8) * CASCADE, (others % 8) * CASCADE);
    return frame;
  }

  /** A popup stands in the middle, moved by so many pixels. */
  #moveTo({ element }: Frame, x: number, y: number): void {
    element.style.translate = `calc(-50% + ${x}px) calc(-50% + ${y}px)`;
    element.dataset["x"] = String(x);
    element.dataset["y"] = String(y);
  }

  #moveByBar(frame: Frame, bar: HTMLElement): void {
    bar.addEventListener("pointerdown", (down) => {
      if (down.button !== 0 || (down.target as HTMLElement).closest("button") !== null) return;
      const { x = "0", y = "0" } = frame.element.dataset;
      const stage = this.element.getBoundingClientRect();
      const move = (event: PointerEvent) => {
        // The bar stays where it can be caught again.
        const limit = (value: number, most: number) => Math.min(Math.max(value, -most), most);
        this.#moveTo(
          frame,
          Number(x) + limit(event.clientX, stage.right) - down.clientX,
          Number(y) + Math.max(event.clientY, stage.top) - down.clientY,
        );
      };
      bar.setPointerCapture(down.pointerId);
      bar.addEventListener("pointermove", move);
      bar.addEventListener("lostpointercapture", () => bar.removeEventListener("pointermove", move), { once: true });
    });
  }

  /** Puts the windows above each other in their order; only the foremost main window is there. */
  #arrange(): void {
    const mains = this.#frames.filter(({ view }) => view.window.kind === "main");
    const front = mains.at(-1);
    for (const [depth, { element, title, view }] of this.#frames.entries()) {
      const { window } = view;
      element.style.zIndex = String(depth + 1 + (window.kind === "popup" ? 1_000 : 0));
      if (window.kind === "main") {
        element.hidden = view !== front?.view;
        element.setAttribute("aria-label", window.title);
      } else if (title !== null) {
        title.textContent = window.title;
        element.setAttribute("aria-label", window.title);
        const close = element.querySelector<HTMLElement>(".popup-close");
        if (close !== null) close.hidden = window.components.get(0)?.get("closable") === false;
      }
    }
    this.element.classList.toggle("empty", this.#frames.length === 0);
  }
}
