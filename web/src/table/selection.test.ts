// Selecting rows with the mouse and the keyboard, in a table that is shown backwards.
import { expect, test } from "vitest";
import { Selection, type SelectionMode } from "./selection.ts";

const ROWS = 10;
const backwards = (at: number) => ROWS - 1 - at;

type Step = [at: number, held: "" | "shift" | "ctrl"];

function check(mode: SelectionMode, steps: Step[], expected: number[]) {
  const selection = new Selection();
  selection.mode = mode;
  selection.reset(ROWS, []);
  for (const [at, held] of steps) {
    selection.choose(at, { shift: held === "shift", ctrl: held === "ctrl" }, backwards);
  }
  expect(selection.rows()).toEqual(expected);
  expect(selection.count).toBe(expected.length);
}

test("a click selects its row and no other", () => {
  check(
    "multiple",
    [
      [0, ""],
      [3, ""],
    ],
    [6],
  );
});

test("Shift selects what is shown from the row before, whichever way", () => {
  check(
    "multiple",
    [
      [2, ""],
      [4, "shift"],
    ],
    [5, 6, 7],
  );
  check(
    "multiple",
    [
      [4, ""],
      [2, "shift"],
      [5, "shift"],
    ],
    [4, 5],
  );
  check(
    "interval",
    [
      [0, ""],
      [1, "shift"],
    ],
    [8, 9],
  );
  check(
    "single",
    [
      [0, ""],
      [3, "shift"],
    ],
    [6],
  );
});

test("Ctrl adds and takes away where several rows can be selected", () => {
  check(
    "multiple",
    [
      [0, ""],
      [3, "ctrl"],
      [5, "ctrl"],
    ],
    [4, 6, 9],
  );
  check(
    "multiple",
    [
      [0, ""],
      [3, "ctrl"],
      [0, "ctrl"],
    ],
    [6],
  );
  check(
    "interval",
    [
      [0, ""],
      [3, "ctrl"],
    ],
    [6],
  );
  check(
    "single",
    [
      [3, ""],
      [3, "ctrl"],
    ],
    [],
  );
});

test("all rows are selected where that is allowed", () => {
  for (const [mode, count] of [
    ["multiple", ROWS],
    ["interval", ROWS],
    ["single", 0],
  ] as const) {
    const selection = new Selection();
    selection.mode = mode;
    selection.reset(ROWS, []);
    selection.all();
    expect(selection.rows().length).toBe(count);
  }
});

test("another dataset takes the selection that it comes with, as far as there are such rows", () => {
  const selection = new Selection();
  selection.reset(3, [0, 2, 7, -1, 2]);
  expect(selection.rows()).toEqual([0, 2]);
  expect(selection.rows(1)).toEqual([0]);
});
