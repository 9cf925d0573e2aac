/**
 * A table in the page: the rows that are seen, as an APG grid, and what mouse and keyboard do in it.
 *
 * Elements exist for the rows in view and a few around them; they are used again for other rows while the table is
 * scrolled. The grid is one stop of the Tab key. Its active cell is told by `aria-activedescendant` and not by moving
 * the focus, because the element of a row that is scrolled away is taken for another row, and a focus on it would be
 * lost or mislead.
 */
import { type Column, type Dataset, EMPTY } from "../datasets/column.ts";
import { isAtRight, shown, tabSeparated } from "./format.ts";
import { type Move, moveOf, moved } from "./keys.ts";
import { rankTexts } from "./ranks.ts";
import { ScrollMap } from "./scroll-map.ts";
import { Selection, type With } from "./selection.ts";
import { type Direction, sortRows } from "./sort.ts";
import { LEAST_WIDTH, firstWidths } from "./widths.ts";

/** Rows beyond the view, above and below, so that a short way shows no blank. */
const AROUND = 6;
const RESIZE_STEP = 16;
/** How long scrolling rests before the bar is put right, in milliseconds. */
const REST = 160;

/** What the grid tells. */
export interface GridEvents {
  /** A person changed the selection. */
  selected(selection: Selection, column: number): void;
}

interface Sorting {
  column: number;
  direction: Direction;
}

/** An element for a row, and which row of the view it shows now. */
interface RowElement {
  element: HTMLElement;
  at: number;
}

let grids = 0;

export class Grid {
  readonly element: HTMLElement;
  readonly selection = new Selection();
  readonly #events: GridEvents;
  readonly #id = `grid-${(grids += 1)}`;
  readonly #head = part("div", "table-head", "rowgroup");
  readonly #headRow = part("div", "table-row", "row");
  readonly #body = part("div", "table-body", "rowgroup");
  readonly #layer = part("div", "table-layer", "presentation");
  readonly #scroll = new ScrollMap();
  readonly #collator = new Intl.Collator();
  readonly #ranks = new WeakMap<Column, Uint32Array>();
  #data: Dataset = EMPTY;
  #order: Uint32Array | null = null;
  #sorting: Sorting | null = null;
  #sortingNow: AbortController | null = null;
  #rows: RowElement[] = [];
  #widths: number[] = [];
  #isStretched = true;
  #activeRow = 0; // -1 is the row of headers.
  #activeColumn = 0;
  #rowHeight = 28;
  #frame = 0;
  #rest = 0;

  constructor(events: GridEvents) {
    this.#events = events;
    this.element = part("div", "table", "grid");
    this.element.tabIndex = 0;
    this.element.setAttribute("aria-multiselectable", "true");
    this.#headRow.setAttribute("aria-rowindex", "1");
    this.#head.append(this.#headRow);
    this.#body.append(this.#layer);
    this.element.append(this.#head, this.#body);
    this.#listen();
    new ResizeObserver(() => this.#resized()).observe(this.element);
  }

  /** Shows other data. The order that a person chose stays, where there is still a column of that name. */
  setData(data: Dataset): void {
    const sorted = this.#sorting && this.#data.columns[this.#sorting.column]?.name;
    const sameColumns = sameNames(this.#data, data);
    this.#data = data;
    this.#order = null;
    this.#sortingNow?.abort();
    const column = data.columns.findIndex(({ name }) => name === sorted);
    this.#sorting = this.#sorting && column >= 0 ? { ...this.#sorting, column } : null;
    if (!sameColumns) {
      this.#widths = firstWidths(data);
      this.#isStretched = true;
    }
    this.#activeRow = Math.min(this.#activeRow, data.rowCount - 1);
    this.#activeColumn = Math.max(0, Math.min(this.#activeColumn, data.columns.length - 1));
    this.selection.reset(data.rowCount, []);
    this.element.setAttribute("aria-rowcount", String(data.rowCount + 1));
    this.element.setAttribute("aria-colcount", String(data.columns.length));
    this.#drawHead();
    this.#rows = [];
    this.#layer.replaceChildren();
    this.#resized();
    if (this.#sorting !== null) void this.#sort(this.#sorting);
  }

  /** Shows another selection, which a script made. */
  setSelection(rows: readonly number[]): void {
    this.selection.reset(this.#data.rowCount, rows);
    this.#drawAgain();
  }

  #rowAt(at: number): number {
    return this.#order?.[at] ?? at;
  }

  // --- Drawing -------------------------------------------------------------------------------------------------------

  #drawHead(): void {
    this.#headRow.replaceChildren(
      ...this.#data.columns.map((column, number) => {
        const cell = part("div", "table-cell", "columnheader");
        cell.setAttribute("aria-colindex", String(number + 1));
        cell.classList.toggle("at-right", isAtRight(column));
        const name = part("span", "table-name", null);
        name.dir = "auto";
        name.textContent = column.name;
        cell.append(name, part("span", "table-resizer", null));
        return cell;
      }),
    );
    this.#drawSorting();
    this.#applyWidths();
  }

