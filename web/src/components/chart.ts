/** Numbers of a dataset as bars or lines; `src/chart` has how they are drawn. */
import { ChartView } from "../chart/chart-view.ts";
import { Dataset, EMPTY } from "../datasets/column.ts";
import { progress } from "../table/arrival-note.ts";
import { type Kind, make } from "./widget.ts";

export const chart: Kind = (context) => {
  const view = new ChartView();
  const note = make("p", "chart-arrival");
  view.element.append(note);
  let watched: Dataset = EMPTY;
  let stopWatching = () => {};
  const watch = (data: Dataset) => {
    if (data === watched) return;
    stopWatching();
    watched = data;
    // It is drawn of the rows that are here, and again when all are.
    stopWatching = data.onMore(() => (data.isWhole ? update() : showProgress()));
  };
  const showProgress = () => void (note.textContent = watched.isWhole ? "" : progress(watched));
  const update = () => {
    const { component } = context;
    const data = component.get("data");
    watch(data instanceof Dataset ? data : EMPTY);
    showProgress();
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
