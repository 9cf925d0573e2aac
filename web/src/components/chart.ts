/** Numbers of a dataset as bars or lines; `src/chart` has how they are drawn. */
import { ChartView } from "../chart/chart-view.ts";
import { Dataset, EMPTY } from "../datasets/column.ts";
import type { Kind } from "./widget.ts";

export const chart: Kind = (context) => {
  const view = new ChartView();
  const update = () => {
    const { component } = context;
    const data = component.get("data");
    view.show({
      data: data instanceof Dataset ? data : EMPTY,
      type: component.text("chartType") === "line" ? "line" : "bar",
      title: component.text("title"),
      domainLabel: component.text("domainAxisLabel"),
      rangeLabel: component.text("rangeAxisLabel"),
    });
  };
  return { element: view.element, control: view.element, update };
};
