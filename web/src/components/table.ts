/** A table of a dataset's rows; `src/table` has how it is shown. */
import { Dataset, EMPTY } from "../datasets/column.ts";
import { Grid } from "../table/grid.ts";
import type { SelectionMode } from "../table/selection.ts";
import { type Kind, make } from "./widget.ts";

/** Java's `ListSelectionModel`. */
const MODES: Record<number, SelectionMode> = { 0: "single", 1: "interval", 2: "multiple" };
/**
 * A frame of a client is limited, so a longer selection reaches scripts in part; copying takes all of it. The person is
 * told, who may be about to have something done to all of them.
 */
const MOST_REPORTED = 100_000;

export const table: Kind = (context) => {
  const element = make("div", "component table-frame");
  const note = make("p", "table-note");
  note.setAttribute("role", "status");
  const grid = new Grid((selection, column) => {
    const count = selection.count.toLocaleString();
    const most = MOST_REPORTED.toLocaleString();
    note.textContent =
      selection.count > MOST_REPORTED ? `${count} rows are selected. Scripts see the first ${most} of them only.` : "";
    context.change("selectedColumn", column);
    context.change("selectedRows", selection.rows(MOST_REPORTED));
  });
  element.append(grid.element, note);
  const update = (changed: ReadonlySet<string>) => {
    const { component } = context;
    const mode = MODES[component.decimal("selectionMode", 2)] ?? "multiple";
    grid.selection.mode = mode;
    grid.element.setAttribute("aria-multiselectable", String(mode !== "single"));
    const data = component.get("data");
    if (changed.has("data")) grid.setData(data instanceof Dataset ? data : EMPTY);
    if (changed.has("data") || changed.has("selectedRows")) {
      const rows = component.get("selectedRows");
      grid.setSelection(Array.isArray(rows) ? rows.map(Number) : []);
      note.textContent = "";
    }
  };
  return { element, control: grid.element, update };
};
