/**
 * A whole table as a CSV file: RFC 4180, the header row, every column and row of the data, in the order of the data; as the
 * gateway writes CSV, but that a text which a spreadsheet would take for a formula is marked as a text. It is written in
 * slices, so that a million rows do not hold up the page.
 */
import type { Dataset } from "../datasets/column.ts";
import { csvCell, quoted } from "./format.ts";
import { type Pace, inSlices } from "./pace.ts";

const AT_ONCE = 500;
/** Lines are put together into pieces of so many, which the browser may keep on its disk. */
const PIECE = 20_000;

/** The file, or null when it is no longer wanted. */
export async function csv(data: Dataset, pace: Pace, isWanted: () => boolean): Promise<Blob | null> {
  const pieces: string[] = [];
  let lines: string[] = [data.columns.map(({ name }) => quoted(name)).join(",")];
  const flush = () => {
    pieces.push(`${lines.join("\r\n")}\r\n`);
    lines = [];
  };
  const isWhole = await inSlices(data.rowCount, AT_ONCE, pace, isWanted, (from, to) => {
    for (let row = from; row < to; row += 1) lines.push(line(data, row));
    if (lines.length >= PIECE) flush();
  });
  if (!isWhole) return null;
  if (lines.length > 0) flush();
  return new Blob(pieces, { type: "text/csv;charset=utf-8" });
}

function line(data: Dataset, row: number): string {
  const cells = data.columns.map((column) => csvCell(column, row));
  // A line of nothing would be no line to many readers.
  return cells.length === 1 && cells[0] === "" ? '""' : cells.join(",");
}

/** Has the browser keep a file. */
export function save(file: Blob, name: string): void {
  const link = document.createElement("a");
  link.href = URL.createObjectURL(file);
  link.download = name;
  link.click();
  // The download has its own hold on the file by then. It outlives the session, and touches no page.
  // eslint-disable-next-line no-restricted-globals
  setTimeout(() => URL.revokeObjectURL(link.href), 60_000);
}
