/** The rows of a dataset that have come, the listeners for more, and the rows that the person looks at. */

/** The rows that have come, and the listeners for more. */
export class Arrival {
  readonly #rowCount: number;
  readonly #ask: (row: number) => void;
  /** The ranges of rows, from the first to before the last, in order, none touching another. */
  #spans: [number, number][] = [];
  #count = 0;
  #asked = -1;
  readonly #listeners = new Set<() => void>();

  constructor(rowCount: number, ask: (row: number) => void) {
    this.#rowCount = rowCount;
    this.#ask = ask;
  }

  get count(): number {
    return this.#count;
  }

  get isWhole(): boolean {
    return this.#count === this.#rowCount;
  }

  has(row: number): boolean {
    let [low, high] = [0, this.#spans.length - 1];
    while (low <= high) {
      const middle = (low + high) >> 1;
      const [from, to] = this.#spans[middle]!;
      if (row < from) high = middle - 1;
      else if (row >= to) low = middle + 1;
      else return true;
    }
    return false;
  }

  /** Rows from `from` to before `to` have come, all of them for the first time. */
  add(from: number, to: number): void {
    if (to <= from) return;
    this.#count += to - from;
    const at = this.#spans.findIndex(([start]) => start >= to);
    const before = at < 0 ? this.#spans.length : at;
    this.#spans.splice(before, 0, [from, to]);
    this.#join(before);
    this.#join(before - 1);
  }

  #join(at: number): void {
    const [here, next] = [this.#spans[at], this.#spans[at + 1]];
    if (here === undefined || next === undefined || here[1] !== next[0]) return;
    this.#spans.splice(at, 2, [here[0], next[1]]);
  }

  tell(): void {
    for (const listener of [...this.#listeners]) listener();
  }

  listen(listener: () => void): () => void {
    this.#listeners.add(listener);
    return () => void this.#listeners.delete(listener);
  }

  /** The person looks at this row, which is not here: it is asked for, once. */
  lookAt(row: number): void {
    if (row === this.#asked || this.has(row)) return;
    this.#asked = row;
    this.#ask(row);
  }
}
