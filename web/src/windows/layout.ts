/**
 * Where a component stands in its container, as values of CSS: the browser keeps them true while sizes change, and no
 * script runs for it.
 */
import type { LayoutView } from "../wire/messages.ts";

/** The size of letters, in pixels, that windows are made for. */
const LETTERS = 16;

/** How many pixels of the page one of a window's is at this moment. */
export function unit(): number {
  return parseFloat(getComputedStyle(document.documentElement).fontSize) / LETTERS;
}

/** As the window's file has it, in its pixels. */
export interface Rectangle {
  x: number;
  y: number;
  width: number;
  height: number;
}

/** The values that are set on the element; `auto` where the browser finds one from the rest. */
export interface Placement {
  left: string;
  right: string;
  width: string;
  top: string;
  bottom: string;
  height: string;
}

/** The place of `box` in a container that the file lays out in `width` × `height`. */
export function place(layout: LayoutView, box: Rectangle, width: number, height: number): Placement {
  const anchored = layout.mode === "anchored" ? layout : null;
  const across = line(box.x, box.width, width, anchored && [anchored.left, anchored.right]);
  const down = line(box.y, box.height, height, anchored && [anchored.top, anchored.bottom]);
  return {
    left: across.start,
    right: across.end,
    width: across.length,
    top: down.start,
    bottom: down.end,
    height: down.length,
  };
}

interface Line {
  start: string;
  end: string;
  length: string;
}

/** In one direction; `anchors` lists the ends that keep their distance, and is null where everything grows. */
function line(start: number, length: number, whole: number, anchors: [boolean, boolean] | null): Line {
  const end = whole - start - length;
  if (anchors === null) return { start: percent(start, whole), end: "auto", length: percent(length, whole) };
  const [first, last] = anchors;
  if (first && last) return { start: units(start), end: units(end), length: "auto" };
  if (last) return { start: "auto", end: units(end), length: units(length) };
  if (first) return { start: units(start), end: "auto", length: units(length) };
  // Neither: its middle stays where it is in proportion.
  const middle = percent(start + length / 2, whole);
  return { start: `calc(${middle} - ${units(length / 2)})`, end: "auto", length: units(length) };
}

/**
 * So many pixels of a window's file: each is a sixteenth of the page's letters, so a window grows with them and its
 * texts have the room that they were given.
 */
export function units(number: number): string {
  return `${Math.round((number / LETTERS) * 1e6) / 1e6}rem`;
}

function percent(part: number, whole: number): string {
  return `${whole > 0 ? Math.round((part / whole) * 1e6) / 1e4 : 0}%`;
}
