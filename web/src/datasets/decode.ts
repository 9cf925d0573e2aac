/**
 * Reads the binary form of a dataset, which is described at the head of `crates/rollcall-dataset/src/binary.rs`.
 *
 * Sections begin at multiples of 8 bytes, so typed arrays are laid on the buffer where it is. Every number is believed
 * only once the bytes that it announces are seen to be there; both sides run the cases in `conformance/dataset`.
 *
 * Browsers run on little-endian machines only, as the typed arrays of WebAssembly and WebGL take for granted.
 */
import { type Cells, Column, Dataset, Texts } from "./column.ts";

const MAGIC = 0x53444352; // "RCDS"
const VERSION = 1;
const ALIGNMENT = 8;
const TYPES = ["boolean", "integer", "long", "double", "date", "string"] as const;

/** Bytes that are not a dataset, and the place where that shows. */
export class Malformed extends Error {
  readonly at: number;

  constructor(at: number, what: string) {
    super(`not a dataset: at byte ${at}: ${what}`);
    this.at = at;
  }
}

/** The dataset that begins at `offset`, a multiple of 8, and takes the rest of the buffer. */
export function decode(buffer: ArrayBuffer, offset = 0): Dataset {
  const reader = new Reader(buffer, offset);
  const at = reader.need(4, "the header");
  if (reader.view.getUint32(at, true) !== MAGIC) throw reader.malformed(at, "it does not begin with RCDS");
  const versionAt = reader.at;
  const version = reader.number("the header");
  if (version !== VERSION) throw reader.malformed(versionAt, `it is of version ${version}`);
  const columnsAt = reader.at;
  const columnCount = reader.number("the header");
  const rowsAt = reader.at;
  const rows = reader.number("the header");
  if (columnCount === 0 && rows !== 0) throw reader.malformed(rowsAt, `it has ${rows} rows and no columns`);
  if (columnCount > (buffer.byteLength - offset) / 8) throw reader.malformed(columnsAt, "it is too short");
  const columns = Array.from({ length: columnCount }, () => column(reader, rows));
  if (reader.at < buffer.byteLength) throw reader.malformed(reader.at, "there are bytes after the last column");
  return new Dataset(columns, rows);
}

class Reader {
  readonly buffer: ArrayBuffer;
  readonly view: DataView;
  readonly #start: number;
  at: number;

  constructor(buffer: ArrayBuffer, offset: number) {
    this.buffer = buffer;
    this.view = new DataView(buffer);
    this.#start = offset;
    this.at = offset;
  }

