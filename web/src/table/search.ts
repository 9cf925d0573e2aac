/**
 * Finding a text in a table: in which rows it is, in the cells as they are shown or as they are in the data, whatever the
 * case of its letters. A million rows are looked through in slices.
 */
import type { ShownColumn } from "./columns.ts";
import { exact } from "./format.ts";
import { type Pace, inSlices } from "./pace.ts";

/** Rows that are looked at before the clock is. */
const AT_ONCE = 256;

export class Search {
  readonly #changed: () => void;
  readonly #pace: Pace;
  #wanted = "";
  #found = new Uint8Array(0);
  #count = 0;
  #isBusy = false;
  #run = 0;

  /** `changed` is called when more has been found. */
  constructor(pace: Pace, changed: () => void) {
    this.#pace = pace;
    this.#changed = changed;
  }

  get isActive(): boolean {
    return this.#wanted !== "";
  }

  get isBusy(): boolean {
    return this.#isBusy;
  }

  /** In how many rows it is, as far as they have been looked through. */
  get count(): number {
    return this.#count;
  }

  has(row: number): boolean {
    return this.#found[row] === 1;
  }

  isIn(row: number, column: ShownColumn): boolean {
    return this.isActive && this.has(row) && isIn(column, row, this.#wanted);
  }

  /**
   * Looks for a text, for nothing if it is empty. Returns whether the search came to its end, without another one in
   * between.
   */
  async find(text: string, columns: readonly ShownColumn[], rowCount: number): Promise<boolean> {
    const run = (this.#run += 1);
    const wanted = folded(text);
    this.#wanted = wanted;
    this.#found = new Uint8Array(rowCount);
    this.#count = 0;
    this.#isBusy = wanted !== "";
    if (this.#isBusy) {
      const looked = columns.map((column) => looker(column, wanted));
      const step = (from: number, to: number) => {
        for (let row = from; row < to; row += 1) if (looked.some((isThere) => isThere(row))) this.#note(row);
      };
      if (!(await inSlices(rowCount, AT_ONCE, this.#pace, () => run === this.#run, step))) return false;
      this.#isBusy = false;
    }
    this.#changed();
    return true;
  }

  /** The next place with a match, from `at` on in one direction and round the end; -1 without a match. */
  next(at: number, by: 1 | -1, rowCount: number, rowAt: (at: number) => number): number {
    for (let step = 0; step < rowCount; step += 1) {
      const place = (((at + by * step) % rowCount) + rowCount) % rowCount;
      if (this.has(rowAt(place))) return place;
    }
    return -1;
  }

  /** How many of those found stand at or before a place. */
  rank(at: number, rowAt: (at: number) => number): number {
    let rank = 0;
    for (let place = 0; place <= at; place += 1) if (this.has(rowAt(place))) rank += 1;
    return rank;
  }

  #note(row: number): void {
    this.#found[row] = 1;
    this.#count += 1;
  }
}

/** Looks into the cells of a column; a text that many rows have is looked at once. */
function looker(column: ShownColumn, wanted: string): (row: number) => boolean {
  const { cells } = column.column;
  if (cells.type !== "string" || cells.indexes === null) return (row) => isIn(column, row, wanted);
  const { indexes } = cells;
  const known = new Int8Array(cells.texts.count).fill(-1);
  return (row) => {
    // A null has index 0 and shows nothing.
    if (column.column.isNull(row)) return false;
    const number = indexes[row] ?? 0;
    if (known[number] === -1) known[number] = isIn(column, row, wanted) ? 1 : 0;
    return known[number] === 1;
  };
}

function isIn(column: ShownColumn, row: number, wanted: string): boolean {
  if (folded(column.text(row)).includes(wanted)) return true;
  const cell = exact(column.column, row);
  const isNumber = typeof cell === "number" || typeof cell === "bigint";
  return column.column.type === "string" || (isNumber && column.column.type !== "date")
    ? folded(String(cell ?? "")).includes(wanted)
    : false;
}

function folded(text: string): string {
  return text.normalize("NFKC").toLocaleLowerCase();
}
