/**
 * A table in the page: an APG grid, with its behaviour for mouse and keyboard.
 *
 * The grid is one stop of the Tab key. Its active cell is marked by `aria-activedescendant` and not by moving the
 * focus, because the element of a row that is scrolled away is reused for another row, and a focus on it would be lost
 * or mislead.
 *
 * Rows are known by their numbers in the data, columns by their places as they are shown.
 */
import { type Dataset, EMPTY } from "../datasets/column.ts";
import { type ShownColumn, shownColumns } from "./columns.ts";
import type { Lasting } from "../life/life.ts";
import { toClipboard } from "./clipboard.ts";
import { part } from "./elements.ts";
import { markCut, neededWidths } from "./fit.ts";
import { tabSeparated } from "./format.ts";
import { ArrivalNote } from "./arrival-note.ts";
import { Header, type Kept } from "./header.ts";
import { type Move, moveOf, moved } from "./keys.ts";
import { Order } from "./order.ts";
import { Rows } from "./rows.ts";
import { ScrollMap } from "./scroll-map.ts";
import { type Places, Selection, type With } from "./selection.ts";
import { unit } from "../windows/layout.ts";

/** Rows beyond the view, above and below, so that a short way shows no blank. */
const AROUND = 6;
/** How long scrolling rests before the bar is put right, in milliseconds. */
const REST = 160;
/** How long the view rests on rows that are not here before they are asked for, in milliseconds. */
const LOOK = 120;
/** The height of a row, in pixels for letters of the usual size, for a pointer and for fingers. */
const [ROW_HEIGHT, ROW_HEIGHT_FOR_FINGERS] = [28, 44];
/** The row of headers. */
const HEADERS = -1;
/** No row: the one that a place stands for was not chosen by anybody. */
const NONE = -1;

/** The events of a grid. */
export interface GridEvents {
  /** A person changed the selection; `column` is the active one, by its number in the data. */
  selected(selection: Selection, column: number): void;
  /** The person wants to look for something. */
  find(): void;
  /** Other rows are shown, or in another order. */
  changed(): void;
  /** Other cells are shown, or more: matches of the search may be elsewhere. */
  refilled(): void;
  /** Whether a cell matches the search. */
  isFound(row: number, column: ShownColumn): boolean;
}

let grids = 0;

