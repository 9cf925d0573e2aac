/** One of several rows to choose from: the browser's own list, which keyboards and screen readers know. */
import { Dataset } from "../datasets/column.ts";
import { shown } from "../table/format.ts";
import { type Kind, make } from "./widget.ts";

/** How often to check whether an open list has closed, in milliseconds. */
const LOOK = 200;

export const dropdown: Kind = (context) => {
  const element = make("select", "component field dropdown");
  /** The data whose rows stand in the list. */
  let listed: number | undefined;
  /** Whether other rows wait until the list is closed: no new row comes under the pointer. */
  let isWaiting = false;
  element.addEventListener("change", () => {
    // A choice in other data is not a row of these.
    if (context.component.seen !== listed) return list();
    context.change("selectedIndex", Number(element.value));
    context.act();
  });
  let stopWaiting = () => {};
  const show = () => void (element.value = String(context.component.decimal("selectedIndex", -1)));
  const list = () => {
    const { component } = context;
    const data = component.get("data");
    isWaiting = false;
    listed = component.seen;
    stopWaiting();
    if (data instanceof Dataset) stopWaiting = data.onMore(() => data.isWhole && listOnceClosed());
    element.replaceChildren(
      option(-1, component.text("noSelectionLabel")),
      ...(data instanceof Dataset ? options(data) : []),
    );
    show();
  };
  const listOnceClosed = () => {
    if (!isOpen(element)) return list();
    if (isWaiting) return;
    isWaiting = true;
    const look = () => (isOpen(element) ? void context.life.after(LOOK, look) : isWaiting && list());
    context.life.after(LOOK, look);
  };
  const update = (changed: ReadonlySet<string>) => {
    if (changed.has("data") || changed.has("noSelectionLabel")) listOnceClosed();
    else if (!isWaiting) show();
  };
  return { element, control: element, update };
};

/** Whether the browser's list of it is open, where the browser can know. */
function isOpen(element: HTMLSelectElement): boolean {
  return CSS.supports("selector(:open)") && element.matches(":open");
}

/** Labels are in the second of two columns, or in the only one. */
function options(data: Dataset): HTMLOptionElement[] {
  const column = data.columns[data.columns.length > 1 ? 1 : 0];
  if (column === undefined) return [];
  // Rows come in order, unless a person looks elsewhere, which a list does not allow.
  const options = Array.from({ length: data.hereCount }, (_, row) => option(row, shown(column, row)));
  if (data.isWhole) return options;
  const rest = option(-1, "… more are on their way");
  rest.disabled = true;
  return [...options, rest];
}

function option(value: number, label: string): HTMLOptionElement {
  const option = document.createElement("option");
  option.value = String(value);
  option.textContent = label;
  return option;
}
