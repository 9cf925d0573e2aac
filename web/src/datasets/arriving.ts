/**
 * A dataset whose rows come a few at a time. It is there with its columns and its first rows; each row that has not
 * come reads as null everywhere, and `isHere` is false for it.
 *
 * The room for all rows is made at first, and arriving rows are laid into it, so that a million rows cost the same as
 * in a single message. Rows may come in any order: the gateway sends those first that the person looks at.
 */
import { Arrival } from "./arrival.ts";
import { type Cells, Column, Dataset, type TextTable } from "./column.ts";

/** A dataset under way, and the way to put more rows into it. */
export class Arriving {
  readonly dataset: Dataset;
  readonly #arrival: Arrival;
  readonly #columns: ArrivingColumn[];

  /** `first` are its first rows, which name the columns; `ask` is called with a row that the person wants to see. */
  constructor(first: Dataset, rowCount: number, ask: (row: number) => void) {
    this.#arrival = new Arrival(rowCount, ask);
    this.#columns = first.columns.map((column) => new ArrivingColumn(column, rowCount));
    const columns = this.#columns.map(({ column }) => column);
    this.dataset = new Dataset(columns, rowCount, this.#arrival);
    this.add(0, first);
  }

  /** Rows from `from` on have come. */
  add(from: number, rows: Dataset): void {
    const fits = from + rows.rowCount <= this.dataset.rowCount && rows.columns.length === this.#columns.length;
    if (!fits) throw new Error("The gateway sent rows that are not of this dataset.");
    for (const [at, column] of this.#columns.entries()) column.add(from, rows.columns[at]!, rows.rowCount);
    this.#arrival.add(from, from + rows.rowCount);
    this.#arrival.tell();
  }
}

class ArrivingColumn {
  readonly column: Column;
  readonly #cells: Cells;
  readonly #nulls: Uint8Array;
  readonly #texts = new GrowingTexts();

  constructor(like: Column, rowCount: number) {
    this.#cells = room(like, rowCount, this.#texts);
    // A row that has not come is null, so that nothing takes it for a value.
    this.#nulls = new Uint8Array(Math.ceil(rowCount / 8)).fill(0xff);
    this.column = new Column(like.name, this.#cells, this.#nulls);
  }

  add(from: number, column: Column, count: number): void {
    this.#copy(from, column.cells, count);
    for (let row = 0; row < count; row += 1) {
      const at = from + row;
      if (!column.isNull(row)) this.#nulls[at >> 3]! &= ~(1 << (at & 7));
    }
  }

  #copy(from: number, source: Cells, count: number): void {
    const cells = this.#cells;
    if (cells.type === "string" && source.type === "string") {
      const base = this.#texts.add(source.texts);
      const { indexes } = source;
      for (let row = 0; row < count; row += 1)
        cells.indexes![from + row] = base + (indexes === null ? row : indexes[row]!);
    } else if ("halves" in cells && "halves" in source && cells.type === source.type) {
      cells.halves.set(source.halves, 2 * from);
    } else if ("values" in cells && "values" in source && cells.type === source.type) {
      cells.values.set(source.values, from);
    } else {
      throw new Error("The gateway sent rows of another type.");
    }
  }
}

/** Room for the cells of a column like this one. */
function room(like: Column, rowCount: number, texts: TextTable): Cells {
  const { type } = like.cells;
  switch (type) {
    case "boolean":
      return { type, values: new Uint8Array(rowCount) };
    case "integer":
      return { type, values: new Int32Array(rowCount) };
    case "double":
      return { type, values: new Float64Array(rowCount) };
    case "long":
    case "date":
      return { type, halves: new Int32Array(2 * rowCount) };
    case "string":
      return { type, texts, indexes: new Uint32Array(rowCount) };
  }
}

/** The texts of all parts that have come, numbered one part after the other. */
export class GrowingTexts implements TextTable {
  readonly #parts: { base: number; texts: TextTable }[] = [];
  #count = 0;

  get count(): number {
    return this.#count;
  }

  /** Takes the texts of a part in; gives the number of the first of them. */
  add(texts: TextTable): number {
    const base = this.#count;
    if (texts.count > 0) this.#parts.push({ base, texts });
    this.#count += texts.count;
    return base;
  }

  at(number: number): string {
    let [low, high] = [0, this.#parts.length - 1];
    while (low < high) {
      const middle = (low + high + 1) >> 1;
      if (this.#parts[middle]!.base <= number) low = middle;
      else high = middle - 1;
    }
    const part = this.#parts[low];
    return part === undefined ? "" : part.texts.at(number - part.base);
  }
}
