/**
 * The text of a cell in the user's language, and the text as which it is copied, which the user's spreadsheet reads.
 */
import type { Column } from "../datasets/column.ts";
import { dateText, instantText } from "../text/dates.ts";

/** No person reads more in one cell, and laying out a longer text would hold up the page. */
const LONGEST_SHOWN = 400;

/** Made once: the constructors are slow. `undefined` stands for the user's own language. */
const INTEGER = new Intl.NumberFormat(undefined, { maximumFractionDigits: 0 });
/** Six digits after the point, and six that count where the number is small: 0.0000012 is not 0. */
const DOUBLE = new Intl.NumberFormat(undefined, {
  maximumFractionDigits: 6,
  maximumSignificantDigits: 6,
  roundingPriority: "morePrecision",
} as Intl.NumberFormatOptions);
const SCIENTIFIC = new Intl.NumberFormat(undefined, { notation: "scientific", maximumSignificantDigits: 15 });
const DECIMAL = DOUBLE.formatToParts(0.5).find(({ type }) => type === "decimal")?.value ?? ".";
/** Beyond these no person counts the zeros. */
const [LEAST_PLAIN, MOST_PLAIN] = [1e-6, 1e15];

export function shown(column: Column, row: number): string {
  const cell = exact(column, row);
  if (cell === null) return "";
  if (typeof cell === "boolean") return cell ? "Yes" : "No";
  if (typeof cell === "bigint") return INTEGER.format(cell);
  if (typeof cell === "number") {
    if (column.type === "date") return dateText(cell);
    return column.type === "double" ? decimal(cell) : INTEGER.format(cell);
  }
  return cell.length > LONGEST_SHOWN ? `${cell.slice(0, LONGEST_SHOWN)}…` : cell;
}

/** A floating-point number, never shown as another one that is nearly nothing. */
export function decimal(number: number): string {
  const magnitude = Math.abs(number);
  const isPlain = number === 0 || (magnitude >= LEAST_PLAIN && magnitude < MOST_PLAIN) || !Number.isFinite(number);
  return (isPlain ? DOUBLE : SCIENTIFIC).format(number);
}

/** A cell with all of its digits: a long that is not a JavaScript number is a `bigint`. */
export function exact(column: Column, row: number): null | boolean | number | bigint | string {
  const cell = column.at(row);
  if (column.cells.type !== "long" || typeof cell !== "number" || Number.isSafeInteger(cell)) return cell;
  const { halves } = column.cells;
  return (BigInt(halves[2 * row + 1] ?? 0) << 32n) | BigInt((halves[2 * row] ?? 0) >>> 0);
}

/** Whether a column's cells stand at the right, as numbers do. */
export function isAtRight(column: Column): boolean {
  return column.type === "integer" || column.type === "long" || column.type === "double";
}

/** Whether a part of this text could be read as another value: a number, or text that looks like one. */
export function isCutToAnother(column: Column, text: string): boolean {
  return column.type !== "string" || /^[\s\p{Sc}+-]*\p{Nd}[\p{Nd}\s.,:'’/+-]*$/u.test(text);
}

/** Cells separated by tabs, rows by line ends; a tab or line end within a text becomes a blank. */
export function tabSeparated(columns: readonly Column[], rows: Iterable<number>, names?: readonly string[]): string {
  const lines = names === undefined ? [] : [names.map(inOneCell).join("\t")];
  for (const row of rows) lines.push(columns.map((column) => copied(column, row)).join("\t"));
  return lines.join("\n");
}

function copied(column: Column, row: number): string {
  const cell = exact(column, row);
  if (cell === null) return "";
  if (column.type === "date") return dateText(Number(cell));
  return inOneCell(typeof cell === "number" ? copiedNumber(cell) : String(cell));
}

/**
 * With all digits, none grouped, and the decimal sign of the user's language: a German spreadsheet reads 1.234 as 1234.
 */
export function copiedNumber(number: number, decimal = DECIMAL): string {
  return String(number).replace(".", decimal);
}

function inOneCell(text: string): string {
  return text.replace(/[\t\r\n]+/g, " ");
}

/** A cell of a CSV file, as the gateway writes it: exact, in no language, with quotes where it needs them. */
export function csvCell(column: Column, row: number): string {
  const cell = exact(column, row);
  if (cell === null) return "";
  if (column.type === "date") return instantText(Number(cell));
  if (column.type === "double") return javaDouble(Number(cell));
  return typeof cell === "string" ? quoted(cell) : String(cell);
}

/**
 * A text in a CSV file. Spreadsheets take text that begins with one of these signs for a formula, which the author of
 * the text could have them run; a quotation mark before it makes it a text.
 */
export function quoted(text: string): string {
  const safe = /^[=+\-@\t\r]/.test(text) ? `'${text}` : text;
  return /[",\r\n]/.test(safe) || safe !== text ? `"${safe.replace(/"/g, '""')}"` : safe;
}

/** As the gateway writes a double: 1.0, 1e300, NaN, Infinity. */
function javaDouble(number: number): string {
  const text = Object.is(number, -0) ? "-0" : String(number);
  if (!Number.isFinite(number)) return text;
  return /[.e]/.test(text) ? text.replace("e+", "e") : `${text}.0`;
}
