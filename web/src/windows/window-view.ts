/** A window in the page: its components, each at its place, named by the labels beside them. */
import { applyAppearance, groundIn, paint } from "../components/appearance.ts";
import { kindOf } from "../components/kinds.ts";
import { report } from "../components/reports.ts";
import { type Context, type Widget, make } from "../components/widget.ts";
import type { Lasting } from "../life/life.ts";
import type { UserEvent, UserValue } from "../wire/messages.ts";
import { type Ground, THEME, textOn } from "../style/contrast.ts";
import { labelOf } from "./labels.ts";
import { type Rectangle, place, units } from "./layout.ts";
import type { Memory } from "./memory.ts";
import type { Component, OpenWindow } from "./model.ts";
import { BESIDE_EACH_OTHER, type Fit, fit } from "./narrow.ts";

/** The events of a window. */
export interface WindowEvents {
  readonly life: Lasting;
  changed(window: OpenWindow, component: number, property: string, value: UserValue, seen?: number): void;
  /** `seen` is the data whose rows were there to be acted on. */
  happened(window: OpenWindow, component: number, what: UserEvent, seen?: number): void;
  /** A picture of the project; rejects where there is no such picture. */
  picture(path: string): Promise<Blob>;
  /** The person's arrangement of a component, by the names on the way to it. */
  memory(place: readonly string[]): Memory;
}

const ROOT_CONTAINER = 1;
/** Fields whose name is beside them. Others show by themselves what they are. */
const NAMED_BY_LABELS = new Set([
  "TextField",
  "NumericTextField",
  "PasswordField",
  "TextArea",
  "Dropdown",
  "Table",
  "ProgressBar",
]);
/** A change of these moves the component, and its content. */
const PLACES = ["x", "y", "width", "height"];
/** The events of keys. */
const KEYS = ["keyPressed", "keyReleased", "keyTyped"];
/** A main window that is made for more is shown in this width, too, in its pixels. */
const LEAST_MAIN = 720;

interface Placed {
  context: Context;
  widget: Widget;
}

let views = 0;

export class WindowView {
  readonly element = make("div", "window-content");
  readonly #events: WindowEvents;
  readonly #id = `window-${(views += 1)}`;
  readonly #placed = new Map<number, Placed>();
  #window: OpenWindow;
  #isRetired = false;
  #fit: Fit = { how: "asMade" };
  /** The width that there is, in pixels of the window. */
  #available = 0;

  constructor(window: OpenWindow, events: WindowEvents) {
    this.#window = window;
    this.#events = events;
    if (window.problems.length > 0) this.element.append(problems(window));
    else for (const component of window.components.values()) this.#add(component);
    this.#nameFields();
    this.#showWindow();
  }

  get window(): OpenWindow {
    return this.#window;
  }

