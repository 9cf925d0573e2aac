/**
 * The windows of a client as the gateway sends them: plain data, without the page.
 *
 * The gateway has the truth. The data here is a copy for drawing, with the person's entries since, so that they can be
 * sent to a gateway which was restarted.
 */
import { Dataset } from "../datasets/column.ts";
import type {
  ComponentView,
  LayoutView,
  ReopenedWindow,
  UserValue,
  ViewValue,
  WindowKind,
  WindowView,
} from "../wire/messages.ts";

/** The value of a property. */
export type Value = null | boolean | number | string | Date | Dataset | Value[];

/** Gives the dataset of a number, which came ahead. */
export type TakeDataset = (number: number) => Dataset;

/** An entry of the person. */
export interface Entry {
  component: number;
  property: string;
  value: UserValue;
  /** The data that it refers to. */
  seen?: number;
}

export class Component {
  readonly number: number;
  readonly parent: number | null;
  readonly kind: string;
  readonly name: string;
  readonly layout: LayoutView;
  /** The events that the gateway wants to receive. */
  readonly events: ReadonlySet<string>;
  readonly #properties: Map<string, Value>;

  constructor(view: ComponentView, take: TakeDataset) {
    this.number = view.component;
    this.parent = view.parent;
    this.kind = view.kind;
    this.name = view.name;
    this.layout = view.layout;
    this.events = new Set(view.events);
    this.#properties = new Map(Object.entries(view.properties).map(([name, value]) => [name, resolved(value, take)]));
  }

  get(property: string): Value | undefined {
    return this.#properties.get(property);
  }

  set(property: string, value: Value): void {
    this.#properties.set(property, value);
  }

  propertyNames(): Iterable<string> {
    return this.#properties.keys();
  }

