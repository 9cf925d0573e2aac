/**
 * A table's columns as they are shown: those that are not hidden, in their order, with the project's attributes of each
 * (`columnAttributesData`) and the format of its cells.
 */
import { type Column, type Dataset, EMPTY } from "../datasets/column.ts";
import { DateFormat } from "../text/date-format.ts";
import { DecimalFormat } from "../text/decimal-format.ts";
import { exact, isAtRight, shown } from "./format.ts";

export type Alignment = "left" | "center" | "right";

export interface ShownColumn {
  /** Its number in the data. */
  index: number;
  column: Column;
  title: string;
  alignment: Alignment;
  /** In pixels, where the project sets it. */
  width: number | null;
  isSortable: boolean;
  /** The text of a cell. */
  text(row: number): string;
}

/** Java's `SwingConstants`. */
const ALIGNMENTS: Record<number, Alignment> = { 0: "center", 2: "left", 4: "right" };

/** An attribute of one column: its cell, or null. */
type Said = (attribute: string) => unknown;

export function shownColumns(data: Dataset, attributes: Dataset = EMPTY): ShownColumn[] {
  const rows = new Map<unknown, number>();
  const names = attributes.columns.find(({ name }) => name === "name");
  for (let row = 0; row < attributes.rowCount; row += 1) rows.set(names?.at(row), row);
  const said = (name: string): Said => {
    const row = rows.get(name);
    return (wanted) =>
      row === undefined ? null : (attributes.columns.find(({ name }) => name === wanted)?.at(row) ?? null);
  };
  const all = data.columns.map((column, index) => ({ index, column, said: said(column.name) }));
  const place = ({ index, said }: (typeof all)[number]) => number(said("order")) ?? index;
  const isMoved = ({ said }: (typeof all)[number]) => (said("order") === null ? 1 : 0);
  return all
    .filter(({ said }) => said("hidden") !== true)
    .sort((a, b) => place(a) - place(b) || isMoved(a) - isMoved(b) || a.index - b.index)
    .map(({ index, column, said }) => shownColumn(index, column, said));
}

function shownColumn(index: number, column: Column, said: Said): ShownColumn {
  const write = writer(column, text(said("numberFormat")), text(said("dateFormat")));
  const [prefix, suffix] = [text(said("prefix")), text(said("suffix"))];
  const own = isAtRight(column) ? "right" : "left";
  return {
    index,
    column,
    title: text(said("title")) || column.name,
    alignment: ALIGNMENTS[number(said("horizontalAlignment")) ?? -1] ?? own,
    width: number(said("width")),
    isSortable: said("sortable") !== false,
    text: (row) => {
      const cell = write(row);
      return cell === "" ? "" : prefix + cell + suffix;
    },
  };
}

/** How the cells of a column are written: by its pattern, where it has one for its type. */
function writer(column: Column, numberFormat: string, dateFormat: string): (row: number) => string {
  if (isAtRight(column) && numberFormat !== "") {
    const format = new DecimalFormat(numberFormat);
    return (row) => {
      const cell = exact(column, row);
      return typeof cell === "number" || typeof cell === "bigint" ? format.format(cell) : "";
    };
  }
  if (column.type === "date" && dateFormat !== "") {
    const format = new DateFormat(dateFormat);
    return (row) => {
      const cell = column.at(row);
      return typeof cell === "number" ? format.format(cell) : "";
    };
  }
  return (row) => shown(column, row);
}

function text(cell: unknown): string {
  return typeof cell === "string" ? cell : "";
}

function number(cell: unknown): number | null {
  return typeof cell === "number" ? cell : null;
}
