// Sorting: by type, stable, nulls last, in both directions; and texts in slices.
import { expect, test } from "vitest";
import { type Cells, Column, Texts } from "../datasets/column.ts";
import type { Pace } from "./pace.ts";
import { rankTexts } from "./ranks.ts";
import { type Direction, sortRows } from "./sort.ts";

function halves(values: bigint[]): Int32Array {
  return new Int32Array(new BigInt64Array(values).buffer);
}

function texts(values: string[]): Texts {
  const encoder = new TextEncoder();
  const starts = Uint32Array.from([0, ...values.map((_, i) => encoder.encode(values.slice(0, i + 1).join("")).length)]);
  return new Texts(encoder.encode(values.join("")), starts, values.join(""));
}

function nullsAt(rows: number[], count: number): Uint8Array | null {
  const bits = new Uint8Array(Math.ceil(count / 8));
  for (const row of rows) bits[row >> 3]! |= 1 << (row & 7);
  return rows.length === 0 ? null : bits;
}

const patient: Pace = { now: () => 0, pause: () => Promise.resolve() };
const compare = new Intl.Collator("en").compare;
const never = new AbortController().signal;

async function check(cells: Cells, count: number, nulls: number[], direction: Direction, expected: number[]) {
  const column = new Column("c", cells, nullsAt(nulls, count));
  const ranks = cells.type === "string" ? await rankTexts(cells.texts, compare, patient, never) : null;
  expect([...sortRows(column, count, direction, ranks)]).toEqual(expected);
}

const CASES: [string, Cells, number, number[], number[], number[]][] = [
  ["booleans", { type: "boolean", values: Uint8Array.of(1, 0, 1, 0) }, 4, [], [1, 3, 0, 2], [0, 2, 1, 3]],
  [
    "integers",
    { type: "integer", values: Int32Array.of(5, -2147483648, 0, 2147483647, -1) },
    5,
    [2],
    [1, 4, 0, 3, 2],
    [3, 0, 4, 1, 2],
  ],
  [
    "longs",
    { type: "long", halves: halves([2n ** 63n - 1n, -1n, 4294967296n, 1n, -(2n ** 63n)]) },
    5,
    [],
    [4, 1, 3, 2, 0],
    [0, 2, 3, 1, 4],
  ],
  ["dates", { type: "date", halves: halves([1_500_000_000_000n, 0n, -1n]) }, 3, [1], [2, 0, 1], [0, 2, 1]],
  [
    "doubles",
    { type: "double", values: Float64Array.of(NaN, -0.5, Infinity, -Infinity, 0.25, -3) },
    6,
    [],
    [3, 5, 1, 4, 2, 0],
    [0, 2, 4, 1, 5, 3],
  ],
  [
    "texts of their own",
    { type: "string", texts: texts(["bob", "Ännchen", "anna", "zoe", "bob"]), indexes: null },
    5,
    [],
    [2, 1, 0, 4, 3],
    [3, 0, 4, 1, 2],
  ],
  [
    "texts with indexes",
    { type: "string", texts: texts(["plant", "area"]), indexes: Uint8Array.of(0, 1, 0, 1) },
    4,
    [3],
    [1, 0, 2, 3],
    [0, 2, 1, 3],
  ],
  ["nothing", { type: "integer", values: new Int32Array(0) }, 0, [], [], []],
  ["nothing but nulls", { type: "integer", values: new Int32Array(3) }, 3, [0, 1, 2], [0, 1, 2], [0, 1, 2]],
];

for (const [name, cells, count, nulls, ascending, descending] of CASES) {
  test(`sorts ${name}`, async () => {
    await check(cells, count, nulls, "ascending", ascending);
    await check(cells, count, nulls, "descending", descending);
  });
}

/** A generator of numbers that are the same in every run (the constants are those of Numerical Recipes). */
function* numbers(seed: number): Generator<number, never> {
  for (let state = seed; ; yield state) state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
}

test("many rows come out as from a stable sort by comparison", () => {
  const source = numbers(7);
  const values = Int32Array.from({ length: 5_000 }, () => (source.next().value % 2_000) - 1_000);
  const nulls = Array.from({ length: 300 }, () => source.next().value % values.length);
  const column = new Column("c", { type: "integer", values }, nullsAt(nulls, values.length));
  for (const [direction, sign] of [
    ["ascending", 1],
    ["descending", -1],
  ] as const) {
    const byComparison = [...values.keys()].sort((a, b) => {
      const [nullA, nullB] = [column.isNull(a), column.isNull(b)];
      return nullA || nullB ? Number(nullA) - Number(nullB) : sign * (values[a]! - values[b]!);
    });
    expect([...sortRows(column, values.length, direction, null)]).toEqual(byComparison);
  }
});

test("texts are ranked in slices, and not at all once that is not wanted any more", async () => {
  const many = texts(Array.from({ length: 3_000 }, (_, i) => `user-${(i * 7919) % 3_000}`));
  let pauses = 0;
  let time = 0;
  // Each look at the clock finds that a slice is over.
  const busy: Pace = { now: () => (time += 100), pause: () => Promise.resolve(void (pauses += 1)) };
  const ranks = await rankTexts(many, compare, busy, never);
  expect(new Set(ranks).size).toBe(3_000);
  expect(pauses).toBeGreaterThan(20);

  const controller = new AbortController();
  const ranking = rankTexts(many, compare, busy, controller.signal);
  controller.abort(new Error("another column was chosen"));
  await expect(ranking).rejects.toThrow("another column was chosen");
});
