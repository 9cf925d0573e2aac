/**
 * A table in the page: an APG grid, and what mouse and keyboard do in it.
 *
 * The grid is one stop of the Tab key. Its active cell is told by `aria-activedescendant` and not by moving the focus,
 * because the element of a row that is scrolled away is taken for another row, and a focus on it would be lost or mislead.
 */
import { type Dataset, EMPTY } from "../datasets/column.ts";
import { part } from "./elements.ts";
import { tabSeparated } from "./format.ts";
import { Header } from "./header.ts";
import { type Move, moveOf, moved } from "./keys.ts";
import { Order } from "./order.ts";
import { Rows } from "./rows.ts";
import { ScrollMap } from "./scroll-map.ts";
import { Selection, type With } from "./selection.ts";
import { unit } from "../windows/layout.ts";

/** Rows beyond the view, above and below, so that a short way shows no blank. */
const AROUND = 6;
/** How long scrolling rests before the bar is put right, in milliseconds. */
const REST = 160;
/** The height of a row, in pixels, for a pointer and for fingers. */
const [ROW_HEIGHT, ROW_HEIGHT_FOR_FINGERS] = [28, 44];
/** The row of headers. */
const HEADERS = -1;

/** Tells that a person changed the selection, and which column is active. */
export type Selected = (selection: Selection, column: number) => void;

let grids = 0;

export class Grid {
  readonly element = part("div", "table", "grid");
  readonly selection = new Selection();
  readonly #selected: Selected;
  readonly #activeId = `grid-${(grids += 1)}-active`;
  readonly #header: Header;
  readonly #body = part("div", "table-body", "rowgroup");
  readonly #rows: Rows;
  readonly #order = new Order(() => this.#reordered());
  readonly #scroll = new ScrollMap();
  #data: Dataset = EMPTY;
  #activeRow = 0;
  #activeColumn = 0;
  #rowHeight = ROW_HEIGHT;
  #frame = 0;
  #rest = 0;

