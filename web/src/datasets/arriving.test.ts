// Rows that come in any order are laid where they belong; missing rows are known as missing, and have no values.
import { expect, test } from "vitest";
import { datasetMessage, rowsMessage, type Cells } from "../../e2e/encode.ts";
import { PIECE_HEAD } from "../socket/pieces.ts";
import { Arrivals } from "./arrivals.ts";
import type { Dataset } from "./column.ts";

const TOTAL = 40;

function columns(first: number, count: number): [string, Cells][] {
  const rows = Array.from({ length: count }, (_, at) => first + at);
  return [
    ["flag", { type: "boolean", values: rows.map((row) => row % 3 === 0) }],
    ["number", { type: "integer", values: Int32Array.from(rows, (row) => row * 7) }],
    ["ratio", { type: "double", values: Float64Array.from(rows, (row) => row / 4) }],
    ["when", { type: "date", values: BigInt64Array.from(rows, (row) => BigInt(row) * 10_000_000_000n) }],
    ["own", { type: "string", values: rows.map((row) => `row ${row}`) }],
    ["repeated", { type: "string", values: rows.map((row) => `kind ${row % 2} – ü`), repeats: true }],
  ];
}

function assembled(message: Buffer, isDeflated = false) {
  const bytes = new Uint8Array(message);
  const kind = bytes[0] === 1 ? ("rowsAhead" as const) : ("moreRows" as const);
  return { kind, isDeflated, message: bytes.subarray(PIECE_HEAD) };
}

function part(when: "ahead" | "later", number: number, first: number, count: number) {
  return assembled(rowsMessage(when, { number, first, total: TOTAL }, count, columns(first, count)));
}

/** Every cell of the rows that are here. */
function cells(data: Dataset): unknown[][] {
  const rows = Array.from({ length: data.rowCount }, (_, row) => row).filter((row) => data.isHere(row));
  return rows.map((row) => data.columns.map((column) => column.at(row)));
}

function expected(row: number): unknown[] {
  return [row % 3 === 0, row * 7, row / 4, row * 10_000_000_000, `row ${row}`, `kind ${row % 2} – ü`];
}

test("rows are laid where they belong, in whatever order they come", () => {
  const asked: [number, number][] = [];
  const arrivals = new Arrivals((dataset, row) => asked.push([dataset, row]));
  arrivals.received(part("ahead", 5, 0, 4));
  const data = arrivals.named(5);
  let told = 0;
  const stop = data.onMore(() => (told += 1));
  expect([data.rowCount, data.hereCount, data.isWhole]).toEqual([TOTAL, 4, false]);
  data.lookAt(2);
  data.lookAt(30);
  data.lookAt(30);
  expect(asked).toEqual([[5, 30]]);
  for (const [first, count] of [
    [30, 10],
    [4, 1],
    [12, 18],
    [5, 6],
  ] as const) {
    arrivals.received(part("later", 5, first, count));
  }
  expect([data.hereCount, data.isHere(11), data.isHere(12), data.isWhole]).toEqual([39, false, true, false]);
  expect(data.columns.map((column) => column.at(11))).toEqual([null, null, null, null, null, null]);
  expect(data.columns.map((column) => column.number(11))).toEqual([NaN, NaN, NaN, NaN, NaN, NaN]);
  stop();
  arrivals.received(part("later", 5, 11, 1));
  expect([told, data.isWhole]).toEqual([4, true]);
  expect(cells(data)).toEqual(Array.from({ length: TOTAL }, (_, row) => expected(row)));
});

test("a dataset that comes as one is whole, and nothing is asked for", () => {
  const arrivals = new Arrivals(() => expect.unreachable());
  arrivals.received(assembled(datasetMessage(1, TOTAL, columns(0, TOTAL))));
  const data = arrivals.named(1);
  data.lookAt(3);
  expect([data.isWhole, data.hereCount, data.isHere(39)]).toEqual([true, TOTAL, true]);
  expect(() => arrivals.named(1)).toThrow("has not sent it");
});

test("rows of a connection before, and of a dataset that is not known, are dropped", async () => {
  let inflate: (bytes: ArrayBuffer) => void = () => {};
  const inflating = () => new Promise<ArrayBuffer>((resolve) => (inflate = resolve));
  const arrivals = new Arrivals(() => {}, inflating);
  arrivals.received(part("ahead", 5, 0, 4));
  arrivals.named(5);
  const late = part("later", 5, 4, 36);
  arrivals.received({ ...late, isDeflated: true });
  arrivals.clear();
  arrivals.received(part("ahead", 5, 0, 2));
  const now = arrivals.named(5);
  inflate(late.message.slice().buffer);
  await Promise.resolve();
  expect(now.hereCount).toBe(2);
  arrivals.received(part("later", 6, 4, 3));
});

test("what was compressed is laid like the rest", async () => {
  const arrivals = new Arrivals(() => {});
  arrivals.received(part("ahead", 5, 0, 4));
  const data = arrivals.named(5);
  const { deflateRawSync } = await import("node:zlib");
  const message = new Uint8Array(deflateRawSync(part("later", 5, 4, 36).message));
  const whole = new Promise<void>((resolve) => data.onMore(resolve));
  arrivals.received({ kind: "moreRows", isDeflated: true, message });
  await whole;
  expect(cells(data)).toEqual(Array.from({ length: TOTAL }, (_, row) => expected(row)));
});

test("rows that are not of the dataset are refused", () => {
  const arrivals = new Arrivals(() => {});
  arrivals.received(part("ahead", 5, 0, 4));
  arrivals.named(5);
  expect(() => arrivals.received(part("later", 5, 39, 2))).toThrow("not of this dataset");
});
