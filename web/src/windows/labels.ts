/**
 * Which label names a field. Windows of 7.9 do not state that: a person sees it by their places. This does the same:
 * the label at the left in the same line, else the one right above.
 */
import type { Rectangle } from "./layout.ts";

export interface Box extends Rectangle {
  number: number;
  parent: number | null;
  kind: string;
}

/** As far as a label may be from its field, in pixels. */
const BESIDE = 40;
const ABOVE = 16;
/** Labels and fields that people put beside each other may overlap by a few pixels. */
const OVERLAP = 8;

/** The number of the label that names the field, or null. */
export function labelOf(field: Box, boxes: readonly Box[]): number | null {
  const labels = boxes.filter(({ kind, parent }) => kind === "Label" && parent === field.parent);
  return nearest(labels, (label) => beside(label, field)) ?? nearest(labels, (label) => above(label, field));
}

/** Pixels between them, where the label is at the left in the same line; else infinitely many. */
function beside(label: Rectangle, field: Rectangle): number {
  const gap = field.x - (label.x + label.width);
  const middle = label.y + label.height / 2;
  const isInLine = middle >= field.y && middle <= field.y + Math.min(field.height, label.height * 2);
  return isInLine && gap >= -OVERLAP && gap <= BESIDE ? gap : Infinity;
}

function above(label: Rectangle, field: Rectangle): number {
  const gap = field.y - (label.y + label.height);
  const isInColumn = label.x < field.x + field.width && label.x + label.width > field.x;
  return isInColumn && gap >= -OVERLAP && gap <= ABOVE ? gap : Infinity;
}

function nearest(labels: readonly Box[], distance: (label: Box) => number): number | null {
  let [best, least]: [number | null, number] = [null, Infinity];
  for (const label of labels) {
    const now = distance(label);
    if (now < least) [best, least] = [label.number, now];
  }
  return best;
}
