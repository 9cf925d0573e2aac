// How wide columns are at first, and which of them are shown.
import { expect, test } from "vitest";
import { Column, Dataset, Texts } from "../datasets/column.ts";
import { shownColumns } from "./columns.ts";
import { csv } from "./csv.ts";
import { copiedNumber, decimal, isCutToAnother, quoted, tabSeparated } from "./format.ts";
import type { Pace } from "./pace.ts";
import { Search } from "./search.ts";
import { type Measure, firstWidths } from "./widths.ts";

/** Ten pixels a letter. */
const measure: Measure = (texts) => texts.map(({ text }) => text.length * 10);
const PACE: Pace = { now: () => 0, pause: () => Promise.resolve() };

function texts(name: string, cells: string[]): Column {
  const encoded = cells.map((text) => new TextEncoder().encode(text));
  const starts = new Uint32Array(cells.length + 1);
  for (const [at, bytes] of encoded.entries()) starts[at + 1] = (starts[at] ?? 0) + bytes.length;
  const bytes = Uint8Array.from(encoded.flatMap((bytes) => [...bytes]));
  return new Column(name, { type: "string", texts: new Texts(bytes, starts, cells.join("")), indexes: null }, null);
}

function integers(name: string, cells: number[]): Column {
  return new Column(name, { type: "integer", values: Int32Array.from(cells) }, null);
}

function longs(name: string, cells: bigint[]): Column {
  const halves = new Int32Array(BigInt64Array.from(cells).buffer);
  return new Column(name, { type: "long", halves }, null);
}

function doubles(name: string, cells: number[]): Column {
  return new Column(name, { type: "double", values: Float64Array.from(cells) }, null);
}

function booleans(name: string, cells: boolean[]): Column {
  return new Column(name, { type: "boolean", values: Uint8Array.from(cells.map(Number)) }, null);
}

const LONG = 9_007_199_254_740_993n;

test("a column is as wide as its name and its first cells, and numbers are never cut", () => {
  const long = "x".repeat(100);
  const digits = "1".repeat(40);
  const data = new Dataset([integers("a number", [1, 2_000_000]), texts("t", [long, ""]), texts("d", [digits, ""])], 2);
  expect(firstWidths(shownColumns(data), 2, measure, 1)).toEqual([90, 360, 400]);
});

test("widths that a project has set, and limits, grow with the letters", () => {
  const data = new Dataset([integers("n", [1]), texts("t", ["x".repeat(100)]), texts("set", ["x"])], 1);
  const attributes = new Dataset([texts("name", ["set"]), integers("width", [80])], 1);
  const columns = shownColumns(data, attributes);
  expect(firstWidths(columns, 1, measure, 1)).toEqual([48, 360, 80]);
  expect(firstWidths(columns, 1, measure, 1.75)).toEqual([84, 630, 140]);
});

test("numbers are copied with all digits and the language's decimal sign, which its spreadsheets read", () => {
  for (const [number, point, comma] of [
    [1.234, "1.234", "1,234"],
    [1234567, "1234567", "1234567"],
    [-0.000001, "-0.000001", "-0,000001"],
    [1.5e300, "1.5e+300", "1,5e+300"],
    [NaN, "NaN", "NaN"],
  ] as const) {
    expect([copiedNumber(number, "."), copiedNumber(number, ",")]).toEqual([point, comma]);
  }
});

test("a file that nobody wants any more is none", async () => {
  const data = new Dataset([integers("n", [1, 2])], 2);
  expect(await csv(data, PACE, () => false)).toBeNull();
});

test("what a project says of columns is what is shown", () => {
  const data = new Dataset([integers("order", [4_711_000]), texts("name", ["bob"]), doubles("load", [0.5])], 1);
  const attributes = new Dataset(
    [
      texts("name", ["order", "load", "gone", "name"]),
      texts("title", ["Order no.", "", "", ""]),
      texts("numberFormat", ["0", "0.00", "", ""]),
      texts("suffix", ["", " %", "", ""]),
      booleans("hidden", [false, false, false, true]),
      integers("width", [80, 90, 100, 100]),
      integers("horizontalAlignment", [2, -1, 0, 0]),
      booleans("sortable", [false, true, true, true]),
      integers("order", [1, 0, 5, 9]),
    ],
    4,
  );
  const shown = shownColumns(data, attributes);
  const said = shown.map(({ index, title, alignment, width, isSortable, text }) => [
    index,
    title,
    alignment,
    width,
    isSortable,
    text(0),
  ]);
  expect(said).toEqual([
    [2, "load", "right", 90, true, "0.50 %"],
    [0, "Order no.", "left", 80, false, "4711000"],
  ]);
});

