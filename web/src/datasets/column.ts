/**
 * A column of a dataset, as typed arrays over the received bytes: nothing is copied, and no object is made for a row. A
 * cell's text is made when it is looked at.
 */

import type { Arrival } from "./arrival.ts";

export type ColumnType = "boolean" | "integer" | "long" | "double" | "date" | "string";

/** The value of a cell; instants are milliseconds since 1970 UTC. A `long` beyond 2^53 loses its last digits. */
export type Cell = null | boolean | number | string;

/** The texts of a string column, by their numbers. */
export interface TextTable {
  readonly count: number;
  at(number: number): string;
}

/** Texts that came as one, each decoded when it is asked for. */
export class Texts implements TextTable {
  readonly #bytes: Uint8Array;
  readonly #starts: Uint32Array;
  /** All texts as one, where each character is one byte: then a text is a slice of it, which costs nothing. */
  readonly #ascii: string | null;
  readonly #decoder = new TextDecoder();

  /** `starts` has one number more than there are texts; `whole` is the text of all bytes. */
  constructor(bytes: Uint8Array, starts: Uint32Array, whole: string) {
    this.#bytes = bytes;
    this.#starts = starts;
    this.#ascii = whole.length === bytes.length ? whole : null;
  }

  get count(): number {
    return this.#starts.length - 1;
  }

  at(number: number): string {
    const start = this.#starts[number] ?? 0;
    const end = this.#starts[number + 1] ?? start;
    return this.#ascii !== null
      ? this.#ascii.slice(start, end)
      : this.#decoder.decode(this.#bytes.subarray(start, end));
  }
}

/** The cells of a column, in the way that its type has them. */
export type Cells =
  | { type: "boolean"; values: Uint8Array }
  | { type: "integer"; values: Int32Array }
  | { type: "double"; values: Float64Array }
  /** Two 32-bit halves for each, the low one first: reading a `bigint` for each row would be slow. */
  | { type: "long" | "date"; halves: Int32Array }
  /** Without indexes row r has text r. */
  | { type: "string"; texts: TextTable; indexes: Uint8Array | Uint16Array | Uint32Array | null };

export class Column {
  readonly name: string;
  readonly cells: Cells;
  readonly #nulls: Uint8Array | null;

  /** `nulls` has a bit for each row, the lowest first; absent when no cell is null. */
  constructor(name: string, cells: Cells, nulls: Uint8Array | null) {
    this.name = name;
    this.cells = cells;
    this.#nulls = nulls;
  }

  get type(): ColumnType {
    return this.cells.type;
  }

  get hasNulls(): boolean {
    return this.#nulls !== null;
  }

  isNull(row: number): boolean {
    return this.#nulls !== null && (((this.#nulls[row >> 3] ?? 0) >> (row & 7)) & 1) === 1;
  }

  at(row: number): Cell {
    if (this.isNull(row)) return null;
    const cells = this.cells;
    switch (cells.type) {
      case "boolean":
        return cells.values[row] === 1;
      case "integer":
      case "double":
        return cells.values[row] ?? null;
      case "long":
      case "date":
        return (cells.halves[2 * row + 1] ?? 0) * 0x1_0000_0000 + ((cells.halves[2 * row] ?? 0) >>> 0);
      case "string":
        return cells.texts.at(cells.indexes === null ? row : (cells.indexes[row] ?? 0));
    }
  }

  /**
   * The number that a chart draws: of a boolean 0 or 1, of an instant its milliseconds; NaN where there is no number.
   */
  number(row: number): number {
    const cell = this.at(row);
    return typeof cell === "number" || typeof cell === "boolean" ? Number(cell) : NaN;
  }
}

/** A table of values, in columns of one length. Its rows may still be on their way; those that are read as null. */
export class Dataset {
  readonly columns: readonly Column[];
  readonly rowCount: number;
  /** The gateway's number for this content: it goes back with a person's acts on these rows. */
  fingerprint: number | undefined;
  readonly #arrival: Arrival | null;

  constructor(columns: readonly Column[], rowCount: number, arrival: Arrival | null = null) {
    this.columns = columns;
    this.rowCount = rowCount;
    this.#arrival = arrival;
  }

  /** Whether all rows are here. */
  get isWhole(): boolean {
    return this.#arrival === null || this.#arrival.isWhole;
  }

  /** How many rows are here. */
  get hereCount(): number {
    return this.#arrival === null ? this.rowCount : this.#arrival.count;
  }

  isHere(row: number): boolean {
    return this.#arrival === null || this.#arrival.has(row);
  }

  /** The person looks at this row: if it is not here, it and those after it are asked for. */
  lookAt(row: number): void {
    this.#arrival?.lookAt(row);
  }

  /** Calls back each time that rows have come; gives the way to stop that. */
  onMore(action: () => void): () => void {
    return this.#arrival?.listen(action) ?? (() => {});
  }
}

export const EMPTY = new Dataset([], 0);
