/** What every kind of component is made of in the page. */
import type { Lasting } from "../life/life.ts";
import type { UserValue } from "../wire/messages.ts";
import type { Memory } from "../windows/memory.ts";
import type { Component } from "../windows/model.ts";

/** What a component in the page knows of the world. */
export interface Context {
  /** The component as the gateway has it now; another object after a connection was taken up again. */
  component: Component;
  /** What it starts ends with the session. */
  readonly life: Lasting;
  /** A picture of the project; rejects where there is none. */
  picture(path: string): Promise<Blob>;
  /** What the person has arranged here. */
  readonly memory: Memory;
  /** The person changed a property. */
  change(property: string, value: UserValue): void;
  /** The person did what the component is for: pressed it, or typed Enter in it. */
  act(): void;
}

export interface Widget {
  /** The element that is put into the window. */
  readonly element: HTMLElement;
  /** The element that takes the focus and carries the name; often the same. */
  readonly control: HTMLElement;
  /**
   * What is under the pointer, where something else may come there by itself, as the rows of a table do: a second click
   * on another thing is a first one.
   */
  under?(target: EventTarget | null): string;
  /** Shows what the component's properties say. `changed` has those that may differ from what is shown. */
  update(changed: ReadonlySet<string>): void;
  /** What is typed and does not count yet; null where there is nothing of it. Only kinds that wait until it is complete. */
  halfTyped?(): string | null;
  /** Goes on from what was half typed. */
  typeAgain?(text: string): void;
}

export type Kind = (context: Context) => Widget;

/** An element with a class. */
export function make<K extends keyof HTMLElementTagNameMap>(tag: K, className: string): HTMLElementTagNameMap[K] {
  const element = document.createElement(tag);
  element.className = className;
  return element;
}
