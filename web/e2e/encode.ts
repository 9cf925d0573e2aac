/** Writes a dataset's binary form for the stand-in gateway; it leaves out a part that is optional (nulls). */

export type Cells =
  | { type: "boolean"; values: boolean[] }
  | { type: "integer"; values: Int32Array }
  | { type: "double"; values: Float64Array }
  | { type: "date"; values: BigInt64Array }
  /** With `repeats` each text is written once, and rows name it by its number, as the gateway does it. */
  | { type: "string"; values: string[]; repeats?: boolean };

const TYPES = ["boolean", "integer", "long", "double", "date", "string"];

/** The message of a dataset that comes as one: all rows ahead of the message that names it. */
export function datasetMessage(number: number, rowCount: number, columns: [name: string, cells: Cells][]): Buffer {
  return rowsMessage("ahead", { number, first: 0, total: rowCount }, rowCount, columns);
}

/** The message of some rows of a dataset, as one piece. */
export function rowsMessage(
  when: "ahead" | "later",
  { number, first, total }: { number: number; first: number; total: number },
  rowCount: number,
  columns: [name: string, cells: Cells][],
): Buffer {
  const kind = when === "ahead" ? 1 : 2;
  const firstAndLast = 3;
  const head = Buffer.concat([Buffer.from([kind, firstAndLast, 0, 0]), words(0), words(number, first, total, 0)]);
  const parts = [Buffer.from("RCDS"), words(1, columns.length, rowCount)];
  for (const [name, cells] of columns) {
    const bytes = Buffer.from(name);
    parts.push(
      words(bytes.length),
      Buffer.from([TYPES.indexOf(cells.type), 0, width(cells), 0]),
      padded(bytes),
      ...sections(cells),
    );
  }
  return Buffer.concat([head, ...parts]);
}

/** Bytes in an index. */
function width(cells: Cells): number {
  return cells.type === "string" && cells.repeats === true ? 4 : 0;
}

function sections(cells: Cells): Buffer[] {
  switch (cells.type) {
    case "boolean":
      return [padded(Buffer.from(cells.values.map(Number)))];
    case "string": {
      const distinct = new Map([...new Set(cells.values)].map((text, number) => [text, number]));
      const texts = (width(cells) === 0 ? cells.values : [...distinct.keys()]).map((text) => Buffer.from(text));
      const starts = new Uint32Array(texts.length + 1);
      for (const [index, text] of texts.entries()) starts[index + 1] = starts[index]! + text.length;
      const table = Buffer.concat([words(texts.length, starts.at(-1)!), Buffer.from(starts.buffer)]);
      const written = [padded(table), padded(Buffer.concat(texts))];
      if (width(cells) > 0)
        written.push(padded(Buffer.from(Uint32Array.from(cells.values, (text) => distinct.get(text)!).buffer)));
      return written;
    }
    default: {
      const { buffer, byteOffset, byteLength } = cells.values;
      return [padded(Buffer.from(buffer, byteOffset, byteLength))];
    }
  }
}

function words(...numbers: number[]): Buffer {
  return Buffer.from(Uint32Array.from(numbers).buffer);
}

function padded(bytes: Buffer): Buffer {
  return Buffer.concat([bytes, Buffer.alloc((8 - (bytes.length % 8)) % 8)]);
}
