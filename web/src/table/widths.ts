/** How wide a table's columns are at first: by what their names and first cells say. */
import type { Dataset } from "../datasets/column.ts";
import { shown } from "./format.ts";

const SAMPLE = 40;
const CHARACTER = 7.6;
const PADDING = 30;
export const LEAST_WIDTH = 48;
const MOST_AT_FIRST = 360;

export function firstWidths(data: Dataset): number[] {
  return data.columns.map((column) => {
    let longest = column.name.length + 1;
    for (let row = 0; row < Math.min(SAMPLE, data.rowCount); row += 1) {
      longest = Math.max(longest, shown(column, row).length);
    }
    return Math.round(Math.min(Math.max(longest * CHARACTER + PADDING, LEAST_WIDTH), MOST_AT_FIRST));
  });
}
