/** The elements of the rows in view, each used again for another row when its own is scrolled away. */
import { part } from "./elements.ts";
import type { ShownColumn } from "./columns.ts";

/** The text in a row that has not come yet; no cell of data looks like it. */
const NOT_HERE = "…";

/** An element for a row, and which row of the view it shows now. */
interface RowElement {
  element: HTMLElement;
  at: number;
}

/** The content of a row. */
export interface RowSource {
  columns(): readonly ShownColumn[];
  /** The row of the data at a place of the view. */
  rowAt(at: number): number;
  /** Whether the row has come. */
  isHere(row: number): boolean;
  isSelected(row: number): boolean;
  /** Whether a cell matches the search. */
  isFound(row: number, column: ShownColumn): boolean;
}

export class Rows {
  readonly layer = part("div", "table-layer", "presentation");
  readonly #source: RowSource;
  #rows: RowElement[] = [];

  constructor(source: RowSource) {
    this.#source = source;
  }

  /** Forgets all elements: the columns are others. */
  clear(): void {
    this.#rows = [];
    this.layer.replaceChildren();
  }

  /** Whatever is shown may have changed. */
  invalidate(): void {
    for (const row of this.#rows) row.at = -1;
  }

  /** Shows the rows from `first` to before `last`, `height` pixels each. */
  show(first: number, last: number, height: number): void {
    this.#takeElements(last - first);
    // A row keeps its element while it is in view: the one at its number, modulo how many there are.
    const count = this.#rows.length;
    let place = this.layer.firstElementChild;
    for (let at = first; at < last; at += 1) {
      const row = this.#rows[at % count]!;
      if (row.at !== at) this.#fill(row, at);
      row.element.style.transform = `translateY(${(at - first) * height}px)`;
      // Screen readers read elements in the order of the page, so that is the order of the rows.
      if (row.element === place) place = place.nextElementSibling;
      else this.layer.insertBefore(row.element, place);
    }
  }

  /** The element of the row at a place of the view, if it is there. */
  elementAt(at: number): HTMLElement | undefined {
    return this.#rows.find((row) => row.at === at)?.element;
  }

  /** The place of the row that an element is in, or -1. */
  placeOf(target: EventTarget | null): number {
    return this.#rows.find(({ element }) => element.contains(target as Node))?.at ?? -1;
  }

  /** The elements of the rows in view, with the rows of the data. */
  *inView(): Iterable<[element: HTMLElement, row: number]> {
    for (const { element, at } of this.#rows) if (at >= 0) yield [element, this.#source.rowAt(at)];
  }

  #takeElements(count: number): void {
    if (this.#rows.length === count) return;
    for (const row of this.#rows.splice(count)) row.element.remove();
    while (this.#rows.length < count) this.#rows.push({ element: this.#build(), at: -1 });
    // Rows find their element by a remainder, so another number of elements moves them all.
    this.invalidate();
  }

  #build(): HTMLElement {
    const row = part("div", "table-row", "row");
    for (const [number, { alignment }] of this.#source.columns().entries()) {
      const cell = part("div", `table-cell at-${alignment}`, "gridcell");
      cell.setAttribute("aria-colindex", String(number + 1));
      cell.dir = "auto";
      row.append(cell);
    }
    return row;
  }

  #fill(row: RowElement, at: number): void {
    row.at = at;
    const number = this.#source.rowAt(at);
    row.element.setAttribute("aria-rowindex", String(at + 2));
    row.element.setAttribute("aria-selected", String(this.#source.isSelected(number)));
    row.element.classList.toggle("odd", at % 2 === 1);
    const isHere = this.#source.isHere(number);
    row.element.classList.toggle("not-here", !isHere);
    if (isHere) row.element.removeAttribute("aria-busy");
    else row.element.setAttribute("aria-busy", "true");
    for (const [index, column] of this.#source.columns().entries()) {
      const cell = row.element.children[index] as HTMLElement;
      const text = isHere ? column.text(number) : NOT_HERE;
      if (cell.textContent !== text || cell.classList.contains("too-narrow")) {
        cell.textContent = text;
        cell.classList.remove("too-narrow");
        cell.removeAttribute("title");
        cell.removeAttribute("aria-label");
      }
      cell.classList.toggle("found", isHere && this.#source.isFound(number, column));
    }
  }
}
