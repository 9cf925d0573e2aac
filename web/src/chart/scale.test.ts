// Axes with round numbers, and lines that keep their peaks.
import { timeStep } from "./scale.ts";
import { expect, test } from "vitest";
import { axis, bounds, drawnRows } from "./scale.ts";

const AXES: [least: number, most: number, ticks: number[]][] = [
  [0, 7, [0, 2, 4, 6, 8]],
  [0, 1, [0, 0.2, 0.4, 0.6, 0.8, 1]],
  [0.1, 0.34, [0.1, 0.15, 0.2, 0.25, 0.3, 0.35]],
  [-12, 30, [-20, -10, 0, 10, 20, 30]],
  [0, 1_234_567, [0, 500_000, 1_000_000, 1_500_000]],
  [5, 5, [0, 1, 2, 3, 4, 5]],
  [0, 0, [0, 0.2, 0.4, 0.6, 0.8, 1]],
  [Infinity, -Infinity, [0, 1]],
];

for (const [least, most, ticks] of AXES) {
  test(`from ${least} to ${most}`, () => {
    expect(axis(least, most, 5)).toEqual({ least: ticks[0], most: ticks.at(-1), ticks });
  });
}

test("what is no number bounds nothing", () => {
  expect(bounds([3, NaN, -1])).toEqual([-1, 3]);
  expect(bounds([NaN])).toEqual([Infinity, -Infinity]);
});

test("a line of many rows is drawn with few, and with its peaks", () => {
  const value = (row: number) => (row === 54_321 ? 99 : row === 12_345 ? -99 : row % 3);
  const rows = drawnRows(100_000, 400, value);
  expect(rows.length).toBeLessThanOrEqual(1_600);
  expect(rows).toContain(54_321);
  expect(rows).toContain(12_345);
  expect(rows[0]).toBe(0);
  expect(rows.at(-1)).toBe(99_999);
  expect([...rows].sort((a, b) => a - b)).toEqual(rows);
  expect(drawnRows(5, 400, value)).toEqual([0, 1, 2, 3, 4]);
});

test("of what is counted there are no halves", () => {
  expect(axis(0, 2, 8, true).ticks).toEqual([0, 1, 2]);
  expect(axis(0, 1, 10, true).ticks).toEqual([0, 1]);
  expect(axis(0, 2, 8).ticks).toContain(0.5);
  expect(axis(0, 1000, 5, true).ticks).toEqual([0, 200, 400, 600, 800, 1000]);
});

test("times are marked at round ones", () => {
  const hour = 3_600_000;
  expect(timeStep(24 * hour, 6)).toBe(6 * hour);
  expect(timeStep(60_000, 6)).toBe(10_000);
  expect(timeStep(30 * 24 * hour, 5)).toBe(7 * 24 * hour);
});
