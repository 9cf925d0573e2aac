/** A table of a dataset's rows; `src/table` has how it is shown. */
import { Dataset, EMPTY } from "../datasets/column.ts";
import { csv, save } from "../table/csv.ts";
import { FindBar } from "../table/find-bar.ts";
import { Grid } from "../table/grid.ts";
import { PACE } from "../table/pace.ts";
import { Search } from "../table/search.ts";
import type { SelectionMode } from "../table/selection.ts";
import { type Context, type Kind, make } from "./widget.ts";

/** Java's `ListSelectionModel`. */
const MODES: Record<number, SelectionMode> = { 0: "single", 1: "interval", 2: "multiple" };
/**
 * A frame of a client is limited, so a longer selection reaches scripts in part; copying takes all of it. The person is
 * told, since they may be about to act on all of them.
 */
const MOST_REPORTED = 100_000;
/** How often a search is repeated while rows come, in milliseconds. */
const LOOK_AGAIN = 500;

export const table: Kind = (context) => {
  const element = make("div", "component table-frame");
  const note = make("p", "table-note");
  note.setAttribute("role", "status");
  const { grid, bar, opener } = searchable(context, (selection, column) => {
    const count = selection.count.toLocaleString();
    const most = MOST_REPORTED.toLocaleString();
    note.textContent =
      selection.count > MOST_REPORTED ? `${count} rows are selected. Scripts see the first ${most} of them only.` : "";
    context.change("selectedColumn", column);
    context.change("selectedRows", selection.rows(MOST_REPORTED));
  });
  element.append(bar.element, grid.element, grid.arrival.element, opener, note);
  const update = (changed: ReadonlySet<string>) => {
    const { component } = context;
    const mode = MODES[component.decimal("selectionMode", 2)] ?? "multiple";
    grid.selection.mode = mode;
    grid.element.setAttribute("aria-multiselectable", String(mode !== "single"));
    const [data, attributes] = [component.get("data"), component.get("columnAttributesData")];
    const isShownAnew = changed.has("data") || changed.has("columnAttributesData");
    if (isShownAnew) {
      grid.setData(data instanceof Dataset ? data : EMPTY, attributes instanceof Dataset ? attributes : EMPTY);
    }
    if (isShownAnew || changed.has("selectedRows")) {
      const rows = component.get("selectedRows");
      grid.setSelection(Array.isArray(rows) ? rows.map(Number) : []);
      note.textContent = "";
    }
  };
  return { element, control: grid.element, update, under: (target) => grid.under(target) };
};

/** A grid with a bar in which something can be looked for, and the button that opens it. */
function searchable(context: Context, selected: (selection: Grid["selection"], column: number) => void) {
  const { life } = context;
  const search = new Search(
    PACE,
    life.while(() => {
      grid.showFound();
      tell();
    }),
  );
  const find = (text: string) => {
    const goOn = life.while((isLast: boolean) => isLast && go(1, 0));
    void search.find(text, grid.columns, grid.data.rowCount).then(goOn);
    grid.showFound();
    tell();
  };
  /** The matches were found in other cells: the search is repeated, and the person stays where they are. */
  let stopAgain: (() => void) | null = null;
  const again = () => {
    stopAgain = null;
    if (bar.isOpen && search.isActive) void search.find(bar.wanted, grid.columns, grid.data.rowCount);
  };
  const refilled = () => {
    // Rows come many times in a second; the last of them, and other data, are looked through at once.
    if (grid.data.isWhole) {
      stopAgain?.();
      again();
    } else {
      stopAgain ??= life.after(LOOK_AGAIN, again);
    }
  };
  const go = (by: 1 | -1, step: 0 | 1) => {
    const rowAt = (at: number) => grid.rowAt(at);
    const place = search.next(Math.max(0, grid.activeRow) + by * step, by, grid.data.rowCount, rowAt);
    if (!search.isActive || place < 0) return tell();
    const row = rowAt(place);
    grid.goTo(
      place,
      grid.columns.findIndex((column) => search.isIn(row, column)),
    );
    tell();
  };
  const tell = () => {
    const { isActive, isBusy, count } = search;
    const at = grid.activeRow;
    const isThere = !isBusy && at >= 0 && search.has(grid.rowAt(at));
    const place = isThere ? `${search.rank(at, (place) => grid.rowAt(place)).toLocaleString()} of ` : "";
    const rows = count === 1 && place === "" ? "row" : place === "" ? "rows" : "";
    const found = count === 0 ? "Not found" : `${place}${count.toLocaleString()} ${rows}`.trim();
    const part = grid.data.isWhole ? "" : " so far: not all rows are here";
    bar.tell(!isActive ? "" : isBusy ? "…" : found + part);
  };
  const grid = new Grid(context.memory, life, {
    selected,
    refilled,
    find: () => bar.open(),
    changed: () => bar.isOpen && search.isActive && tell(),
    isFound: (row, column) => search.isIn(row, column),
  });
  const bar = new FindBar({
    wanted: find,
    go: (by) => go(by, 1),
    copy: () => grid.copyWithHeaders(),
    save: () => {
      if (!grid.data.isWhole) return grid.arrival.say("Nothing was saved: not all rows are here yet.");
      const isWanted = () => !life.isOver;
      void csv(grid.data, PACE, isWanted).then((file) => {
        if (file !== null && isWanted()) save(file, `${context.component.name}.csv`);
      });
    },
    closed: () => {
      find("");
      grid.element.focus();
    },
  });
  const opener = make("button", "table-opener");
  opener.type = "button";
  opener.textContent = "⌕";
  opener.title = "Find, copy, save (Ctrl+F)";
  opener.setAttribute("aria-label", "Find, copy, save");
  // The table is one stop of the Tab key, and the keyboard has Ctrl+F.
  opener.tabIndex = -1;
  for (const type of ["mousedown", "mouseup"]) opener.addEventListener(type, (event) => event.stopPropagation());
  opener.addEventListener("click", (event) => {
    event.stopPropagation();
    bar.open();
  });
  return { grid, bar, opener };
}
