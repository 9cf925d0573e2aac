/** The parts of every kind of component in the page. */
import type { Lasting } from "../life/life.ts";
import type { UserValue } from "../wire/messages.ts";
import type { Memory } from "../windows/memory.ts";
import type { Component } from "../windows/model.ts";

/** The surroundings that a component in the page knows. */
export interface Context {
  /** The component as the gateway has it now; another object after a connection was taken up again. */
  component: Component;
  /** Timers and listeners that it starts end with the session. */
  readonly life: Lasting;
  /** A picture of the project; rejects where there is no such picture. */
  picture(path: string): Promise<Blob>;
  /** The person's arrangements of this component. */
  readonly memory: Memory;
  /** The person changed a property. */
  change(property: string, value: UserValue): void;
  /** The person used the component: pressed it, or typed Enter in it. */
  act(): void;
}

export interface Widget {
  /** The element that is put into the window. */
  readonly element: HTMLElement;
  /** The element that takes the focus and carries the name; often the same. */
  readonly control: HTMLElement;
  /**
   * The thing under the pointer, where another may come there by itself, as the rows of a table do: a second click on
   * another thing is a first one.
   */
  under?(target: EventTarget | null): string;
  /** Shows the component's properties. `changed` has those that may differ from the shown ones. */
  update(changed: ReadonlySet<string>): void;
  /** Typed text that does not count yet; null if there is none. Only kinds that wait until it is complete. */
  halfTyped?(): string | null;
  /** Goes on from half-typed text. */
  typeAgain?(text: string): void;
}

export type Kind = (context: Context) => Widget;

/** An element with a class. */
export function make<K extends keyof HTMLElementTagNameMap>(tag: K, className: string): HTMLElementTagNameMap[K] {
  const element = document.createElement(tag);
  element.className = className;
  return element;
}
