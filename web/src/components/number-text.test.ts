// Numbers as people type them.
import { expect, test } from "vitest";
import { formatNumber, parseNumber } from "./number-text.ts";

const CASES: [text: string, whole: boolean, number: number | null][] = [
  ["12", true, 12],
  [" -7 ", true, -7],
  ["\u22127", true, -7],
  ["1.5", false, 1.5],
  ["1,5", false, 1.5],
  [".5", false, 0.5],
  ["1e3", true, 1000],
  ["1.5", true, null],
  ["", false, null],
  ["12 kg", false, null],
  ["0x10", true, null],
  ["1e999", false, null],
  ["Infinity", false, null],
  ["1.234,75", false, 1234.75],
  ["-1.234.567", true, -1234567],
  ["1.500", false, null],
  ["1.50", false, 1.5],
  ["1.2345", false, 1.2345],
  ["12.34.567", true, null],
];

for (const [text, whole, number] of CASES) {
  test(`${JSON.stringify(text)}${whole ? ", whole" : ""}`, () =>
    expect(parseNumber(text, whole, ",", ".")).toBe(number));
}

for (const [group, text] of [
  [",", "1,234,567.5"],
  ["\u202f", "1 234 567.5"],
  ["\u00a0", "1\u00a0234\u00a0567.5"],
  ["", "1234567.5"],
] as const) {
  test(`grouped by ${JSON.stringify(group)}`, () => expect(parseNumber(text, false, ".", group)).toBe(1234567.5));
}

test("what is shown can be read again", () => {
  for (const number of [0, -3, 0.1, 1 / 3, 1e21, 123456.789])
    expect(parseNumber(formatNumber(number), false)).toBe(number);
});
