/** What a cell shows, in the user's language, and what it is copied as, which spreadsheets read everywhere. */
import type { Cell, Column } from "../datasets/column.ts";

/** Nobody reads more in one cell, and laying out a longer text would hold up the page. */
const LONGEST_SHOWN = 400;

/** Made once: the constructors are slow. `undefined` stands for the user's own language. */
const INTEGER = new Intl.NumberFormat(undefined, { maximumFractionDigits: 0 });
const DOUBLE = new Intl.NumberFormat(undefined, { maximumFractionDigits: 6 });
const DATE = new Intl.DateTimeFormat(undefined, { dateStyle: "medium", timeStyle: "medium" });
/** The farthest instants that JavaScript's dates reach, in milliseconds from 1970. */
const FARTHEST_DATE = 8.64e15;

export function shown(column: Column, row: number): string {
  const cell = column.at(row);
  if (cell === null) return "";
  if (typeof cell === "boolean") return cell ? "Yes" : "No";
  if (typeof cell === "number") {
    if (column.type === "date") return isDate(cell) ? DATE.format(cell) : String(cell);
    return (column.type === "double" ? DOUBLE : INTEGER).format(cell);
  }
  return cell.length > LONGEST_SHOWN ? `${cell.slice(0, LONGEST_SHOWN)}…` : cell;
}

/** Whether a column's cells stand at the right, as numbers do. */
export function isAtRight(column: Column): boolean {
  return column.type === "integer" || column.type === "long" || column.type === "double";
}

/** Cells separated by tabs, rows by line ends; a tab or line end within a text becomes a blank. */
export function tabSeparated(columns: readonly Column[], rows: Iterable<number>): string {
  const lines: string[] = [];
  for (const row of rows) lines.push(columns.map((column) => copied(column.at(row), column)).join("\t"));
  return lines.join("\n");
}

function copied(cell: Cell, column: Column): string {
  if (cell === null) return "";
  if (column.type === "date") return isDate(Number(cell)) ? localTime(new Date(Number(cell))) : String(cell);
  return String(cell).replace(/[\t\r\n]+/g, " ");
}

function isDate(milliseconds: number): boolean {
  return Math.abs(milliseconds) <= FARTHEST_DATE;
}

/** As in 2026-11-23 05:17:28, in the user's time zone. */
function localTime(date: Date): string {
  const two = (number: number) => String(number).padStart(2, "0");
  const day = `${String(date.getFullYear()).padStart(4, "0")}-${two(date.getMonth() + 1)}-${two(date.getDate())}`;
  return `${day} ${two(date.getHours())}:${two(date.getMinutes())}:${two(date.getSeconds())}`;
}
