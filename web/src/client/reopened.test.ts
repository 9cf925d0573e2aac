// The content that fits into the message that opens windows again.
import { expect, test } from "vitest";
import { fitting } from "./reopened.ts";

const change = (component: number, length: number) => ({ component, property: "text", value: "x".repeat(length) });

test("what does not fit is left out, and what comes after it still fits", () => {
  const windows = [
    { path: "A", openedWith: null, changes: [change(2, 10), change(3, 5000), change(4, 20)] },
    { path: "B", openedWith: null, changes: [change(2, 30)] },
  ];
  expect(fitting(windows, 1000)).toEqual([
    { path: "A", openedWith: null, changes: [change(2, 10), change(4, 20)] },
    { path: "B", openedWith: null, changes: [change(2, 30)] },
  ]);
  expect(fitting(windows)).toEqual(windows);
  expect(fitting(windows, 0).map(({ path, changes }) => [path, changes.length])).toEqual([
    ["A", 0],
    ["B", 0],
  ]);
});

test("what windows were opened with comes before what was entered", () => {
  const windows = [
    { path: "A", openedWith: "y".repeat(400), changes: [change(2, 500)] },
    { path: "B", openedWith: "z".repeat(400), changes: [] },
    { path: "C", openedWith: "w".repeat(400), changes: [change(2, 10)] },
  ];
  expect(fitting(windows, 900)).toEqual([
    { path: "A", openedWith: "y".repeat(400), changes: [] },
    { path: "B", openedWith: "z".repeat(400), changes: [] },
    { path: "C", openedWith: "", changes: [change(2, 10)] },
  ]);
});
