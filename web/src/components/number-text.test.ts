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
];

for (const [text, whole, number] of CASES) {
  test(`${JSON.stringify(text)}${whole ? ", whole" : ""}`, () => expect(parseNumber(text, whole, ",")).toBe(number));
}

test("what is shown can be read again", () => {
  for (const number of [0, -3, 0.1, 1 / 3, 1e21, 123456.789])
    expect(parseNumber(formatNumber(number), false)).toBe(number);
});