  #drawSorting(): void {
    for (const [number, cell] of [...this.#headRow.children].entries()) {
      cell.setAttribute("aria-sort", this.#sorting?.column === number ? this.#sorting.direction : "none");
    }
  }

  #applyWidths(): void {
    const tracks = this.#widths.map((width) => (this.#isStretched ? `minmax(${width}px, ${width}fr)` : `${width}px`));
    this.element.style.setProperty("--columns", tracks.join(" "));
    const least = this.#widths.reduce((sum, width) => sum + width, 0);
    this.element.style.setProperty("--least-width", `${least}px`);
  }

  #resized(): void {
    this.#rowHeight = matchMedia("(pointer: coarse)").matches ? 44 : 28;
    this.element.style.setProperty("--row-height", `${this.#rowHeight}px`);
    this.#scroll.resize(this.#data.rowCount * this.#rowHeight, this.#viewHeight());
    this.#body.style.height = `${this.#scroll.height}px`;
    this.#moveBar();
    this.#drawAgain();
  }

  #viewHeight(): number {
    return Math.max(0, this.element.clientHeight - this.#head.offsetHeight);
  }

  #moveBar(): void {
    if (Math.round(this.element.scrollTop) !== this.#scroll.bar) this.element.scrollTop = this.#scroll.bar;
  }

  /** Draws every row anew, also those that stay where they are. */
  #drawAgain(): void {
    for (const row of this.#rows) row.at = -1;
    this.#draw();
  }

  #draw(): void {
    const height = this.#rowHeight;
    const first = Math.max(0, Math.floor(this.#scroll.offset / height) - AROUND);
    const last = Math.min(this.#data.rowCount, Math.ceil((this.#scroll.offset + this.#viewHeight()) / height) + AROUND);
    this.#layer.style.transform = `translateY(${this.element.scrollTop - this.#scroll.offset + first * height}px)`;
    this.#takeElements(last - first);
    // A row keeps its element while it is in view: the one at its number, modulo how many there are.
    const count = this.#rows.length;
    const inOrder: HTMLElement[] = [];
    for (let at = first; at < last; at += 1) {
      const row = this.#rows[at % count]!;
      if (row.at !== at) this.#fill(row, at);
      row.element.style.transform = `translateY(${(at - first) * height}px)`;
      inOrder.push(row.element);
    }
    this.#keepOrder(inOrder);
    this.#drawActive();
  }

  /** Screen readers read elements in the order of the page, so that is the order of the rows. */
  #keepOrder(inOrder: HTMLElement[]): void {
    let place = this.#layer.firstElementChild;
    for (const element of inOrder) {
      if (element === place) place = place.nextElementSibling;
      else this.#layer.insertBefore(element, place);
    }
  }

  #takeElements(count: number): void {
    if (this.#rows.length === count) return;
    // Rows find their element by a remainder, so another number of elements moves them all.
    for (const row of this.#rows.splice(count)) row.element.remove();
    while (this.#rows.length < count) this.#rows.push({ element: this.#rowElement(), at: -1 });
    for (const row of this.#rows) row.at = -1;
  }

  #rowElement(): HTMLElement {
    const row = part("div", "table-row", "row");
    for (const [number, column] of this.#data.columns.entries()) {
      const cell = part("div", "table-cell", "gridcell");
      cell.setAttribute("aria-colindex", String(number + 1));
      cell.classList.toggle("at-right", isAtRight(column));
      cell.dir = "auto";
      row.append(cell);
    }
    return row;
  }

  #fill(row: RowElement, at: number): void {
    row.at = at;
    const number = this.#rowAt(at);
    row.element.setAttribute("aria-rowindex", String(at + 2));
    row.element.setAttribute("aria-selected", String(this.selection.has(number)));
    row.element.classList.toggle("odd", at % 2 === 1);
    for (const [index, column] of this.#data.columns.entries()) {
      const cell = row.element.children[index] as HTMLElement;
      const text = shown(column, number);
      if (cell.textContent !== text) cell.textContent = text;
    }
  }

  #drawActive(): void {
    this.element.querySelector(".active")?.classList.remove("active");
    this.element.querySelector(`#${this.#id}-active`)?.removeAttribute("id");
    const row = this.#activeRow < 0 ? this.#headRow : this.#rows.find(({ at }) => at === this.#activeRow)?.element;
    const cell = row?.children[this.#activeColumn];
    if (cell === undefined) {
      this.element.removeAttribute("aria-activedescendant");
      return;
    }
    cell.classList.add("active");
    cell.id = `${this.#id}-active`;
    this.element.setAttribute("aria-activedescendant", cell.id);
  }

  // --- What a person does ----------------------------------------------------------------------------------------------

  #listen(): void {
    this.element.addEventListener("scroll", () => this.#scrolled(), { passive: true });
    this.element.addEventListener("keydown", (event) => this.#keyDown(event));
    this.#head.addEventListener("pointerdown", (event) => this.#headDown(event));
    this.#head.addEventListener("click", (event) => this.#headClicked(event));
    this.#body.addEventListener("mousedown", (event) => this.#bodyDown(event));
    this.element.addEventListener("copy", (event) => this.#copy(event));
  }

  #scrolled(): void {
    const bar = Math.round(this.element.scrollTop);
    if (bar !== this.#scroll.bar) {
      this.#scroll.scrolled(bar);
      clearTimeout(this.#rest);
      this.#rest = window.setTimeout(() => this.#settle(), REST);
    }
    cancelAnimationFrame(this.#frame);
    this.#frame = requestAnimationFrame(() => this.#draw());
  }

  #settle(): void {
    this.#scroll.settle();
    this.#moveBar();
    this.#draw();
  }

  #keyDown(event: KeyboardEvent): void {
    const ctrl = event.ctrlKey || event.metaKey;
    const move = moveOf(event.key, ctrl);
    if (event.altKey) return;
    if (this.#activeRow < 0 && this.#headKey(event)) {
      // The header's own keys come first.
    } else if (move !== null) {
      this.#move(move, { shift: event.shiftKey, ctrl });
    } else if (event.key === " ") {
      this.#choose(this.#activeRow, { shift: event.shiftKey, ctrl: true });
    } else if (ctrl && event.key.toLowerCase() === "a") {
      this.selection.all();
      this.#selectionChanged();
    } else {
      return;
    }
    event.preventDefault();
  }

  /** Enter and the space bar sort, Shift with an arrow makes the column wider or narrower. */
  #headKey(event: KeyboardEvent): boolean {
    if (event.key === "Enter" || event.key === " ") {
      this.#sortNext(this.#activeColumn);
      return true;
    }
    if (!event.shiftKey || (event.key !== "ArrowLeft" && event.key !== "ArrowRight")) return false;
    const width = this.#widthNow(this.#activeColumn);
    this.#setWidth(this.#activeColumn, width + (event.key === "ArrowRight" ? RESIZE_STEP : -RESIZE_STEP));
    return true;
  }

  #move(move: Move, held: With): void {
    const page = Math.max(1, Math.floor(this.#viewHeight() / this.#rowHeight) - 1);
    const to = moved(move, this.#activeRow, this.#activeColumn, this.#data.rowCount, this.#data.columns.length, page);
    const changesRow = to.row !== this.#activeRow;
    this.#activeRow = to.row;
    this.#activeColumn = to.column;
    if (to.row >= 0) this.#scroll.reveal(to.row * this.#rowHeight, (to.row + 1) * this.#rowHeight);
    this.#moveBar();
    if (to.row >= 0 && (changesRow || this.selection.count === 0) && (!held.ctrl || move.toEdge)) {
      this.#choose(to.row, { shift: held.shift, ctrl: false });
    } else {
      this.#draw();
    }
    this.#revealColumn();
  }

  #revealColumn(): void {
    const cell = this.element.querySelector<HTMLElement>(".active");
    if (cell === null) return;
    const { offsetLeft: left, offsetWidth: width } = cell;
    const { scrollLeft, clientWidth } = this.element;
    if (left < scrollLeft) this.element.scrollLeft = left;
    else if (left + width > scrollLeft + clientWidth) this.element.scrollLeft = left + width - clientWidth;
  }

  #bodyDown(event: MouseEvent): void {
    const row = this.#rows.find(({ element }) => element.contains(event.target as Node));
    if (row === undefined || (event.button !== 0 && this.selection.has(this.#rowAt(row.at)))) return;
    const cell = (event.target as HTMLElement).closest(".table-cell");
    this.#activeRow = row.at;
    this.#activeColumn = cell === null ? this.#activeColumn : [...row.element.children].indexOf(cell);
    this.#choose(row.at, { shift: event.shiftKey, ctrl: event.ctrlKey || event.metaKey });
    // A range with Shift would select the page's text, too.
    if (event.shiftKey) {
      event.preventDefault();
      this.element.focus();
    }
  }

  #choose(at: number, held: With): void {
    if (at < 0 || at >= this.#data.rowCount) return;
    this.selection.choose(at, held, (place) => this.#rowAt(place));
    this.#selectionChanged();
  }

  #selectionChanged(): void {
    this.#drawAgain();
    this.#events.selected(this.selection, this.#activeColumn);
  }

  #copy(event: ClipboardEvent): void {
    if (this.selection.count === 0) return;
    const rows: number[] = [];
    for (let at = 0; at < this.#data.rowCount && rows.length < this.selection.count; at += 1) {
      if (this.selection.has(this.#rowAt(at))) rows.push(this.#rowAt(at));
    }
    event.clipboardData?.setData("text/plain", tabSeparated(this.#data.columns, rows));
    event.preventDefault();
  }

  // --- Columns -----------------------------------------------------------------------------------------------------------

  #columnOf(target: EventTarget | null): number {
    const cell = (target as HTMLElement).closest(".table-cell");
    return cell === null ? -1 : [...this.#headRow.children].indexOf(cell);
  }

  #headClicked(event: MouseEvent): void {
    const column = this.#columnOf(event.target);
    if (column < 0 || (event.target as HTMLElement).classList.contains("table-resizer")) return;
    this.#activeRow = -1;
    this.#activeColumn = column;
    this.#sortNext(column);
  }

  /** Dragging the edge of a header makes its column wider or narrower. */
  #headDown(event: PointerEvent): void {
    const handle = event.target as HTMLElement;
    const column = this.#columnOf(handle);
    if (column < 0 || !handle.classList.contains("table-resizer")) return;
    const start = this.#widthNow(column) - event.clientX;
    const drag = (moved: PointerEvent) => this.#setWidth(column, start + moved.clientX);
    handle.setPointerCapture(event.pointerId);
    handle.addEventListener("pointermove", drag);
    handle.addEventListener("lostpointercapture", () => handle.removeEventListener("pointermove", drag), {
      once: true,
    });
    event.preventDefault();
  }

  #widthNow(column: number): number {
    return (this.#headRow.children[column] as HTMLElement).offsetWidth;
  }

  #setWidth(column: number, width: number): void {
    // From the first change on every column has the width that it has now, so that only this one changes.
    if (this.#isStretched) this.#widths = this.#widths.map((_, number) => this.#widthNow(number));
    this.#isStretched = false;
    this.#widths[column] = Math.max(LEAST_WIDTH, Math.round(width));
    this.#applyWidths();
  }

  // --- Sorting -----------------------------------------------------------------------------------------------------------

  /** Ascending, then descending, then as the data has it. */
  #sortNext(column: number): void {
    const now = this.#sorting?.column === column ? this.#sorting.direction : null;
    this.#sorting = now === "descending" ? null : { column, direction: now === null ? "ascending" : "descending" };
    this.#drawSorting();
    if (this.#sorting !== null) {
      void this.#sort(this.#sorting);
    } else {
      this.#sortingNow?.abort();
      this.#order = null;
      this.#drawAgain();
    }
  }

  async #sort(sorting: Sorting): Promise<void> {
    this.#sortingNow?.abort();
    const controller = (this.#sortingNow = new AbortController());
    const [data, column] = [this.#data, this.#data.columns[sorting.column]];
    if (column === undefined) return;
    this.element.setAttribute("aria-busy", "true");
    const ranks = await this.#ranksOf(column, controller.signal).catch(() => undefined);
    if (controller.signal.aborted || ranks === undefined) return;
    this.#order = sortRows(column, data.rowCount, sorting.direction, ranks);
    this.element.removeAttribute("aria-busy");
    this.#drawAgain();
  }

  /** The places of a column's texts, found once for each column. Rejects when another order is wanted meanwhile. */
  async #ranksOf(column: Column, signal: AbortSignal): Promise<Uint32Array | null> {
    if (column.cells.type !== "string") return null;
    const known = this.#ranks.get(column);
    if (known !== undefined) return known;
    const ranks = await rankTexts(column.cells.texts, this.#collator.compare, PACE, signal);
    this.#ranks.set(column, ranks);
    return ranks;
  }
}

/** A message to oneself comes after what waits, and, unlike a timer, without a delay of its own. */
const PACE = {
  now: () => performance.now(),
  pause: () =>
    new Promise<void>((resolve) => {
      const { port1, port2 } = new MessageChannel();
      port1.onmessage = () => {
        port1.close();
        resolve();
      };
      port2.postMessage(null);
    }),
};

function sameNames(a: Dataset, b: Dataset): boolean {
  return a.columns.length === b.columns.length && a.columns.every(({ name }, i) => name === b.columns[i]?.name);
}

function part(tag: string, name: string, role: string | null): HTMLElement {
  const element = document.createElement(tag);
  element.className = name;
  if (role !== null) element.setAttribute("role", role);
  return element;
}