export class Grid {
  readonly element = part("div", "table", "grid");
  readonly selection = new Selection();
  /** To be shown with the grid. */
  readonly arrival = new ArrivalNote();
  readonly #events: GridEvents;
  readonly #life: Lasting;
  readonly #activeId = `grid-${(grids += 1)}-active`;
  readonly #header: Header;
  readonly #body = part("div", "table-body", "rowgroup");
  readonly #rows: Rows;
  readonly #order: Order;
  readonly #places: Places = {
    rowAt: (at) => this.#order.rowAt(at),
    placeOf: (row) => this.#order.placeOf(row),
  };
  readonly #scroll = new ScrollMap();
  #data: Dataset = EMPTY;
  #columns: ShownColumn[] = [];
  /** The place of the active cell, from where keys move on. */
  #activeRow = 0;
  /**
   * The row of the data that is meant by it. It goes where its row goes when rows are sorted; in other data it is the
   * selected one, or none: a key must never act on a row that came to a place by itself.
   */
  #meant = NONE;
  /** Whether the data are the first in which there are rows. */
  #isFirst = true;
  #activeColumn = 0;
  #rowHeight = 28;
  #stopFrame = () => {};
  #stopRest = () => {};
  /** Whether the wheel or a finger moves the rows: not the bar. */
  #pushed = false;
  #stopLook = () => {};
  #stopWaiting: () => void = () => {};

  constructor(kept: Kept, life: Lasting, events: GridEvents) {
    this.#events = events;
    this.#life = life;
    this.#order = new Order(() => this.#reordered(), life);
    this.element.tabIndex = 0;
    const clicked = (column: number) => {
      this.#activeRow = HEADERS;
      this.#activeColumn = column;
      this.#sort(column);
    };
    this.#header = new Header(this.element, kept, clicked, () => this.#drawAgain());
    this.#rows = new Rows({
      columns: () => this.#columns,
      rowAt: (at) => this.#order.rowAt(at),
      isHere: (row) => this.#data.isHere(row),
      isSelected: (row) => this.selection.has(row),
      isFound: (row, column) => events.isFound(row, column),
    });
    this.#body.append(this.#rows.layer);
    this.element.append(this.#header.element, this.#body);
    this.element.addEventListener("scroll", () => this.#scrolled(), { passive: true });
    this.element.addEventListener("wheel", ({ deltaY, ctrlKey }) => void (deltaY === 0 || ctrlKey || this.#push()), {
      passive: true,
    });
    this.element.addEventListener("touchmove", () => this.#push(), { passive: true });
    // The bar belongs to the element itself.
    this.element.addEventListener("pointerdown", ({ target }) => {
      if (target === this.element) this.#pushed = false;
    });
    this.element.addEventListener("keydown", (event) => this.#keyDown(event));
    this.element.addEventListener("focus", () => this.#focused());
    this.element.addEventListener("copy", (event) => this.#copy(event));
    this.#body.addEventListener("mousedown", (event) => this.#bodyDown(event));
    new ResizeObserver(() => this.#resized()).observe(this.element);
  }

  get data(): Dataset {
    return this.#data;
  }

  get columns(): readonly ShownColumn[] {
    return this.#columns;
  }

  /** The place of the active row; -1 in the headers. */
  get activeRow(): number {
    return this.#activeRow;
  }

  /** The row of the data at a place of the view. */
  rowAt(at: number): number {
    return this.#order.rowAt(at);
  }

  /**
   * Shows other data, of which nothing is selected, or with other `attributes` of the columns. The order that a person
   * chose stays.
   */
  setData(data: Dataset, attributes: Dataset = EMPTY): void {
    const [before, shownBefore] = [this.#data, this.#columns];
    this.#data = data;
    this.#columns = shownColumns(data, attributes);
    // Without any row yet the first one will become active, and not the headers.
    if (this.#activeRow !== HEADERS) this.#activeRow = Math.max(0, Math.min(this.#activeRow, data.rowCount - 1));
    if (before !== data) this.#meant = NONE;
    this.#isFirst = before.rowCount === 0;
    this.#activeColumn = Math.max(0, Math.min(this.#activeColumn, this.#columns.length - 1));
    this.selection.reset(data.rowCount, []);
    this.element.setAttribute("aria-rowcount", String(data.rowCount + 1));
    this.element.setAttribute("aria-colcount", String(this.#columns.length));
    this.#header.show(this.#columns, data.rowCount, areAlike(shownBefore, this.#columns));
    this.#rows.clear();
    this.#resized();
    this.#order.follow(before, data);
    this.#stopWaiting();
    this.#stopWaiting = data.onMore(() => this.#more());
    this.arrival.show(data);
    this.#sayWhatWaits();
    this.#events.refilled();
  }

  /** More rows of the data have come. */
  #more(): void {
    this.arrival.show(this.#data);
    if (this.#data.isWhole) {
      this.arrival.say("");
      this.#order.find(this.#data);
    }
    this.#rows.invalidate();
    this.#drawSoon();
    this.#events.refilled();
  }

  #sayWhatWaits(): void {
    const waits = this.#order.sorting !== null && !this.#data.isWhole;
    this.arrival.say(waits ? "They are put in order once all are here." : "");
  }

  /** Shows another selection, which a script made. */
  setSelection(rows: readonly number[]): void {
    // The person's selection comes back from the gateway, and a range goes on from where it began.
    if (!this.selection.isOf(rows)) this.selection.reset(this.#data.rowCount, rows);
    // In other data the selected row is the one that was meant before.
    const [only] = this.selection.rows(2);
    if (this.#meant === NONE && this.#activeRow !== HEADERS && only !== undefined && this.selection.count === 1)
      this.#mean(only);
    // In the first data keys go on from the first row: nothing can have come to its place.
    else if (this.#isFirst) this.#settle();
    this.#isFirst = false;
    this.#drawAgain();
  }

  /** Makes a row of the data the active one, wherever it is shown. */
  #mean(row: number): void {
    this.#meant = row;
    if (this.#activeRow !== HEADERS) this.#activeRow = Math.max(0, this.#order.placeOf(row));
  }

  /** A person who comes to the table sees from where keys go on. */
  #focused(): void {
    this.#settle();
    this.#drawActive();
  }

  /** Where no row is meant, the one at the active place is from here on. */
  #settle(): void {
    if (this.#meant !== NONE || this.#activeRow === HEADERS || this.#data.rowCount === 0) return;
    this.#meant = this.#order.rowAt(this.#activeRow);
  }

  /** The thing under the pointer, which shows whether two clicks are on the same row. */
  under(target: EventTarget | null): string {
    const at = this.#rows.placeOf(target);
    return at < 0 ? "" : `${this.#data.fingerprint ?? ""} ${this.#order.rowAt(at)}`;
  }

  // --- Drawing -------------------------------------------------------------------------------------------------------

  #resized(): void {
    const height = matchMedia("(pointer: coarse)").matches ? ROW_HEIGHT_FOR_FINGERS : ROW_HEIGHT;
    this.#rowHeight = Math.round(height * unit());
    this.#header.rescale();
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
    if (this.#meant !== NONE) this.#mean(this.#meant);
    const sorted = this.#columns.findIndex(({ index }) => index === sorting?.column);
    this.#header.showOrder(sorted, sorting?.direction);
    if (isBusy) this.element.setAttribute("aria-busy", "true");
    else this.element.removeAttribute("aria-busy");
    this.#drawAgain();
    this.#events.changed();
  }

  /** The matches may be elsewhere now. */
  showFound(): void {
    this.#drawAgain();
  }

  /** Makes a cell the active one, and shows it. */
  goTo(at: number, column: number): void {
    this.#activeRow = at;
    this.#meant = this.#order.rowAt(at);
    this.#activeColumn = Math.max(0, column);
    this.#scroll.reveal(at * this.#rowHeight, (at + 1) * this.#rowHeight);
    this.#moveBar();
    this.#draw();
    this.#revealColumn();
  }

  /** Copies the selected rows with the names of their columns. */
  copyWithHeaders(): void {
    const text = this.#copied(this.#columns.map(({ title }) => title));
    if (text !== null) toClipboard(text);
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
    this.#fit();
    this.#drawActive();
    this.#lookAt(first, last);
  }

  /** Asks for rows in view that are not here, once the view rests on them. */
  #lookAt(first: number, last: number): void {
    this.#stopLook();
    if (this.#data.isWhole) return;
    let at = first;
    while (at < last && this.#data.isHere(this.#order.rowAt(at))) at += 1;
    if (at < last) this.#stopLook = this.#life.after(LOOK, () => this.#data.lookAt(this.#order.rowAt(at)));
  }

  #drawSoon(): void {
    this.#stopFrame();
    this.#stopFrame = this.#life.frame(() => this.#draw());
  }

  /** No number is cut to another one. */
  #fit(): void {
    const needed = neededWidths(this.#rows.inView(), this.#columns);
    if (needed.size === 0) return;
    this.#header.grow(needed);
    markCut(this.#rows.inView(), this.#columns);
  }

  #drawActive(): void {
    const before = this.element.querySelector(".active");
    before?.classList.remove("active");
    before?.removeAttribute("id");
    const isNowhere = this.#activeRow !== HEADERS && this.#meant === NONE;
    const row = this.#activeRow === HEADERS ? this.#header.row : this.#rows.elementAt(this.#activeRow);
    const cell = isNowhere ? undefined : row?.children[this.#activeColumn];
    if (cell === undefined) {
      this.element.removeAttribute("aria-activedescendant");
      return;
    }
    cell.classList.add("active");
    cell.id = this.#activeId;
    this.element.setAttribute("aria-activedescendant", this.#activeId);
  }

  // --- A person's acts -----------------------------------------------------------------------------------------------

  #scrolled(): void {
    const bar = Math.round(this.element.scrollTop);
    if (bar !== this.#scroll.bar) {
      this.#scroll.scrolled(bar, this.#pushed);
      this.#restLater();
    }
    this.#drawSoon();
  }

  /** The wheel turns, or a finger moves: scrolling until the next rest comes from it. */
  #push(): void {
    this.#pushed = true;
    this.#restLater();
  }

  #restLater(): void {
    this.#stopRest();
    this.#stopRest = this.#life.after(REST, () => {
      // A page that was busy may rest before it has got the last movement.
      const bar = Math.round(this.element.scrollTop);
      if (bar !== this.#scroll.bar) this.#scroll.scrolled(bar, this.#pushed);
      this.#pushed = false;
      this.#scroll.settle();
      this.#moveBar();
      this.#draw();
    });
  }

  #keyDown(event: KeyboardEvent): void {
    const ctrl = event.ctrlKey || event.metaKey;
    const move = moveOf(event.key, ctrl);
    if (event.altKey) return;
    // A key that is held down moves on, and presses nothing again.
    if (event.repeat && (event.key === "Enter" || event.key === " ")) return event.preventDefault();
    if (this.#activeRow === HEADERS && this.#headerKey(event)) {
      // The headers' own keys come first.
    } else if (move !== null) {
      this.#move(move, { shift: event.shiftKey, ctrl });
    } else if (event.key === " ") {
      this.#space({ shift: event.shiftKey, ctrl });
    } else if (event.key === "Enter" && !ctrl && !event.shiftKey) {
      this.#enter();
    } else if (ctrl && event.key.toLowerCase() === "a") {
      this.selection.all();
      this.#selectionChanged();
    } else if (ctrl && event.key.toLowerCase() === "f") {
      this.#events.find();
    } else if (ctrl && event.shiftKey && event.key.toLowerCase() === "c") {
      this.copyWithHeaders();
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

  /** Selects the active row beside the others; with Ctrl, or not any more. */
  #space(held: With): void {
    if (this.#settled()) return;
    const isSelected = this.selection.has(this.#order.rowAt(this.#activeRow));
    if (held.ctrl || held.shift || !isSelected) this.#choose(this.#activeRow, { shift: held.shift, ctrl: true });
  }

  /** Whether a key has only shown which row is the active one, since it had not been chosen. */
  #settled(): boolean {
    if (this.#meant !== NONE) return false;
    if (this.#activeRow !== HEADERS && this.#activeRow < this.#data.rowCount)
      this.goTo(this.#activeRow, this.#activeColumn);
    return true;
  }

  /** Enter selects the active row, and acts on a selected one like two clicks. */
  #enter(): void {
    if (this.#activeRow === HEADERS || this.#activeRow >= this.#data.rowCount || this.#settled()) return;
    if (this.selection.has(this.#meant)) this.#doubleClick();
    else this.#choose(this.#activeRow, { shift: false, ctrl: false });
  }

  /** Acts on the active row like two clicks, for the table and for its scripts. */
  #doubleClick(): void {
    this.goTo(this.#activeRow, this.#activeColumn);
    const cell = this.#rows.elementAt(this.#activeRow)?.children[this.#activeColumn];
    if (cell === undefined) return;
    const { left, top, width, height } = cell.getBoundingClientRect();
    const place = { clientX: left + width / 2, clientY: top + height / 2, bubbles: true, cancelable: true };
    for (const detail of [1, 2]) {
      for (const type of ["mousedown", "mouseup", "click"])
        cell.dispatchEvent(new MouseEvent(type, { ...place, detail }));
    }
    cell.dispatchEvent(new MouseEvent("dblclick", { ...place, detail: 2 }));
  }

  #sort(column: number): void {
    const shown = this.#columns[column];
    if (shown?.isSortable === true) this.#order.next(this.#data, shown.index);
    this.#sayWhatWaits();
  }

  #move(move: Move, held: With): void {
    const page = Math.max(1, Math.floor(this.#viewHeight() / this.#rowHeight) - 1);
    const to = moved(move, this.#activeRow, this.#activeColumn, this.#data.rowCount, this.#columns.length, page);
    const changesRow = to.row !== this.#activeRow || this.#meant === NONE;
    if (held.shift && this.#activeRow !== HEADERS && this.#meant !== NONE) this.selection.beginAt(this.#meant);
    this.#activeRow = to.row;
    this.#meant = to.row === HEADERS ? NONE : this.#order.rowAt(to.row);
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
    this.#meant = this.#order.rowAt(at);
    this.#choose(at, { shift: event.shiftKey, ctrl: event.ctrlKey || event.metaKey });
    // A range with Shift would select the page's text, too.
    if (event.shiftKey) {
      event.preventDefault();
      this.element.focus();
    }
  }

  #choose(at: number, held: With): void {
    if (at < 0 || at >= this.#data.rowCount) return;
    this.selection.choose(at, held, this.#places);
    this.#selectionChanged();
  }

  #selectionChanged(): void {
    this.#drawAgain();
    this.#events.selected(this.selection, this.#columns[this.#activeColumn]?.index ?? -1);
  }

  /** The selected rows, in the order in which they are shown. */
  #copied(names?: readonly string[]): string | null {
    if (this.selection.count === 0) return null;
    const rows: number[] = [];
    for (let at = 0; at < this.#data.rowCount && rows.length < this.selection.count; at += 1) {
      const row = this.#order.rowAt(at);
      if (this.selection.has(row)) rows.push(row);
    }
    if (!rows.every((row) => this.#data.isHere(row))) {
      this.arrival.say("Nothing was copied: rows that are selected are not here yet. Copy them once all are.");
      return null;
    }
    const columns = this.#columns.map(({ column }) => column);
    return tabSeparated(columns, rows, names);
  }

  #copy(event: ClipboardEvent): void {
    const text = this.#copied();
    if (text === null) return;
    event.clipboardData?.setData("text/plain", text);
    event.preventDefault();
  }
}

/** Whether columns of the same names stand in the same order, with the same width if the project sets one. */
function areAlike(a: readonly ShownColumn[], b: readonly ShownColumn[]): boolean {
  const isAlike = (one: ShownColumn, other: ShownColumn | undefined) =>
    one.column.name === other?.column.name && one.width === other.width && one.title === other.title;
  return a.length === b.length && a.every((one, at) => isAlike(one, b[at]));
}