  constructor(selected: Selected) {
    this.#selected = selected;
    this.element.tabIndex = 0;
    this.#header = new Header(this.element, (column) => {
      this.#activeRow = HEADERS;
      this.#activeColumn = column;
      this.#sort(column);
    });
    this.#rows = new Rows({
      data: () => this.#data,
      rowAt: (at) => this.#order.rowAt(at),
      isSelected: (row) => this.selection.has(row),
    });
    this.#body.append(this.#rows.layer);
    this.element.append(this.#header.element, this.#body);
    this.element.addEventListener("scroll", () => this.#scrolled(), { passive: true });
    this.element.addEventListener("keydown", (event) => this.#keyDown(event));
    this.element.addEventListener("copy", (event) => this.#copy(event));
    this.#body.addEventListener("mousedown", (event) => this.#bodyDown(event));
    new ResizeObserver(() => this.#resized()).observe(this.element);
  }

  /** Shows other data, of which nothing is selected. The order that a person chose stays. */
  setData(data: Dataset): void {
    const before = this.#data;
    this.#data = data;
    this.#activeRow = Math.min(this.#activeRow, data.rowCount - 1);
    this.#activeColumn = Math.max(0, Math.min(this.#activeColumn, data.columns.length - 1));
    this.selection.reset(data.rowCount, []);
    this.element.setAttribute("aria-rowcount", String(data.rowCount + 1));
    this.element.setAttribute("aria-colcount", String(data.columns.length));
    this.#header.show(data, sameNames(before, data));
    this.#rows.clear();
    this.#resized();
    this.#order.follow(before, data);
  }

  /** Shows another selection, which a script made. */
  setSelection(rows: readonly number[]): void {
    this.selection.reset(this.#data.rowCount, rows);
    this.#drawAgain();
  }

  // --- Drawing -------------------------------------------------------------------------------------------------------

  #resized(): void {
    const height = matchMedia("(pointer: coarse)").matches ? ROW_HEIGHT_FOR_FINGERS : ROW_HEIGHT;
    this.#rowHeight = Math.round(height * unit());
    this.element.style.setProperty("--row-height", `${this.#rowHeight}px`);
    this.#scroll.resize(this.#data.rowCount * this.#rowHeight, this.#viewHeight());
    this.#body.style.height = `${this.#scroll.height}px`;
    this.#moveBar();
    this.#drawAgain();
  }

  #viewHeight(): number {
    return Math.max(0, this.element.clientHeight - this.#header.height);
  }

  #moveBar(): void {
    if (Math.round(this.element.scrollTop) !== this.#scroll.bar) this.element.scrollTop = this.#scroll.bar;
  }

  #reordered(): void {
    const { sorting, isBusy } = this.#order;
    this.#header.showOrder(sorting?.column, sorting?.direction);
    if (isBusy) this.element.setAttribute("aria-busy", "true");
    else this.element.removeAttribute("aria-busy");
    this.#drawAgain();
  }

  /** Draws every row anew, also those that stay where they are. */
  #drawAgain(): void {
    this.#rows.invalidate();
    this.#draw();
  }

  #draw(): void {
    const [height, offset] = [this.#rowHeight, this.#scroll.offset];
    const first = Math.max(0, Math.floor(offset / height) - AROUND);
    const last = Math.min(this.#data.rowCount, Math.ceil((offset + this.#viewHeight()) / height) + AROUND);
    // The layer scrolls with the body, whose position is not the table's where the table is taller than an element.
    this.#rows.layer.style.transform = `translateY(${this.element.scrollTop - offset + first * height}px)`;
    this.#rows.show(first, last, height);
    this.#drawActive();
  }

  #drawActive(): void {
    const before = this.element.querySelector(".active");
    before?.classList.remove("active");
    before?.removeAttribute("id");
    const row = this.#activeRow === HEADERS ? this.#header.row : this.#rows.elementAt(this.#activeRow);
    const cell = row?.children[this.#activeColumn];
    if (cell === undefined) {
      this.element.removeAttribute("aria-activedescendant");
      return;
    }
    cell.classList.add("active");
    cell.id = this.#activeId;
    this.element.setAttribute("aria-activedescendant", this.#activeId);
  }

  // --- What a person does --------------------------------------------------------------------------------------------

  #scrolled(): void {
    const bar = Math.round(this.element.scrollTop);
    if (bar !== this.#scroll.bar) {
      this.#scroll.scrolled(bar);
      clearTimeout(this.#rest);
      this.#rest = window.setTimeout(() => {
        this.#scroll.settle();
        this.#moveBar();
        this.#draw();
      }, REST);
    }
    cancelAnimationFrame(this.#frame);
    this.#frame = requestAnimationFrame(() => this.#draw());
  }

  #keyDown(event: KeyboardEvent): void {
    const ctrl = event.ctrlKey || event.metaKey;
    const move = moveOf(event.key, ctrl);
    if (event.altKey) return;
    if (this.#activeRow === HEADERS && this.#headerKey(event)) {
      // The headers' own keys come first.
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

  #headerKey(event: KeyboardEvent): boolean {
    if (event.key === "Enter" || event.key === " ") {
      this.#sort(this.#activeColumn);
      return true;
    }
    if (!event.shiftKey || (event.key !== "ArrowLeft" && event.key !== "ArrowRight")) return false;
    this.#header.step(this.#activeColumn, event.key === "ArrowRight" ? 1 : -1);
    return true;
  }

  #sort(column: number): void {
    if (this.#data.columns[column] !== undefined) this.#order.next(this.#data, column);
  }

  #move(move: Move, held: With): void {
    const page = Math.max(1, Math.floor(this.#viewHeight() / this.#rowHeight) - 1);
    const to = moved(move, this.#activeRow, this.#activeColumn, this.#data.rowCount, this.#data.columns.length, page);
    const changesRow = to.row !== this.#activeRow;
    this.#activeRow = to.row;
    this.#activeColumn = to.column;
    if (to.row !== HEADERS) this.#scroll.reveal(to.row * this.#rowHeight, (to.row + 1) * this.#rowHeight);
    this.#moveBar();
    // Ctrl moves without selecting; with Home and End it is part of the key.
    const selects = to.row !== HEADERS && (changesRow || this.selection.count === 0) && (!held.ctrl || move.toEdge);
    if (selects) this.#choose(to.row, { shift: held.shift, ctrl: false });
    else this.#draw();
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
    const at = this.#rows.placeOf(event.target);
    // The other buttons leave a selection alone that they are pressed in.
    if (at < 0 || (event.button !== 0 && this.selection.has(this.#order.rowAt(at)))) return;
    const cell = (event.target as HTMLElement).closest(".table-cell");
    if (cell !== null) this.#activeColumn = [...(cell.parentElement?.children ?? [])].indexOf(cell);
    this.#activeRow = at;
    this.#choose(at, { shift: event.shiftKey, ctrl: event.ctrlKey || event.metaKey });
    // A range with Shift would select the page's text, too.
    if (event.shiftKey) {
      event.preventDefault();
      this.element.focus();
    }
  }

  #choose(at: number, held: With): void {
    if (at < 0 || at >= this.#data.rowCount) return;
    this.selection.choose(at, held, (place) => this.#order.rowAt(place));
    this.#selectionChanged();
  }

  #selectionChanged(): void {
    this.#drawAgain();
    this.#selected(this.selection, this.#activeColumn);
  }

  /** Copies the selected rows, in the order in which they are shown. */
  #copy(event: ClipboardEvent): void {
    if (this.selection.count === 0) return;
    const rows: number[] = [];
    for (let at = 0; at < this.#data.rowCount && rows.length < this.selection.count; at += 1) {
      const row = this.#order.rowAt(at);
      if (this.selection.has(row)) rows.push(row);
    }
    event.clipboardData?.setData("text/plain", tabSeparated(this.#data.columns, rows));
    event.preventDefault();
  }
}

function sameNames(a: Dataset, b: Dataset): boolean {
  return a.columns.length === b.columns.length && a.columns.every(({ name }, i) => name === b.columns[i]?.name);
}
