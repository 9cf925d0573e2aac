/** How wide a table's columns are at first: as wide as their names and first cells, measured as they are drawn. */
import type { ShownColumn } from "./columns.ts";
import { part } from "./elements.ts";
import { isCutToAnother } from "./format.ts";

const SAMPLE = 60;
/** In pixels for letters of the usual size, as are the widths of a project or a person. */
export const LEAST_WIDTH = 48;
const MOST_AT_FIRST = 360;

/** Pixels that a text takes as a cell of a column, or as its header. */
export type Measure = (texts: readonly { column: number; text: string; isHeader: boolean }[]) => number[];

/**
 * Pixels of the page for each column, `unit` of which are one of a window's. Numbers, dates and the like are never cut;
 * texts are, beyond a limit.
 */
export function firstWidths(
  columns: readonly ShownColumn[],
  rowCount: number,
  measure: Measure,
  unit: number,
): number[] {
  const texts = columns.flatMap((column, number) => [
    { column: number, text: column.title, isHeader: true, isWhole: false },
    ...longest(column, rowCount).map((text) => ({
      column: number,
      text,
      isHeader: false,
      isWhole: isCutToAnother(column.column, text),
    })),
  ]);
  const widths = measure(texts);
  return columns.map((column, number) => {
    if (column.width !== null) return Math.max(1, Math.round(column.width * unit));
    let widest = LEAST_WIDTH * unit;
    for (const [at, { column, isWhole }] of texts.entries()) {
      if (column !== number) continue;
      const width = widths[at] ?? 0;
      widest = Math.max(widest, isWhole ? width : Math.min(width, MOST_AT_FIRST * unit));
    }
    return Math.ceil(widest);
  });
}

/** The longest of the first cells: in most letters these are the widest, too, and the rest is seen when it is drawn. */
function longest({ text }: ShownColumn, rowCount: number): string[] {
  const texts = Array.from({ length: Math.min(SAMPLE, rowCount) }, (_, row) => text(row));
  return [...new Set(texts)].sort((a, b) => b.length - a.length).slice(0, 5);
}

/** Measures texts as cells of the grid: in its letters, at its size, with figures of one width. */
export function measureIn(grid: HTMLElement, columns: readonly ShownColumn[]): Measure {
  return (texts) => {
    const stage = part("div", "table-measure", "presentation");
    stage.setAttribute("aria-hidden", "true");
    const cells = texts.map(({ column, text, isHeader }) => {
      const cell = part("div", `table-cell at-${columns[column]?.alignment ?? "left"}`, null);
      cell.classList.toggle("is-header", isHeader);
      cell.textContent = text;
      return cell;
    });
    stage.append(...cells);
    grid.append(stage);
    // Computed widths have fractions of pixels, and no zoom.
    const widths = cells.map(
      (cell) => parseFloat(getComputedStyle(cell).width) || cell.offsetWidth || cell.textContent.length * 8,
    );
    stage.remove();
    return widths.map((width) => Math.ceil(width) + 1);
  };
}