  /** Shows `window` with the same elements, where it is the same but for its properties; whether that was so. */
  takeOver(window: OpenWindow): boolean {
    if (structure(window) !== structure(this.#window)) return false;
    const before = this.#window;
    this.#window = window;
    for (const [number, { context }] of this.#placed) {
      const component = window.components.get(number);
      const known = before.components.get(number);
      if (component === undefined || known === undefined) continue;
      context.component = component;
      const changed = component.differences(known);
      if (changed.size > 0) this.#show(number, changed);
    }
    this.#showWindow();
    return true;
  }

  /** Another view takes the place of this one: the removal of its elements is not a person's act. */
  retire(): void {
    this.#isRetired = true;
    this.element.remove();
  }

  /** Properties of a component have changed. */
  update(number: number, changed: ReadonlySet<string>): void {
    if (number === 0) this.#showWindow();
    else this.#show(number, changed);
  }

  /** By component, typed text that does not count yet. */
  halfTyped(): { component: number; text: string }[] {
    return [...this.#placed].flatMap(([component, { widget }]) => {
      const text = widget.halfTyped?.() ?? null;
      return text === null ? [] : [{ component, text }];
    });
  }

  typeAgain(component: number, text: string): void {
    this.#placed.get(component)?.widget.typeAgain?.(text);
  }

  /** Whether the component that holds an element has scripts for keys. */
  listensToKeys(element: Element): boolean {
    const holder = [...this.#placed.values()].findLast(({ widget }) => widget.element.contains(element));
    return KEYS.some((event) => holder?.context.component.events.has(event));
  }

  /** The window has so much width, in pixels of the page, of which `unit` are one of the window's. */
  fit(width: number, unit: number): void {
    this.#available = width / unit;
    this.#fitAgain();
  }

  /** Marks the components to which something was done that has not come to its end. */
  showBusy(isBusy: (component: number) => boolean): void {
    for (const [number, { widget }] of this.#placed) {
      const busy = isBusy(number);
      if (widget.element.classList.contains("on-its-way") === busy) continue;
      widget.element.classList.toggle("on-its-way", busy);
      if (busy) widget.control.setAttribute("aria-busy", "true");
      else widget.control.removeAttribute("aria-busy");
    }
  }

  focus(number: number): void {
    this.#placed.get(number)?.widget.control.focus();
  }

  #add(component: Component): void {
    if (component.number === 0) return;
    const { number } = component;
    const context: Context = {
      component,
      life: this.#events.life,
      picture: (path) => this.#events.picture(path),
      memory: this.#events.memory([this.#window.path, ...names(this.#window, component)]),
      change: (property, value) => {
        const { seen } = context.component;
        if (!this.#isRetired) this.#events.changed(this.#window, number, property, value, seen);
      },
      act: () => this.#happened(number, { event: "actionPerformed" }),
    };
    const widget = kindOf(component.kind)(context);
    widget.element.id = `${this.#id}-${number}`;
    this.#placed.set(number, { context, widget });
    report(widget, component.events, (what) => this.#happened(number, what));
    const parent = component.parent === null ? undefined : this.#placed.get(component.parent);
    (parent?.widget.element ?? this.element).append(widget.element);
    if (number === ROOT_CONTAINER) widget.element.classList.add("root");
    this.#show(number, new Set(component.propertyNames()));
  }

  #happened(number: number, what: UserEvent): void {
    const component = this.#window.components.get(number);
    if (component?.events.has(what.event) !== true || this.#isRetired) return;
    this.#events.happened(this.#window, number, what, component.seen);
  }

  #show(number: number, changed: ReadonlySet<string>): void {
    const placed = this.#placed.get(number);
    if (placed === undefined) return;
    placed.widget.update(changed);
    const { element } = placed.widget;
    const hadFocus = changed.has("visible") && element.contains(document.activeElement);
    this.#dress(number);
    // An element that is hidden with the focus in it leaves the focus to its window.
    if (hadFocus && element.hidden) {
      this.element.tabIndex = -1;
      this.element.focus({ preventScroll: true });
    }
    if (changed.has("background")) this.#dressWithin(number);
    if (changed.has("visible")) this.#fitAgain();
    if (!PLACES.some((property) => changed.has(property))) return;
    this.#place(number);
    for (const component of this.#window.components.values()) {
      if (component.parent === number && this.#placed.has(component.number)) this.#place(component.number);
    }
  }

  #dress(number: number): void {
    const placed = this.#placed.get(number);
    if (placed !== undefined) applyAppearance(placed.widget, placed.context.component, this.#groundOf(number));
  }

  /** The content of a component is seen against its colour. */
  #dressWithin(number: number): void {
    for (const component of this.#window.components.values()) {
      if (component.parent !== number || !this.#placed.has(component.number)) continue;
      this.#dress(component.number);
      this.#dressWithin(component.number);
    }
  }

  /** The ground behind a component. */
  #groundOf(number: number): Ground {
    const parent = this.#window.components.get(number)?.parent ?? null;
    const around = parent === null ? undefined : this.#window.components.get(parent);
    return around === undefined ? THEME : groundIn(around.text("background"), this.#groundOf(around.number));
  }

  /**
   * How far the components that keep their distance to the left edge reach to the right: the width that the window
   * needs to show them.
   */
  #reach(): number {
    const kept = [...this.#window.components.values()].filter(
      ({ parent, layout }) => parent === ROOT_CONTAINER && layout.mode === "anchored" && layout.left && !layout.right,
    );
    return Math.max(0, ...kept.map(rectangle).map(({ x, width }) => x + width));
  }

  #fitAgain(): void {
    const own = this.#window.components.get(0);
    if (own === undefined || this.#available === 0) return;
    const width = own.decimal("width");
    const needed = this.#window.kind === "main" ? Math.max(Math.min(width, LEAST_MAIN), this.#reach()) : width;
    const seen = [...this.#window.components.values()].filter(
      ({ number }) => number > ROOT_CONTAINER && this.#placed.get(number)?.widget.element.hidden === false,
    );
    const before = this.#fit;
    this.#fit = fit(
      seen.map((component) => ({ ...rectangle(component), ...identity(component) })),
      needed,
      this.#available,
    );
    this.element.classList.toggle("below", this.#fit.how === "below");
    this.element.style.zoom = this.#fit.how === "smaller" ? String(this.#available / width) : "";
    this.element.classList.toggle("smaller", this.#fit.how === "smaller");
    if (before.how === "below" || this.#fit.how === "below")
      for (const number of this.#placed.keys()) this.#place(number);
  }

  #place(number: number): void {
    const placed = this.#placed.get(number);
    // The Root Container fills the window, whatever its file sets.
    if (placed === undefined || number === ROOT_CONTAINER) return;
    const { component } = placed.context;
    const { style } = placed.widget.element;
    const { width: own, height: high } = rectangle(component);
    style.order = this.#fit.how === "below" ? String(this.#fit.order.get(number) ?? 0) : "";
    style.setProperty("--made-width", units(own));
    style.setProperty("--made-height", units(high));
    placed.widget.element.classList.toggle("beside", BESIDE_EACH_OTHER.has(component.kind));
    if (this.#fit.how === "below") {
      Object.assign(style, { left: "", right: "", width: "", top: "", bottom: "", height: "" });
      return;
    }
    // A component of the Root Container is laid out in the window.
    const inside = this.#window.components.get(component.parent === ROOT_CONTAINER ? 0 : (component.parent ?? 0));
    if (inside === undefined) return;
    const { width, height } = rectangle(inside);
    Object.assign(style, place(component.layout, rectangle(component), width, height));
  }

  #showWindow(): void {
    const own = this.#window.components.get(0);
    if (own === undefined) return;
    const { style } = this.element;
    const background = own.text("background");
    paint(this.element, background, THEME);
    style.color = background === "" ? "" : textOn(groundIn(background, THEME));
    style.setProperty("--window-width", units(own.decimal("width")));
    style.setProperty("--window-height", units(own.decimal("height")));
    this.#dressWithin(0);
    this.#fitAgain();
  }

  /** Gives each field the label beside it as its name; without a label, its tool tip or its own name. */
  #nameFields(): void {
    const components = [...this.#window.components.values()];
    const boxes = components.map((component) => ({ ...rectangle(component), ...identity(component) }));
    for (const box of boxes) {
      const placed = this.#placed.get(box.number);
      if (placed === undefined || !NAMED_BY_LABELS.has(box.kind)) continue;
      const label = labelOf(box, boxes);
      const { control } = placed.widget;
      if (label !== null) control.setAttribute("aria-labelledby", `${this.#id}-${label}`);
      else control.setAttribute("aria-label", placed.context.component.text("toolTipText") || box.name);
    }
  }
}

/** The names of the containers that a component is in, and its own. */
function names(window: OpenWindow, component: Component): string[] {
  const around = component.parent === null ? undefined : window.components.get(component.parent);
  return around === undefined || around.number === 0 ? [component.name] : [...names(window, around), component.name];
}

function identity({ number, parent, kind, name }: Component) {
  return { number, parent, kind, name };
}

function rectangle(component: Component): Rectangle {
  return {
    x: component.decimal("x"),
    y: component.decimal("y"),
    width: component.decimal("width"),
    height: component.decimal("height"),
  };
}

/** The structure that must be equal for the elements of one window to serve another. */
function structure(window: OpenWindow): string {
  const components = [...window.components.values()].map((component) => [
    component.number,
    component.parent,
    component.kind,
    component.name,
    component.layout,
    [...component.events],
  ]);
  return JSON.stringify([window.path, window.kind, window.problems, components]);
}

/** The mistakes in a window's file, in its place. */
function problems(window: OpenWindow): HTMLElement {
  const panel = make("section", "problems");
  const title = make("h2", "problems-title");
  title.textContent = `The window ${window.path} cannot be shown`;
  const text = make("p", "problems-text");
  text.textContent = "Its file has mistakes. Once they are mended, it appears here by itself.";
  const list = make("ul", "problems-list");
  for (const problem of window.problems) list.appendChild(document.createElement("li")).textContent = problem;
  panel.append(title, text, list);
  return panel;
}
