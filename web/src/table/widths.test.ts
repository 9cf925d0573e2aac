// First widths of columns: by their names and by what their first cells say, within bounds.
import { expect, test } from "vitest";
import { Column, Dataset } from "../datasets/column.ts";
import { firstWidths } from "./widths.ts";

const tenALetter = (text: string) => text.length * 10;

function integers(name: string, ...values: number[]): Column {
  return new Column(name, { type: "integer", values: Int32Array.from(values) }, null);
}

test("a column is as wide as its name or its widest cell, within bounds", () => {
  const data = new Dataset(
    [integers("n", 5), integers("count", 1), integers("n", 123_456_789), integers("x".repeat(99), 1)],
    1,
  );
  expect(firstWidths(data, tenALetter)).toEqual([50, 90, 134, 360]);
});

test("cells far below are not looked at", () => {
  const values = Array.from({ length: 1_000 }, (_, row) => (row === 900 ? 123_456_789 : 1));
  expect(firstWidths(new Dataset([integers("n", ...values)], 1_000), tenALetter)).toEqual([50]);
});
