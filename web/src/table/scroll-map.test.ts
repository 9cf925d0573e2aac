// The arithmetic of scrolling, for tables that fit into an element and for one that does not.
import { expect, test } from "vitest";
import { MAX_HEIGHT, ScrollMap } from "./scroll-map.ts";

const ROW = 28;
const VIEW = 560;

function map(rows: number): ScrollMap {
  const map = new ScrollMap();
  map.resize(rows * ROW, VIEW);
  return map;
}

test("a table that fits scrolls as its element does", () => {
  const small = map(1_000);
  expect(small.height).toBe(28_000);
  for (const bar of [0, 3, 5_000, 27_440]) {
    small.scrolled(bar);
    expect(small.offset).toBe(bar);
  }
});

test("a million rows are all reached by the bar, the wheel and the keyboard", () => {
  const rows = 1_000_000;
  const end = rows * ROW - VIEW;
  const large = map(rows);
  expect(large.height).toBe(MAX_HEIGHT);

  large.scrolled(MAX_HEIGHT - VIEW); // The bar is dragged to its end.
  expect(large.offset).toBe(end);
  large.scrolled(large.bar - 100); // The wheel turns back a little.
  expect(large.offset).toBe(end - 100);
  large.scrolled(large.bar + 100); // And to the end again.
  expect(large.offset).toBe(end);

  large.scrolled((MAX_HEIGHT - VIEW) / 2);
  expect(large.offset).toBeCloseTo(end / 2, 6);

  large.reveal(123_456 * ROW, 123_457 * ROW);
  expect(large.offset).toBe(123_456 * ROW);
  large.reveal(123_457 * ROW, 123_458 * ROW);
  expect(large.offset).toBe(123_456 * ROW);
  large.reveal((rows - 1) * ROW, rows * ROW);
  expect(large.offset).toBe(end);
});

test("turning the wheel always gets to the ends, however far the bar has drifted", () => {
  for (const direction of [1, -1]) {
    const large = map(400_000);
    large.moveTo(direction > 0 ? 400_000 * ROW - 90_000 : 90_000);
    const goal = direction > 0 ? 400_000 * ROW - VIEW : 0;
    let turns = 0;
    while (large.offset !== goal) {
      const before = large.offset;
      // The browser keeps the bar within its way.
      large.scrolled(Math.min(Math.max(0, large.bar + direction * 120), MAX_HEIGHT - VIEW));
      expect(direction * (large.offset - before)).toBeGreaterThan(0);
      if (turns % 7 === 0) large.settle();
      turns += 1;
    }
    expect(turns).toBeLessThan(1_600);
  }
});

test("what is not there any more is not scrolled to", () => {
  const shrinking = map(1_000_000);
  shrinking.moveTo(20_000_000);
  shrinking.resize(10 * ROW, VIEW);
  expect([shrinking.offset, shrinking.bar, shrinking.height]).toEqual([0, 0, 280]);
});

test("many turns of the wheel that are seen as one are as long as they are", () => {
  const large = map(1_000_000);
  large.moveTo(14_000_000);
  large.scrolled(large.bar + 1_400, true);
  expect(large.offset).toBe(14_001_400);
  large.scrolled(large.bar - 2_800, true);
  expect(large.offset).toBe(13_998_600);
  large.scrolled(0, true);
  expect(large.bar).toBeGreaterThan(0);
});
