// The keys of a grid, in a table of 100 rows and 5 columns.
import { expect, test } from "vitest";
import { moveOf, moved } from "./keys.ts";

const CASES: [key: string, ctrl: boolean, from: [number, number], to: [number, number]][] = [
  ["ArrowDown", false, [0, 2], [1, 2]],
  ["ArrowDown", false, [99, 2], [99, 2]],
  ["ArrowUp", false, [0, 2], [-1, 2]],
  ["ArrowUp", false, [-1, 2], [-1, 2]],
  ["ArrowLeft", false, [3, 0], [3, 0]],
  ["ArrowRight", false, [3, 3], [3, 4]],
  ["ArrowRight", false, [-1, 4], [-1, 4]],
  ["Home", false, [7, 3], [7, 0]],
  ["End", false, [7, 3], [7, 4]],
  ["Home", true, [7, 3], [0, 0]],
  ["End", true, [7, 3], [99, 4]],
  ["PageDown", false, [7, 3], [27, 3]],
  ["PageDown", false, [90, 3], [99, 3]],
  ["PageUp", false, [7, 3], [0, 3]],
  ["PageUp", false, [-1, 3], [-1, 3]],
];

for (const [key, ctrl, [row, column], [toRow, toColumn]] of CASES) {
  test(`${ctrl ? "Ctrl+" : ""}${key} from row ${row}, column ${column}`, () => {
    const move = moveOf(key, ctrl);
    expect(move && moved(move, row, column, 100, 5, 20)).toEqual({ row: toRow, column: toColumn });
  });
}

test("an empty table has its headers only", () => {
  for (const key of ["ArrowDown", "PageDown", "PageUp"]) {
    expect(moved(moveOf(key, false)!, -1, 0, 0, 5, 20)).toEqual({ row: -1, column: 0 });
  }
  expect(moved(moveOf("Home", true)!, -1, 2, 0, 5, 20)).toEqual({ row: -1, column: 0 });
  expect(moveOf("x", false)).toBeNull();
});
