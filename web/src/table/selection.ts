/**
 * Which rows of a table are selected: by their numbers in the dataset, so that a selection stays with its rows when they
 * are sorted. Ranges are made in the order in which rows are shown.
 */

/** As a script sets it: one row, rows that follow one another, or any rows. */
export type SelectionMode = "single" | "interval" | "multiple";

/** The keys that are held down beside a click or a key. */
export interface With {
  shift: boolean;
  ctrl: boolean;
}

/** Where the rows of the dataset are shown. */
export interface Places {
  rowAt: (at: number) => number;
  placeOf: (row: number) => number;
}

export class Selection {
  mode: SelectionMode = "multiple";
  /** The row of the dataset where a range begins: wherever it is shown by then. */
  #anchor: number | null = null;
  #selected = new Uint8Array(0);
  #count = 0;

  get count(): number {
    return this.#count;
  }

  has(row: number): boolean {
    return this.#selected[row] === 1;
  }

  /** The selected rows, ascending; `most` of them at most. */
  rows(most = Infinity): number[] {
    const rows: number[] = [];
    for (let row = 0; row < this.#selected.length && rows.length < Math.min(most, this.#count); row += 1) {
      if (this.#selected[row] === 1) rows.push(row);
    }
    return rows;
  }

  /** Another dataset, or another selection of it: these rows, and no row from which a range could go on. */
  reset(rowCount: number, rows: readonly number[]): void {
    this.#selected = new Uint8Array(rowCount);
    this.#count = 0;
    this.#anchor = null;
    for (const row of rows) this.#set(row, true);
  }

  /** Whether these rows are selected, and no other. */
  isOf(rows: readonly number[]): boolean {
    return rows.length === this.#count && rows.every((row) => this.has(row));
  }

  /** A range that has no beginning yet begins at this row. */
  beginAt(row: number): void {
    this.#anchor ??= row;
  }

  /** A person chose the row shown at `at`; `places` maps shown places to rows of the dataset. */
  choose(at: number, held: With, places: Places): void {
    const row = places.rowAt(at);
    if (held.shift && this.mode !== "single" && this.#anchor !== null) {
      const from = places.placeOf(this.#anchor);
      this.#only(Math.min(from, at), Math.max(from, at), places);
      return;
    }
    this.#anchor = row;
    if (held.ctrl && this.mode === "multiple") this.#set(row, !this.has(row));
    else if (held.ctrl && this.has(row)) this.#clear();
    else this.#only(at, at, places);
  }

  /** Selects all rows, where so many can be. */
  all(): void {
    if (this.mode === "single") return;
    this.#selected.fill(1);
    this.#count = this.#selected.length;
  }

  #only(first: number, last: number, { rowAt }: Places): void {
    this.#clear();
    for (let at = first; at <= last; at += 1) this.#set(rowAt(at), true);
  }

  #clear(): void {
    this.#selected.fill(0);
    this.#count = 0;
  }

  #set(row: number, selected: boolean): void {
    if (row < 0 || row >= this.#selected.length || this.has(row) === selected) return;
    this.#selected[row] = selected ? 1 : 0;
    this.#count += selected ? 1 : -1;
  }
}
