/**
 * A chart in the page, drawn as SVG, with the same numbers as a table for those who do not see it.
 *
 * The first column holds the positions, each column of numbers after it is a series. Texts are categories side by side;
 * dates and numbers stand at their places on the axis when lines are drawn. It is drawn anew when its size changes, so
 * that letters stay as large as everywhere.
 */
import { type Column, Dataset, EMPTY } from "../datasets/column.ts";
import { decimal, shown } from "../table/format.ts";
import { axisDateText } from "../text/dates.ts";
import { axis, bounds, drawnRows, timeStep } from "./scale.ts";
import { times } from "./times.ts";
import { unit } from "../windows/layout.ts";
import { Drawing } from "./drawing.ts";

export interface ChartProperties {
  data: Dataset;
  type: "bar" | "line";
  title: string;
  domainLabel: string;
  rangeLabel: string;
}

/** Colours that are defined in the style sheet. */
const SERIES_COLOURS = 6;
/** A label on less than this, in pixels, would be a letter or two. */
const LEAST_LABEL = 46;
/** More rows than this are not read out one by one. */
const MOST_IN_TABLE = 100;

interface Series {
  column: Column;
  name: string;
  className: string;
}

/** Where things are drawn. */
interface Area {
  left: number;
  top: number;
  width: number;
  height: number;
}

export class ChartView {
  readonly element: HTMLElement = document.createElement("figure");
  readonly #title = document.createElement("figcaption");
  readonly #legend = document.createElement("div");
  readonly #plot = document.createElement("div");
  readonly #table = document.createElement("table");
  #properties: ChartProperties = { data: EMPTY, type: "bar", title: "", domainLabel: "", rangeLabel: "" };

  constructor() {
    this.element.className = "component chart";
    this.#title.className = "chart-title";
    this.#title.dir = "auto";
    this.#legend.className = "chart-legend";
    this.#legend.setAttribute("aria-hidden", "true");
    this.#plot.className = "chart-plot";
    this.#plot.setAttribute("aria-hidden", "true");
    const hidden = document.createElement("div");
    hidden.className = "visually-hidden";
    hidden.append(this.#table);
    this.element.append(this.#title, this.#legend, this.#plot, hidden);
    new ResizeObserver(() => this.#draw()).observe(this.#plot);
  }

  show(properties: ChartProperties): void {
    this.#properties = properties;
    this.#title.textContent = properties.title;
    this.#title.hidden = properties.title === "";
    this.#showLegend();
    this.#showTable();
    this.#draw();
  }

  get #series(): Series[] {
    const numbers = this.#properties.data.columns.slice(1).filter(({ type }) => type !== "string");
    return numbers.map((column, index) => ({
      column,
      name: column.name,
      className: `series-${index % SERIES_COLOURS}`,
    }));
  }

  #showLegend(): void {
    const series = this.#series;
    this.#legend.hidden = series.length < 2;
    this.#legend.replaceChildren(
      ...series.map(({ name, className }) => {
        const entry = document.createElement("span");
        entry.className = `chart-legend-entry ${className}`;
        entry.dir = "auto";
        entry.textContent = name;
        return entry;
      }),
    );
  }

