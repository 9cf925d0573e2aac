/**
 * Which rows of a table are selected: by their numbers in the dataset, so that a selection stays with its rows when they
 * are sorted. Ranges are made in the order in which rows are shown.
 */

/** As a script sets it: one row, rows that follow one another, or any rows. */
export type SelectionMode = "single" | "interval" | "multiple";

/** What is held down beside a click or a key. */
export interface With {
  shift: boolean;
  ctrl: boolean;
}

export class Selection {
  mode: SelectionMode = "multiple";
  /** The row where a range begins, as shown. */
  #anchor = 0;
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

  /** Another dataset, with these rows selected. */
  reset(rowCount: number, rows: readonly number[]): void {
    this.#selected = new Uint8Array(rowCount);
    this.#count = 0;
    for (const row of rows) this.#set(row, true);
  }

  /** A person chose the row shown at `at`; `rowAt` tells which row of the dataset is shown where. */
  choose(at: number, held: With, rowAt: (at: number) => number): void {
    if (held.shift && this.mode !== "single") {
      this.#only(Math.min(this.#anchor, at), Math.max(this.#anchor, at), rowAt);
      return;
    }
    this.#anchor = at;
    const row = rowAt(at);
    if (held.ctrl && this.mode === "multiple") this.#set(row, !this.has(row));
    else if (held.ctrl && this.has(row)) this.reset(this.#selected.length, []);
    else this.#only(at, at, rowAt);
  }

  /** Selects all rows, where so many can be. */
  all(): void {
    if (this.mode === "single") return;
    this.#selected.fill(1);
    this.#count = this.#selected.length;
  }

  #only(first: number, last: number, rowAt: (at: number) => number): void {
    this.reset(this.#selected.length, []);
    for (let at = first; at <= last; at += 1) this.#set(rowAt(at), true);
  }

  #set(row: number, selected: boolean): void {
    if (row < 0 || row >= this.#selected.length || this.has(row) === selected) return;
    this.#selected[row] = selected ? 1 : 0;
    this.#count += selected ? 1 : -1;
  }
}