test("only the columns of which it is said are moved", () => {
  const data = new Dataset(
    ["a", "b", "c"].map((name) => integers(name, [1])),
    1,
  );
  const attributes = new Dataset([texts("name", ["c"]), integers("order", [0])], 1);
  expect(shownColumns(data, attributes).map(({ title }) => title)).toEqual(["c", "a", "b"]);
});

test("no number is shown as another one", () => {
  const data = new Dataset([longs("n", [LONG, -LONG, 5n])], 3);
  const [column] = shownColumns(data);
  expect([0, 1, 2].map((row) => column?.text(row).replace(/\D/g, ""))).toEqual([`${LONG}`, `${LONG}`, "5"]);
  const cases: [number, RegExp][] = [
    [0, /^0$/],
    [0.0000123456789, /^0[.,]0000123457$/],
    [1e-9, /^1.*E-9$/],
    [1e300, /^1E300$/],
    [0.1 + 0.2, /^0[.,]3$/],
    [NaN, /^NaN$/],
  ];
  for (const [number, expected] of cases) expect(decimal(number)).toMatch(expected);
  const text = texts("t", [""]);
  for (const [shown, isCut] of [
    ["2,000,000", true],
    ["-5", true],
    ["$5", true],
    ["bob", false],
    ["a1", false],
    ["", false],
  ] as const) {
    expect([shown, isCutToAnother(text, shown)]).toEqual([shown, isCut]);
  }
});

test("copies have headers where they are wanted, and no cell breaks its row", () => {
  const columns = [texts("a\tb", ["x\ny"]), longs("n", [LONG])];
  expect(tabSeparated(columns, [0])).toBe(`x y\t${LONG}`);
  expect(tabSeparated(columns, [0], ["a\tb", "n"])).toBe(`a b\tn\nx y\t${LONG}`);
});

test("a CSV file is exact, quoted where it must be, and runs nothing in a spreadsheet", async () => {
  const since = new Column("since", { type: "date", halves: new Int32Array(BigInt64Array.of(0n, 1n).buffer) }, null);
  const data = new Dataset(
    [
      texts("na,me", ['a "b"', "=1+1"]),
      longs("n", [LONG, -5n]),
      doubles("d", [1, 1e300]),
      booleans("b", [true, false]),
      since,
    ],
    2,
  );
  expect(await (await csv(data, PACE, () => true))?.text()).toBe(
    [
      '"na,me",n,d,b,since',
      `"a ""b""",${LONG},1.0,true,1970-01-01T00:00:00.000Z`,
      `"'=1+1",-5,1e300,false,1970-01-01T00:00:00.001Z`,
      "",
    ].join("\r\n"),
  );
  for (const text of ["=x", "+x", "-x", "@x", "\tx", "\rx"]) expect(quoted(text)).toBe(`"'${text}"`);
  for (const text of ["x=1", "bob", "ä"]) expect(quoted(text)).toBe(text);
});

test("a text is found as it is shown and as it is, whatever its case", async () => {
  const data = new Dataset(
    [texts("name", ["Bob", "billy", "BIXLY", "ｂｏｂ"]), integers("n", [2_000_000, 3, 20, 1])],
    4,
  );
  const columns = shownColumns(data);
  const cases: [string, number[]][] = [
    ["bob", [0, 3]],
    ["BI", [1, 2]],
    ["2000000", [0]],
    ["20", [0, 2]],
    ["nobody", []],
    ["", []],
  ];
  for (const [text, rows] of cases) {
    const search = new Search(PACE, () => {});
    await search.find(text, columns, 4);
    expect([text, [0, 1, 2, 3].filter((row) => search.has(row))]).toEqual([text, rows]);
    expect([text, search.count]).toEqual([text, rows.length]);
  }
  const search = new Search(PACE, () => {});
  await search.find("bob", columns, 4);
  const turned = (at: number) => 3 - at;
  expect([search.next(1, 1, 4, turned), search.next(2, -1, 4, turned), search.rank(3, turned)]).toEqual([3, 0, 2]);
});
