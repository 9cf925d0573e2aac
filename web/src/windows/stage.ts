/** All windows that are open: one main window fills the client, popups float above it. */
import { make } from "../components/widget.ts";
import type { OpenWindow } from "./model.ts";
import { unit } from "./layout.ts";
import { WindowView, type WindowEvents } from "./window-view.ts";

export interface StageEvents extends WindowEvents {
  /** The person closes a window. */
  closed(window: OpenWindow): void;
}

/** A window with its frame. */
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
  /** As wide as the page's letters are high: windows grow with them. */
  readonly #letter = make("div", "letter");
  /** The notice in place of the windows. */
  #notice: HTMLElement | null = null;
  /** The last is in front. */
  #frames: Frame[] = [];
  /** Whether the focus was in a window that is gone, with none in front to take it. */
  #isFocusOwed = false;

  constructor(events: StageEvents) {
    this.#events = events;
    this.#letter.setAttribute("aria-hidden", "true");
    this.element.append(this.#letter);
    const sizes = new ResizeObserver(() => this.#fitAll());
    sizes.observe(this.element);
    sizes.observe(this.#letter);
  }

  /** The main window in front. */
  get main(): OpenWindow | undefined {
    return this.windows.findLast(({ kind }) => kind === "main");
  }

  /** Shows a notice in place of the windows, until it is withdrawn or a window opens. */
  notice(notice: HTMLElement | null): void {
    this.#notice?.remove();
    this.#notice = notice;
    if (notice !== null) this.element.prepend(notice);
    this.#arrange();
  }

  /**
   * Escape closes the popup that the focus is in, or, where it is nowhere, the one in front. The content of a popup
   * comes first: an element that has a use for the key by itself, and a component whose scripts get keys.
   */
  escape(event: KeyboardEvent): void {
    if (event.defaultPrevented || event.isComposing) return;
    const focused = event.target instanceof Element ? event.target : null;
    const popups = this.#frames.filter(({ view }) => view.window.kind === "popup");
    const isNowhere = focused === null || focused === document.body;
    const frame = isNowhere ? popups.at(-1) : popups.find(({ element }) => element.contains(focused));
    if (frame === undefined || !isClosable(frame.view.window)) return;
    if (focused !== null && frame.view.listensToKeys(focused)) return;
    event.preventDefault();
    this.#events.closed(frame.view.window);
  }

  get windows(): OpenWindow[] {
    return this.#frames.map(({ view }) => view.window);
  }

  find(number: number): OpenWindow | undefined {
    return this.#frame(number)?.view.window;
  }

  /** Shows these windows, the last in front, with the elements of those that are shown already. */
  showAll(windows: readonly OpenWindow[]): void {
    const hadFocus = this.#hasFocus;
    const before = this.#frames;
    this.#frames = [];
    for (const window of windows) {
      const at = before.findIndex(({ view }) => view.takeOver(window));
      const [kept] = at < 0 ? [] : before.splice(at, 1);
      this.#frames.push(kept ?? this.#build(window));
    }
    for (const { element, view } of before) {
      view.retire();
      element.remove();
    }
    this.#arrange();
    if (hadFocus) this.#keepFocus();
  }

  /** A window opens in front; one of the same number is replaced where it stands. */
  open(window: OpenWindow): void {
    const hadFocus = this.#hasFocus;
    const at = this.#frames.findIndex(({ view }) => view.window.number === window.number);
    this.#notice?.remove();
    this.#notice = null;
    if (at < 0) {
      const frame = this.#build(window);
      this.#frames.push(frame);
      if (window.kind === "popup") this.#takeFocus(frame);
    } else if (!this.#frames[at]!.view.takeOver(window)) {
      const before = this.#frames[at]!;
      const frame = this.#build(window);
      if (window.kind === "popup") frame.element.style.translate = before.element.style.translate;
      before.view.retire();
      before.element.remove();
      this.#frames[at] = frame;
    }
    this.#arrange();
    if (hadFocus) this.#keepFocus();
  }

  close(number: number): void {
    const frame = this.#frame(number);
    const hadFocus = this.#isFocusOwed || frame?.element.contains(document.activeElement);
    frame?.element.remove();
    this.#frames = this.#frames.filter(({ view }) => view.window.number !== number);
    this.#arrange();
    if (hadFocus === true) this.#giveFocusBack(frame?.before ?? null);
  }

  /** To where it was, or, where that is gone, to the window that is in front now: never to nowhere. */
  #giveFocusBack(before: Element | null): void {
    if (before instanceof HTMLElement && before !== document.body && before.isConnected) {
      before.focus();
      if (document.activeElement === before) return;
    }
    const front = this.#frames.findLast(({ element }) => !element.hidden);
    this.#isFocusOwed = front === undefined;
    if (front === undefined) return;
    front.element.tabIndex = -1;
    front.element.focus({ preventScroll: true });
  }

  get #hasFocus(): boolean {
    return this.#isFocusOwed || this.element.contains(document.activeElement);
  }

  /**
   * The focus was in the windows: it stays where it can be seen, also when another window takes the place of its own.
   */
  #keepFocus(): void {
    const { activeElement } = document;
    const isSeen = this.element.contains(activeElement) && activeElement?.closest("[hidden]") === null;
    if (isSeen) this.#isFocusOwed = false;
    else this.#giveFocusBack(null);
  }

  toFront(number: number): void {
    const hadFocus = this.#hasFocus;
    const frame = this.#frame(number);
    if (frame === undefined || frame === this.#frames.at(-1)) return;
    this.#frames = [...this.#frames.filter((other) => other !== frame), frame];
    this.#arrange();
    if (hadFocus) this.#keepFocus();
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

  /** Typed text that does not count yet. */
  halfTyped(): { path: string; component: number; text: string }[] {
    return this.#frames.flatMap(({ view }) => view.halfTyped().map((draft) => ({ path: view.window.path, ...draft })));
  }

  typeAgain(path: string, component: number, text: string): void {
    this.#frames.find(({ view }) => view.window.path === path)?.view.typeAgain(component, text);
  }

  /** Marks the components to which something was done that has not come to its end. */
  showBusy(isBusy: (window: number, component: number) => boolean): void {
    for (const { view } of this.#frames) view.showBusy((component) => isBusy(view.window.number, component));
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
    this.#fit(frame);
    return frame;
  }

  #fitAll(): void {
    for (const frame of this.#frames) this.#fit(frame);
  }

  #fit({ view }: Frame): void {
    view.fit(this.element.clientWidth, unit());
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
        element.hidden = view !== front?.view || this.#notice !== null;
        element.setAttribute("aria-label", window.title);
      } else if (title !== null) {
        title.textContent = window.title;
        element.setAttribute("aria-label", window.title);
        const close = element.querySelector<HTMLElement>(".popup-close");
        if (close !== null) close.hidden = !isClosable(window);
      }
    }
    this.element.classList.toggle("empty", this.#frames.length === 0 && this.#notice === null);
  }
}

function isClosable(window: OpenWindow): boolean {
  return window.components.get(0)?.get("closable") !== false;
}