  /** The names of the properties that are not as in `before`. Datasets are compared by where they came from. */
  differences(before: Component): Set<string> {
    const names = new Set([...this.#properties.keys(), ...before.#properties.keys()]);
    for (const name of names) if (isSame(this.get(name), before.get(name))) names.delete(name);
    return names;
  }

  /** The property as a text; a number or the like as JavaScript writes it, nothing as an empty text. */
  text(property: string): string {
    const value = this.get(property);
    return value === undefined || value === null ? "" : String(value);
  }

  decimal(property: string, otherwise = 0): number {
    const value = this.get(property);
    return typeof value === "number" ? value : otherwise;
  }

  flag(property: string): boolean {
    return this.get(property) === true;
  }

  /** The data that a person sees here, if there is any: an act on a row is on a row of this data. */
  get seen(): number | undefined {
    const data = this.get("data");
    return data instanceof Dataset ? data.fingerprint : undefined;
  }
}

export class OpenWindow {
  readonly number: number;
  readonly path: string;
  readonly kind: WindowKind;
  readonly components = new Map<number, Component>();
  readonly problems: readonly string[];
  /** The values that a script has opened it with, as signed by the gateway. */
  openedWith: string | null;
  /** By component and property, the person's entries that no script has changed since. */
  readonly #entered = new Map<string, Entry>();
  /** Of these, the last ones that were sent to the gateway. */
  readonly #told = new Map<string, Entry>();
  /** And the act of each, while its outcome is not known: the gateway may not have it yet. */
  readonly #underWay = new Map<string, number>();

  constructor(view: WindowView, take: TakeDataset) {
    this.number = view.window;
    this.path = view.path;
    this.kind = view.kind;
    this.problems = view.problems;
    this.openedWith = view.openedWith;
    for (const component of view.components) this.components.set(component.component, new Component(component, take));
  }

  get title(): string {
    return this.components.get(0)?.text("title") || (this.path.split("/").at(-1) ?? this.path);
  }

  /** The person has entered something, by an act of this number. */
  enter(component: number, property: string, value: UserValue, act?: number): void {
    const known = this.components.get(component);
    known?.set(property, value);
    if (act !== undefined) this.#underWay.set(`${component} ${property}`, act);
    this.#entered.set(`${component} ${property}`, { component, property, value, ...seenIn(known?.seen) });
  }

  /** An entry was sent to the gateway: its scripts have got it. */
  told(component: number, property: string, value: UserValue, seen?: number): void {
    const key = `${component} ${property}`;
    if (this.#entered.has(key)) this.#told.set(key, { component, property, value, ...seenIn(seen) });
  }

  /** The gateway has reported the outcome of an act: it knows the entry of that act. */
  concluded(act: number): void {
    for (const [key, number] of this.#underWay) if (number === act) this.#underWay.delete(key);
  }

  /** The gateway has changed something; the names of the properties that are not as they were. */
  change(component: number, properties: Record<string, ViewValue>, take: TakeDataset): Set<string> {
    const known = this.components.get(component);
    const changed = new Set<string>();
    for (const [property, value] of Object.entries(properties)) {
      known?.set(property, resolved(value, take));
      this.#forget(component, property);
      changed.add(property);
    }
    if (known !== undefined && changed.has("data")) {
      for (const property of this.#takeBackSelected(known)) changed.add(property);
    }
    return changed;
  }

  /**
   * A selection of the person in data that is replaced before the gateway knew of it: the gateway carries over only a
   * selection that it knew. The rest is of rows that are gone, and no row of the new data has been selected.
   */
  #takeBackSelected(known: Component): string[] {
    const ofOther = [...this.#entered]
      .filter(([key, { component, seen }]) => component === known.number && seen !== known.seen && this.#isNews(key))
      .map(([, entry]) => entry)
      .filter(({ seen }) => seen !== undefined);
    for (const { property } of ofOther) {
      known.set(property, Array.isArray(known.get(property)) ? [] : -1);
      this.#forget(known.number, property);
    }
    return ofOther.map(({ property }) => property);
  }

  /** Whether the gateway may not know of an entry yet. */
  #isNews(key: string): boolean {
    return this.#underWay.has(key) || !this.#told.has(key);
  }

  #forget(component: number, property: string): void {
    this.#entered.delete(`${component} ${property}`);
    this.#told.delete(`${component} ${property}`);
    this.#underWay.delete(`${component} ${property}`);
  }

  /**
   * The data that a gateway needs to open this window again as it knew it. An entry that it did not know comes after
   * that, as a change: its scripts have yet to get that entry, and only that.
   */
  reopened(): ReopenedWindow {
    return { path: this.path, openedWith: this.openedWith, changes: [...this.#told.values()] };
  }

  /** The entries that have not been sent. */
  untold(): Entry[] {
    return [...this.#entered]
      .filter(([key, { value }]) => !isTold(this.#told.get(key), value))
      .map(([, entry]) => entry);
  }

  /** Goes on from the person's entries in `before`, the same window on a connection before. */
  goOnFrom(before: OpenWindow): void {
    for (const [key, entry] of before.#entered) {
      const now = this.components.get(entry.component)?.get(entry.property);
      if (now === undefined || !isSame(now, entry.value)) continue;
      this.#entered.set(key, entry);
      this.#told.set(key, entry);
    }
  }
}

function isTold(told: Entry | undefined, value: UserValue): boolean {
  return told !== undefined && isSame(told.value, value);
}

/** The part of a message that names the data that was seen. */
export function seenIn(seen: number | undefined): { seen?: number } {
  return seen === undefined ? {} : { seen };
}

function resolved(value: ViewValue, take: TakeDataset): Value {
  if (Array.isArray(value)) return value.map((item) => resolved(item, take));
  if (value === null || typeof value !== "object") return value;
  if ("date" in value) return new Date(value.date);
  const dataset = take(value.dataset);
  dataset.fingerprint = value.fingerprint;
  return dataset;
}

function isSame(a: Value | undefined, b: Value | undefined): boolean {
  if (Array.isArray(a) && Array.isArray(b)) return a.length === b.length && a.every((item, i) => isSame(item, b[i]));
  if (a instanceof Date && b instanceof Date) return a.getTime() === b.getTime();
  return a === b;
}
