/** How wide a table's columns are at first: as wide as their names and first cells. */
import type { Dataset } from "../datasets/column.ts";
import { shown } from "./format.ts";

const SAMPLE = 40;
/** Beside a cell's text, and beside a header's, which has the mark of the order, too. */
const PADDING = 24;
const HEADER_PADDING = 40;
export const LEAST_WIDTH = 48;
const MOST_AT_FIRST = 360;

/** Pixels for each column; `textWidth` measures a text in the table's letters. */
export function firstWidths(data: Dataset, textWidth: (text: string) => number): number[] {
  return data.columns.map((column) => {
    let widest = textWidth(column.name) + HEADER_PADDING;
    for (let row = 0; row < Math.min(SAMPLE, data.rowCount); row += 1) {
      widest = Math.max(widest, textWidth(shown(column, row)) + PADDING);
    }
    return Math.ceil(Math.min(Math.max(widest, LEAST_WIDTH), MOST_AT_FIRST));
  });
}

/** Measures texts as an element would show them. */
export function measure(element: HTMLElement): (text: string) => number {
  const context = document.createElement("canvas").getContext("2d");
  const { fontWeight, fontSize, fontFamily } = getComputedStyle(element);
  if (context !== null) context.font = `${fontWeight} ${fontSize} ${fontFamily}`;
  return (text) => context?.measureText(text).width ?? text.length * 8;
}
