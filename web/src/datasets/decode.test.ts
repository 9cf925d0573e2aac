// The cases that readers in every language share: each dataset is read as it was written, and invalid bytes are refused
// at the byte where that shows.
import { readFileSync } from "node:fs";
import { expect, test } from "vitest";
import type { Column } from "./column.ts";
import { Malformed, decode } from "./decode.ts";

interface Encoding {
  name: string;
  dataset: { columns: { name: string; type: string; values: unknown[] }[] };
  bytes: string[];
}

interface Refused {
  name: string;
  bytes: string[];
  at: number;
}

function cases<T>(file: string): T[] {
  return JSON.parse(readFileSync(new URL(`../../../conformance/dataset/${file}`, import.meta.url), "utf8")) as T[];
}

/** The buffer of hexadecimal lines, with `before` bytes in front, as in a message. */
function buffer(lines: string[], before: number): ArrayBuffer {
  const bytes = Buffer.from(lines.join(""), "hex");
  const whole = new Uint8Array(before + bytes.length);
  whole.set(bytes, before);
  return whole.buffer;
}

/** The cells as JSON has them. A `long` is compared as the browser's number. */
function values(column: Column, rows: number): unknown[] {
  return Array.from({ length: rows }, (_, row) => {
    const cell = column.at(row);
    return typeof cell === "number" && !Number.isFinite(cell) ? String(cell) : cell;
  });
}

for (const { name, dataset, bytes } of cases<Encoding>("encoding.json")) {
  test(`reads: ${name}`, () => {
    for (const before of [0, 8]) {
      const read = decode(buffer(bytes, before), before);
      const rows = dataset.columns[0]?.values.length ?? 0;
      expect(read.rowCount).toBe(rows);
      const columns = read.columns.map((column) => ({
        name: column.name,
        type: column.type,
        values: values(column, rows),
      }));
      expect(columns).toEqual(dataset.columns);
    }
  });
}

for (const { name, bytes, at } of cases<Refused>("refused.json")) {
  test(`refuses: ${name}`, () => {
    for (const before of [0, 8]) {
      let error: unknown;
      try {
        decode(buffer(bytes, before), before);
      } catch (thrown) {
        error = thrown;
      }
      expect(error).toBeInstanceOf(Malformed);
      expect((error as Malformed).at).toBe(at);
    }
  });
}