  #showTable(): void {
    const { data } = this.#properties;
    const rows = Math.min(data.rowCount, MOST_IN_TABLE);
    const line = (tag: string, texts: string[]) => {
      const row = document.createElement("tr");
      for (const text of texts) row.appendChild(document.createElement(tag)).textContent = text;
      return row;
    };
    const caption = document.createElement("caption");
    const rest = data.rowCount > rows ? ` The first ${rows} of ${data.rowCount} rows.` : "";
    caption.textContent = `${this.#properties.title || "Chart"}.${rest}`;
    const head = line(
      "th",
      data.columns.map(({ name }) => name),
    );
    const body = Array.from({ length: rows }, (_, row) =>
      line(
        "td",
        data.columns.map((column) => shown(column, row)),
      ),
    );
    this.#table.replaceChildren(caption, head, ...body);
  }

  #draw(): void {
    // Drawn as for letters of the usual size, and enlarged with them.
    const scale = unit();
    const [width, height] = [this.#plot.clientWidth / scale, this.#plot.clientHeight / scale];
    const { data, type } = this.#properties;
    const series = this.#series;
    const domain = data.columns[0];
    if (width < 40 || height < 40 || domain === undefined || series.length === 0) {
      return this.#plot.replaceChildren();
    }
    const drawing = new Drawing(width, height, scale);
    const rows = Array.from({ length: data.rowCount }, (_, row) => row);
    const [least, most] = bounds(series.flatMap(({ column }) => bounds(rows.map((row) => column.number(row)))));
    const range = axis(
      type === "bar" ? Math.min(0, least) : least,
      type === "bar" ? Math.max(0, most) : most,
      height / 50,
      series.every(({ column }) => isWhole(column, rows)),
    );
    const area = this.#area(drawing, range.ticks, width, height);
    const y = (value: number) => area.top + area.height * (1 - (value - range.least) / (range.most - range.least));
    for (const tick of range.ticks) drawing.rangeTick(area.left, area.left + area.width, y(tick), decimal(tick));
    this.#labelAxes(drawing, area, width, height);
    if (type === "line" && domain.type !== "string") this.#drawOverDomain(drawing, area, domain, series, y);
    else this.#drawCategories(drawing, area, domain, series, y, y(Math.max(range.least, Math.min(0, range.most))));
    this.#plot.replaceChildren(drawing.element);
  }

  #area(drawing: Drawing, ticks: number[], width: number, height: number): Area {
    const { domainLabel, rangeLabel } = this.#properties;
    const widest = Math.max(...ticks.map((tick) => drawing.textWidth(decimal(tick))));
    const left = widest + 10 + (rangeLabel === "" ? 0 : 20);
    const below = 24 + (domainLabel === "" ? 0 : 20);
    return { left, top: 8, width: Math.max(1, width - left - 10), height: Math.max(1, height - 8 - below) };
  }

  #labelAxes(drawing: Drawing, area: Area, width: number, height: number): void {
    const { domainLabel, rangeLabel } = this.#properties;
    if (domainLabel !== "") drawing.text(area.left + area.width / 2, height - 4, "middle", domainLabel, width);
    if (rangeLabel !== "") drawing.textUpwards(12, area.top + area.height / 2, rangeLabel);
  }

  #drawCategories(
    drawing: Drawing,
    area: Area,
    domain: Column,
    series: Series[],
    y: (value: number) => number,
    zero: number,
  ): void {
    const { data, type } = this.#properties;
    const step = area.width / Math.max(1, data.rowCount);
    const middle = (row: number) => area.left + (row + 0.5) * step;
    // Labels that would run into each other are left out, evenly.
    const every = Math.max(1, Math.ceil(LEAST_LABEL / step));
    // No part of a number or a date is shown, since it would be another one.
    const isCuttable = domain.type === "string";
    const widest = isCuttable
      ? 0
      : Math.max(0, ...sample(data.rowCount).map((row) => drawing.textWidth(shown(domain, row))));
    const apart = Math.max(every, Math.ceil((widest + 6) / step));
    for (let row = 0; row < data.rowCount; row += apart) {
      const most = isCuttable ? step * apart - 4 : Infinity;
      drawing.text(middle(row), area.top + area.height + 17, "middle", shown(domain, row), most);
    }
    for (const [index, { column, className }] of series.entries()) {
      if (type === "line") {
        this.#drawLine(drawing, column, className, data.rowCount, area.width, middle, y);
        continue;
      }
      const width = Math.min(48, (step * 0.7) / series.length);
      for (const row of drawnRows(data.rowCount, area.width, (row) => column.number(row))) {
        const value = column.number(row);
        if (Number.isNaN(value)) continue;
        const left = middle(row) + (index - series.length / 2) * width;
        drawing.bar(left, Math.min(y(value), zero), width - 1, Math.abs(y(value) - zero), className);
      }
    }
  }

  #drawOverDomain(drawing: Drawing, area: Area, domain: Column, series: Series[], y: (value: number) => number): void {
    const { data } = this.#properties;
    const places = Array.from({ length: data.rowCount }, (_, row) => domain.number(row));
    const [least, most] = bounds(places);
    const span = most > least ? most - least : 1;
    const x = (place: number) => area.left + ((place - least) / span) * area.width;
    const count = Math.max(1, Math.floor(area.width / 110));
    if (Number.isFinite(least)) {
      const label = (place: number, text: string) => {
        const [from, to] = [x(place) - area.left, area.left + area.width - x(place)];
        const half = drawing.textWidth(text) / 2;
        const anchor = from < half ? "start" : to < half ? "end" : "middle";
        drawing.text(x(place), area.top + area.height + 17, anchor, text, Infinity);
      };
      if (domain.type === "date") {
        const step = timeStep(span, Math.max(3, count));
        for (const place of times(least, most, step)) label(place, axisDateText(place, step));
      } else {
        for (const place of axis(least, most, count, isWhole(domain, sample(data.rowCount))).ticks) {
          if (place >= least && place <= most) label(place, decimal(place));
        }
      }
    }
    for (const { column, className } of series) {
      this.#drawLine(drawing, column, className, data.rowCount, area.width, (row) => x(places[row] ?? NaN), y);
    }
  }

  #drawLine(
    drawing: Drawing,
    column: Column,
    className: string,
    rowCount: number,
    width: number,
    x: (row: number) => number,
    y: (value: number) => number,
  ): void {
    const rows = drawnRows(rowCount, width, (row) => column.number(row));
    drawing.line(
      rows.map((row) => [x(row), y(column.number(row))]),
      className,
    );
  }
}

/** Whether a column has whole numbers only. */
function isWhole(column: Column, rows: readonly number[]): boolean {
  return (
    column.type !== "double" ||
    rows.every((row) => Number.isInteger(column.number(row)) || Number.isNaN(column.number(row)))
  );
}

/** Some rows of so many. */
function sample(rowCount: number): number[] {
  const count = Math.min(rowCount, 200);
  return Array.from({ length: count }, (_, at) => Math.floor((at * rowCount) / count));
}
