/**
 * Windows on a screen that is too narrow for them: a telephone, or letters as large as a person needs them.
 *
 * No person should pan sideways to read. Components that stand beside each other are put below each other, in the order
 * in which they are read, each as wide as the screen or as its text. A window whose components lie on top of each other
 * is a picture, which would fall apart like that: it is made smaller as a whole.
 */
import type { Rectangle } from "./layout.ts";

export interface Part extends Rectangle {
  number: number;
  parent: number | null;
  kind: string;
}

/** How a window is shown in the width that there is. */
export type Fit = { how: "asMade" } | { how: "below"; order: ReadonlyMap<number, number> } | { how: "smaller" };

/** These keep their width and stand beside each other as they find room. */
export const BESIDE_EACH_OTHER: ReadonlySet<string> = new Set([
  "Button",
  "ToggleButton",
  "CheckBox",
  "Indicator",
  "Image",
]);
/** A component that lies under so much of another one is its ground. */
const ON_TOP = 0.25;

/**
 * `parts` are the components that are seen, without the Root Container; a window needs `needed` of the width
 * `available`.
 */
export function fit(parts: readonly Part[], needed: number, available: number): Fit {
  if (available <= 0 || available >= needed) return { how: "asMade" };
  const order = new Map<number, number>();
  for (const container of new Set(parts.map(({ parent }) => parent))) {
    const siblings = parts.filter(({ parent }) => parent === container);
    if (lieOnEachOther(siblings)) return { how: "smaller" };
    for (const [place, part] of inReadingOrder(siblings).entries()) order.set(part.number, place);
  }
  return { how: "below", order };
}

/**
 * Line by line, each from left to right: a component belongs to a line if it begins above the middle of the line's
 * first.
 */
export function inReadingOrder(parts: readonly Part[]): Part[] {
  const waiting = parts.toSorted((a, b) => a.y - b.y || a.x - b.x);
  const ordered: Part[] = [];
  while (waiting.length > 0) {
    const first = waiting[0]!;
    const middle = first.y + first.height / 2;
    const line = waiting.filter(({ y }) => y <= middle);
    ordered.push(...line.toSorted((a, b) => a.x - b.x));
    waiting.splice(0, line.length);
  }
  return ordered;
}

function lieOnEachOther(parts: readonly Part[]): boolean {
  return parts.some((one, at) => parts.slice(at + 1).some((other) => common(one, other) > ON_TOP));
}

/** The part of the smaller one that both have. */
function common(one: Rectangle, other: Rectangle): number {
  const across = Math.min(one.x + one.width, other.x + other.width) - Math.max(one.x, other.x);
  const down = Math.min(one.y + one.height, other.y + other.height) - Math.max(one.y, other.y);
  const smaller = Math.min(one.width * one.height, other.width * other.height);
  return across > 0 && down > 0 && smaller > 0 ? (across * down) / smaller : 0;
}
