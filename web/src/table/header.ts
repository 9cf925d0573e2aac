/** A table's row of headers: names, the order's mark, and the columns' widths, which a person can change. */
import type { ShownColumn } from "./columns.ts";
import { part } from "./elements.ts";
import type { Direction } from "./sort.ts";
import { unit } from "../windows/layout.ts";
import { LEAST_WIDTH, firstWidths, measureIn } from "./widths.ts";

/** A key makes a column so much wider or narrower, in pixels. */
const RESIZE_STEP = 16;

/** Where the widths are kept that a person has set, by the columns' names. */
export interface Kept {
  read(): Record<string, number>;
  keep(widths: Record<string, number>): void;
}

export class Header {
  readonly element = part("div", "table-head", "rowgroup");
  readonly row = part("div", "table-row", "row");
  /** The grid's element, whose style all rows take the widths from. */
  readonly #grid: HTMLElement;
  readonly #kept: Kept;
  readonly #resized: () => void;
  #columns: readonly ShownColumn[] = [];
  #widths: number[] = [];
  /** How many pixels of the page one of a window's is in these widths. */
  #unit = unit();
  /** By the name of their column, the widths that the person has set, in pixels of a window. */
  #own: Record<string, number>;

  /** `clicked` gets the column whose header a person clicked, `resized` is called for new widths. */
  constructor(grid: HTMLElement, kept: Kept, clicked: (column: number) => void, resized: () => void) {
    this.#grid = grid;
    this.#kept = kept;
    this.#own = kept.read();
    this.#resized = resized;
    this.row.setAttribute("aria-rowindex", "1");
    this.element.append(this.row);
    this.element.addEventListener("pointerdown", (event) => this.#pressed(event));
    this.element.addEventListener("click", (event) => {
      const column = this.#columnOf(event.target);
      if (column >= 0 && !isResizer(event.target)) clicked(column);
    });
  }

  get height(): number {
    return this.element.offsetHeight;
  }

  /** Shows other columns; their widths stay when they have the same names as before. */
  show(columns: readonly ShownColumn[], rowCount: number, keepWidths: boolean): void {
    this.#columns = columns;
    if (!keepWidths) {
      this.#unit = unit();
      const first = firstWidths(columns, rowCount, measureIn(this.#grid, columns), this.#unit);
      this.#widths = columns.map(({ column }, number) => {
        const own = this.#own[column.name];
        return own === undefined ? (first[number] ?? LEAST_WIDTH * this.#unit) : Math.round(own * this.#unit);
      });
    }
    this.row.replaceChildren(
      ...columns.map(({ title, column, alignment, isSortable }, number) => {
        const cell = part("div", `table-cell at-${alignment}`, "columnheader");
        cell.setAttribute("aria-colindex", String(number + 1));
        cell.classList.toggle("fixed", !isSortable);
        const name = part("span", "table-name", null);
        name.dir = "auto";
        name.textContent = title;
        cell.title = title === column.name ? "" : column.name;
        cell.append(name, part("span", "table-resizer", null));
        return cell;
      }),
    );
    if (columns.length === 0) this.row.append(noData());
    this.#applyWidths();
  }

  /** Letters may have another size: columns grow with them. */
  rescale(): void {
    const [before, now] = [this.#unit, unit()];
    if (before === now) return;
    this.#unit = now;
    this.#widths = this.#widths.map((width) => Math.round((width * now) / before));
    this.#applyWidths();
  }

  showOrder(sorted: number | undefined, direction: Direction | undefined): void {
    for (const [number, cell] of [...this.row.children].entries()) {
      cell.setAttribute("aria-sort", number === sorted && direction !== undefined ? direction : "none");
    }
  }

  /** Makes a column wider or narrower by a step. */
  step(column: number, by: 1 | -1): void {
    if (column < this.#widths.length) this.#setWidth(column, this.#widthNow(column) + by * RESIZE_STEP * this.#unit);
  }

  /** Makes columns as wide as their cells need, but for those that the person has made as wide as they are. */
  grow(needed: ReadonlyMap<number, number>): void {
    let grows = false;
    for (const [number, width] of needed) {
      const name = this.#columns[number]?.column.name ?? "";
      if (Object.hasOwn(this.#own, name) || width <= (this.#widths[number] ?? 0)) continue;
      this.#widths[number] = width;
      grows = true;
    }
    if (grows) this.#applyWidths();
  }

  #columnOf(target: EventTarget | null): number {
    const cell = (target as HTMLElement).closest(".table-cell");
    return cell === null ? -1 : [...this.row.children].indexOf(cell);
  }

  /** The edge of a header is dragged: its column becomes wider or narrower. */
  #pressed(event: PointerEvent): void {
    const column = this.#columnOf(event.target);
    if (column < 0 || !isResizer(event.target)) return;
    const handle = event.target as HTMLElement;
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
    return (this.row.children[column] as HTMLElement).offsetWidth;
  }

  #setWidth(column: number, width: number): void {
    const name = this.#columns[column]?.column.name;
    if (name === undefined) return;
    // From the first change on every column has the width that it has now, so that only this one changes.
    if (this.#isStretched) this.#widths = this.#widths.map((_, number) => this.#widthNow(number));
    this.#widths[column] = Math.max(LEAST_WIDTH * this.#unit, Math.round(width));
    this.#own = { ...this.#own, [name]: this.#widths[column] / this.#unit };
    this.#kept.keep(this.#own);
    this.#applyWidths();
    this.#resized();
  }

  /** Columns share the room that is left until a person sets a width. */
  get #isStretched(): boolean {
    return this.#columns.every(({ column }) => !Object.hasOwn(this.#own, column.name));
  }

  #applyWidths(): void {
    const isStretched = this.#isStretched;
    const tracks = this.#widths.map((width, number) =>
      isStretched && this.#columns[number]?.width === null ? `minmax(${width}px, ${width}fr)` : `${width}px`,
    );
    this.#grid.style.setProperty("--columns", tracks.join(" "));
    const least = this.#widths.reduce((sum, width) => sum + width, 0);
    this.#grid.style.setProperty("--least-width", `${least}px`);
  }
}

function isResizer(target: EventTarget | null): boolean {
  return (target as HTMLElement).classList.contains("table-resizer");
}

/** A grid without a cell is not a grid for screen readers; people, too, may wonder at an empty box. */
function noData(): HTMLElement {
  const cell = part("div", "table-cell muted", "columnheader");
  cell.textContent = "No data";
  return cell;
}
