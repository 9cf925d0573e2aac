/** Reports a person's acts on a component, for the events that its window has scripts for, in Java's form. */
import type { Key, Mouse, UserEvent } from "../wire/messages.ts";
import { unit } from "../windows/layout.ts";
import { javaKeyChar, javaKeyCode, typedChar } from "./java-keys.ts";
import type { Widget } from "./widget.ts";

type Modifiers = Pick<Key, "shiftDown" | "controlDown" | "altDown">;

/** Elements that browsers let the keyboard press by themselves. */
const PRESSABLE = "button, input, select, textarea, [tabindex]";

export function report(widget: Widget, events: ReadonlySet<string>, tell: (event: UserEvent) => void): void {
  const { element, control } = widget;
  const clicks = new Clicks(widget);
  const mouse = (name: string, type: keyof HTMLElementEventMap, event: Extract<UserEvent, Mouse>["event"]) => {
    if (!events.has(name)) return;
    element.addEventListener(type, (dom) => tell({ event, ...mouseOf(dom as MouseEvent, element, clicks) }));
  };
  mouse("mousePressed", "mousedown", "mousePressed");
  mouse("mouseReleased", "mouseup", "mouseReleased");
  mouse("mouseEntered", "mouseenter", "mouseEntered");
  mouse("mouseExited", "mouseleave", "mouseExited");
  if (events.has("mouseClicked")) reportClicks(widget, clicks, tell);
  if (events.has("focusGained")) control.addEventListener("focusin", () => tell({ event: "focusGained" }));
  if (events.has("focusLost")) control.addEventListener("focusout", () => tell({ event: "focusLost" }));
  if (events.has("keyReleased")) {
    control.addEventListener("keyup", (dom) => tell({ event: "keyReleased", ...keyOf(dom) }));
  }
  if (events.has("keyPressed") || events.has("keyTyped")) {
    control.addEventListener("keydown", (dom) => {
      if (dom.isComposing) return;
      if (events.has("keyPressed")) tell({ event: "keyPressed", ...keyOf(dom) });
      const char = typedChar(dom);
      if (events.has("keyTyped") && char !== null)
        tell({ event: "keyTyped", ...keyOf(dom), keyCode: 0, keyChar: char });
    });
  }
}

/** A label or a picture that can be clicked can be pressed with the keyboard, too. */
function reportClicks({ element, control }: Widget, clicks: Clicks, tell: (event: UserEvent) => void): void {
  const click = (dom: Event) => {
    // A button pressed with the keyboard gives a click without a pointer, which Java does not report.
    const mouse = mouseOf(dom as MouseEvent, element, clicks);
    if (mouse.clickCount > 0) tell({ event: "mouseClicked", ...mouse });
  };
  element.addEventListener("click", click);
  element.addEventListener("auxclick", click);
  if (
    control.matches(PRESSABLE) ||
    control.querySelector(PRESSABLE) !== null ||
    control.classList.contains("container")
  ) {
    return;
  }
  control.tabIndex = 0;
  // A control with a meaning besides being pressed keeps its role: inside of a button a bar or a chart would not be
  // read.
  if (!control.matches("progress, .chart")) control.setAttribute("role", "button");
  control.addEventListener("keydown", (dom) => {
    if (dom.key !== "Enter" && dom.key !== " ") return;
    dom.preventDefault();
    if (dom.repeat) return;
    tell({ event: "mouseClicked", button: 1, clickCount: 1, x: 0, y: 0, ...modifiersOf(dom) });
  });
}

/**
 * Counts the clicks on one thing. The browser counts those at one place, where another thing may have come in between.
 */
class Clicks {
  readonly #widget: Widget;
  #under = "";
  /** As many clicks as the browser had counted before the first one on this thing. */
  #before = 0;

  constructor(widget: Widget) {
    this.#widget = widget;
    if (widget.under !== undefined) widget.element.addEventListener("mousedown", (event) => this.#down(event), true);
  }

  #down({ target, detail }: MouseEvent): void {
    const under = this.#widget.under?.(target) ?? "";
    if (detail <= 1) this.#before = 0;
    else if (under !== this.#under) this.#before = detail - 1;
    this.#under = under;
  }

  /** How many it is of. */
  count({ target, detail }: MouseEvent): number {
    const isOther = this.#widget.under !== undefined && this.#widget.under(target) !== this.#under;
    return isOther ? Math.min(detail, 1) : detail - this.#before;
  }
}

function mouseOf(event: MouseEvent, element: HTMLElement, clicks: Clicks): Mouse {
  const { left, top } = element.getBoundingClientRect();
  const isOfButton = event.type !== "mouseenter" && event.type !== "mouseleave";
  return {
    button: isOfButton ? Math.min(event.button + 1, 3) : 0,
    clickCount: isOfButton ? clicks.count(event) : 0,
    x: Math.round((event.clientX - left) / unit()),
    y: Math.round((event.clientY - top) / unit()),
    ...modifiersOf(event),
  };
}

function keyOf(event: KeyboardEvent): Key {
  return { keyCode: javaKeyCode(event), keyChar: javaKeyChar(event), ...modifiersOf(event) };
}

function modifiersOf(event: MouseEvent | KeyboardEvent): Modifiers {
  return { shiftDown: event.shiftKey, controlDown: event.ctrlKey, altDown: event.altKey };
}
