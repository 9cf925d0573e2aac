// Selecting rows with the mouse and the keyboard, in a table that is shown backwards.
import { expect, test } from "vitest";
import { type Places, Selection, type SelectionMode } from "./selection.ts";

const ROWS = 10;
const turned = (at: number) => ROWS - 1 - at;
const backwards: Places = { rowAt: turned, placeOf: turned };
const forwards: Places = { rowAt: (at) => at, placeOf: (row) => row };

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

const NOTHING = { shift: false, ctrl: false };
const SHIFT = { shift: true, ctrl: false };

test("a range goes on from the row where it began, wherever that is shown by then", () => {
  const selection = new Selection();
  selection.reset(ROWS, []);
  selection.choose(2, NOTHING, forwards);
  // Sorted the other way, row 2 is at place 7.
  selection.choose(5, SHIFT, backwards);
  expect(selection.rows()).toEqual([2, 3, 4]);
});

test("without a row where it began a range is one row, and the next goes on from there", () => {
  const selection = new Selection();
  selection.reset(ROWS, []);
  selection.choose(4, SHIFT, forwards);
  expect(selection.rows()).toEqual([4]);
  selection.choose(6, SHIFT, forwards);
  expect(selection.rows()).toEqual([4, 5, 6]);
  // Other data: the row is another one now.
  selection.reset(ROWS, []);
  selection.choose(1, SHIFT, forwards);
  expect(selection.rows()).toEqual([1]);
});

test("a range of the keyboard begins at the row that was the active one, unless it has begun", () => {
  const selection = new Selection();
  selection.reset(ROWS, []);
  selection.beginAt(3);
  selection.choose(4, SHIFT, forwards);
  selection.beginAt(9);
  selection.choose(5, SHIFT, forwards);
  expect(selection.rows()).toEqual([3, 4, 5]);
});

test("it is known whether a selection is the one that is there", () => {
  const selection = new Selection();
  selection.reset(ROWS, [1, 3]);
  expect([selection.isOf([1, 3]), selection.isOf([3, 1]), selection.isOf([1]), selection.isOf([1, 4])]).toEqual([
    true,
    true,
    false,
    false,
  ]);
});