  malformed(at: number, what: string): Malformed {
    return new Malformed(at - this.#start, what);
  }

  /** Where the next `length` bytes begin; they are there. */
  need(length: number, what: string): number {
    const at = this.at;
    if (length > this.buffer.byteLength - at) throw this.malformed(at, `it ends within ${what}`);
    this.at = at + length;
    return at;
  }

  number(what: string): number {
    return this.view.getUint32(this.need(4, what), true);
  }

  bytes(length: number, what: string): Uint8Array {
    return new Uint8Array(this.buffer, this.need(length, what), length);
  }

  align(what: string): void {
    const past = (this.at - this.#start) % ALIGNMENT;
    if (past !== 0) this.need(ALIGNMENT - past, what);
  }

  text(bytes: Uint8Array, what: string): string {
    try {
      return new TextDecoder("utf-8", { fatal: true, ignoreBOM: true }).decode(bytes);
    } catch {
      const at = bytes.byteOffset + validUpTo(bytes);
      throw this.malformed(at, `${what} not UTF-8`);
    }
  }
}

function column(reader: Reader, rows: number): Column {
  const nameLength = reader.number("a column's head");
  const headAt = reader.at;
  const [typeNumber = 0, hasNulls = 0, width = 0, reserved = 0] = reader.bytes(4, "a column's head");
  const type = TYPES[typeNumber];
  if (type === undefined) throw reader.malformed(headAt, `there is no type ${typeNumber}`);
  const widths = type === "string" ? [0, 1, 2, 4] : [0];
  if (hasNulls > 1 || !widths.includes(width) || reserved !== 0) {
    throw reader.malformed(headAt + 1, "the column's header is not valid");
  }
  const nameAt = reader.at;
  const nameBytes = reader.bytes(nameLength, "a column's name");
  let name;
  try {
    name = reader.text(nameBytes, "the column's name is");
  } catch {
    throw reader.malformed(nameAt, "the column's name is not UTF-8");
  }
  reader.align("a column's name");
  let nulls: Uint8Array | null = null;
  if (hasNulls === 1) {
    nulls = reader.bytes(Math.ceil(rows / 8), "a column's nulls");
    reader.align("a column's nulls");
  }
  const cells = type === "string" ? strings(reader, rows, width, nulls) : numbers(reader, rows, type, nulls);
  reader.align("a column's cells");
  return new Column(name, cells, nulls);
}

function isNull(nulls: Uint8Array | null, row: number): boolean {
  return nulls !== null && (((nulls[row >> 3] ?? 0) >> (row & 7)) & 1) === 1;
}

function numbers(
  reader: Reader,
  rows: number,
  type: Exclude<Cells["type"], "string">,
  nulls: Uint8Array | null,
): Cells {
  const what = "a column's cells";
  switch (type) {
    case "boolean": {
      const values = reader.bytes(rows, what);
      const wrong = values.findIndex((value, row) => value > 1 && !isNull(nulls, row));
      if (wrong >= 0) throw reader.malformed(values.byteOffset + wrong, `${values[wrong]} is not a boolean`);
      return { type, values };
    }
    case "integer":
      return { type, values: new Int32Array(reader.buffer, reader.need(rows * 4, what), rows) };
    case "double":
      return { type, values: new Float64Array(reader.buffer, reader.need(rows * 8, what), rows) };
    case "long":
    case "date":
      return { type, halves: new Int32Array(reader.buffer, reader.need(rows * 8, what), rows * 2) };
  }
}

function strings(reader: Reader, rows: number, width: number, nulls: Uint8Array | null): Cells {
  const at = reader.at;
  const texts = textTable(reader);
  if (width === 0) {
    if (texts.count !== rows) throw reader.malformed(at, `${texts.count} texts for ${rows} rows`);
    return { type: "string", texts, indexes: null };
  }
  const indexesAt = reader.need(rows * width, "a column's indexes");
  const kind = { 1: Uint8Array, 2: Uint16Array, 4: Uint32Array }[width as 1 | 2 | 4];
  const indexes = new kind(reader.buffer, indexesAt, rows);
  for (let row = 0; row < rows; row += 1) {
    if ((indexes[row] ?? 0) >= texts.count && !isNull(nulls, row)) {
      throw reader.malformed(indexesAt + row * width, "the index is past the last text");
    }
  }
  return { type: "string", texts, indexes };
}

function textTable(reader: Reader): Texts {
  const count = reader.number("a text table");
  const length = reader.number("a text table");
  const at = reader.need((count + 1) * 4, "a text table");
  const starts = new Uint32Array(reader.buffer, at, count + 1);
  reader.align("a text table");
  const bytes = reader.bytes(length, "a column's texts");
  const whole = reader.text(bytes, "the texts are");
  reader.align("a column's texts");
  if (starts[0] !== 0 || starts[count] !== length) {
    throw reader.malformed(at, "the text table does not go from the first byte to the last");
  }
  for (let number = 0; number < count; number += 1) {
    const start = starts[number] ?? 0;
    const end = starts[number + 1] ?? 0;
    if (start > end || end > length || isWithinCharacter(bytes, start) || isWithinCharacter(bytes, end)) {
      throw reader.malformed(at + number * 4, "no whole text begins and ends there");
    }
  }
  return new Texts(bytes, starts, whole);
}

/** Whether the byte continues a character: in valid UTF-8 these alone are 10xxxxxx. */
function isWithinCharacter(bytes: Uint8Array, at: number): boolean {
  return at < bytes.length && ((bytes[at] ?? 0) & 0xc0) === 0x80;
}

/** How many bytes are whole characters: found by halving, for a message about bytes that are not. */
function validUpTo(bytes: Uint8Array): number {
  let [good, bad] = [0, bytes.length];
  const decoder = () => new TextDecoder("utf-8", { fatal: true });
  while (bad - good > 1) {
    const middle = (good + bad) >> 1;
    try {
      // A stream may end within a character, so only bytes that can never become one are refused.
      decoder().decode(bytes.subarray(0, middle), { stream: true });
      good = middle;
    } catch {
      bad = middle;
    }
  }
  return good;
}
