/** One of several rows to choose from: the browser's own list, which keyboards and screen readers know. */
import { Dataset } from "../datasets/column.ts";
import { shown } from "../table/format.ts";
import { type Kind, make } from "./widget.ts";

export const dropdown: Kind = (context) => {
  const element = make("select", "component field dropdown");
  element.addEventListener("change", () => {
    context.change("selectedIndex", Number(element.value));
    context.act();
  });
  let stopWaiting = () => {};
  const update = (changed: ReadonlySet<string>) => {
    const { component } = context;
    if (changed.has("data") || changed.has("noSelectionLabel")) {
      const data = component.get("data");
      stopWaiting();
      if (data instanceof Dataset) stopWaiting = data.onMore(() => data.isWhole && update(new Set(["data"])));
      element.replaceChildren(
        option(-1, component.text("noSelectionLabel")),
        ...(data instanceof Dataset ? options(data) : []),
      );
    }
    element.value = String(component.decimal("selectedIndex", -1));
  };
  return { element, control: element, update };
};

/** Labels are in the second of two columns, or in the only one. */
function options(data: Dataset): HTMLOptionElement[] {
  const column = data.columns[data.columns.length > 1 ? 1 : 0];
  if (column === undefined) return [];
  // Rows come in order, unless somebody looks elsewhere, which a list does not.
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
