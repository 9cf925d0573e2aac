/** The order in which a table's rows are shown: the one that a person chose, as soon as it is found. */
import type { Column, Dataset } from "../datasets/column.ts";
import type { Lasting } from "../life/life.ts";
import { PACE } from "./pace.ts";
import { rankTexts } from "./ranks.ts";
import { type Direction, sortRows } from "./sort.ts";

export interface Sorting {
  column: number;
  direction: Direction;
}

export class Order {
  sorting: Sorting | null = null;
  readonly #changed: () => void;
  readonly #collator = new Intl.Collator();
  /** The places of a column's texts, found once for each column. */
  readonly #ranks = new WeakMap<Column, Uint32Array>();
  #rows: Uint32Array | null = null;
  #running: AbortController | null = null;

  /** `changed` is called when rows are shown in another order, and when that is being found. */
  constructor(changed: () => void, life: Lasting) {
    this.#changed = life.while(changed);
  }

  /** Whether an order is being found. */
  get isBusy(): boolean {
    return this.#running !== null;
  }

  /** The row of the data at a place of the view. */
  rowAt(at: number): number {
    return this.#rows?.[at] ?? at;
  }

  /** Where a row of the data is shown. */
  placeOf(row: number): number {
    return this.#rows === null ? row : this.#rows.indexOf(row);
  }

  /** Sorts by a column: up, then down, then not any more. */
  next(data: Dataset, column: number): void {
    const now = this.sorting?.column === column ? this.sorting.direction : null;
    this.sorting = now === "descending" ? null : { column, direction: now === null ? "ascending" : "descending" };
    this.find(data);
  }

  /** Other data has come: the order stays, where there is still a column of that name. */
  follow(before: Dataset, data: Dataset): void {
    const sorting = this.sorting;
    const name = sorting && before.columns[sorting.column]?.name;
    const column = data.columns.findIndex((column) => column.name === name);
    this.sorting = sorting && column >= 0 ? { ...sorting, column } : null;
    this.#rows = null;
    this.find(data);
  }

  /** Finds the order of the data. While rows are missing there is no order: they are shown as they come. */
  find(data: Dataset): void {
    this.#running?.abort();
    this.#running = null;
    const sorting = this.sorting;
    const column = sorting === null ? undefined : data.columns[sorting.column];
    if (sorting === null || column === undefined || !data.isWhole) {
      this.#rows = null;
      this.#changed();
      return;
    }
    const known = this.#ranks.get(column);
    if (column.cells.type !== "string" || known !== undefined) {
      this.#rows = sortRows(column, data.rowCount, sorting.direction, known ?? null);
      this.#changed();
      return;
    }
    const running = (this.#running = new AbortController());
    this.#changed();
    rankTexts(column.cells.texts, this.#collator.compare, PACE, running.signal).then(
      (ranks) => {
        this.#ranks.set(column, ranks);
        if (this.#running === running) this.find(data);
      },
      () => {}, // Another order has been chosen since.
    );
  }
}
