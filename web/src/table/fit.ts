/**
 * Numbers, dates and the like are shown whole or not at all. A part of one reads as another: of 2,000,000 it is 2,00.
 *
 * A text that does not fit is measured as it is drawn. The column becomes wider, until a person has set its width; then
 * the cell shows marks, and the whole text is its tool tip, and is read by screen readers.
 */
import type { ShownColumn } from "./columns.ts";
import { isCutToAnother } from "./format.ts";

const MARKS = "###";
/** A fraction of a pixel, by which rounding may differ. */
const SLACK = 1;

/** For each column of these rows the width that its cells need, where one is cut that must not be. */
export function neededWidths(
  rows: Iterable<[HTMLElement, number]>,
  columns: readonly ShownColumn[],
): Map<number, number> {
  const needed = new Map<number, number>();
  for (const [cell, number] of cutCells(rows, columns)) {
    needed.set(number, Math.max(needed.get(number) ?? 0, Math.ceil(neededBy(cell)) + SLACK));
  }
  return needed;
}

/** Puts marks in the place of texts that are cut and must not be. */
export function markCut(rows: Iterable<[HTMLElement, number]>, columns: readonly ShownColumn[]): void {
  // Reading and writing in turn would lay the page out once for each cell.
  for (const [cell] of [...cutCells(rows, columns)]) {
    const text = cell.textContent;
    cell.classList.add("too-narrow");
    cell.title = text;
    cell.setAttribute("aria-label", text);
    cell.textContent = MARKS;
  }
}

function* cutCells(
  rows: Iterable<[HTMLElement, number]>,
  columns: readonly ShownColumn[],
): Iterable<[cell: HTMLElement, column: number]> {
  for (const [element] of rows) {
    for (const [number, { column }] of columns.entries()) {
      const cell = element.children[number] as HTMLElement;
      // The marks themselves may be wider than a narrow column; the text that they stand for is known already.
      if (cell.classList.contains("too-narrow")) continue;
      if (cell.scrollWidth > cell.clientWidth && isCutToAnother(column, cell.textContent)) yield [cell, number];
    }
  }
}

function neededBy(cell: HTMLElement): number {
  const range = document.createRange();
  range.selectNodeContents(cell);
  const { paddingLeft, paddingRight } = getComputedStyle(cell);
  const zoom = cell.getBoundingClientRect().width / (cell.offsetWidth || 1) || 1;
  return range.getBoundingClientRect().width / zoom + parseFloat(paddingLeft) + parseFloat(paddingRight);
}
