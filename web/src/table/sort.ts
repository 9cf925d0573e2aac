/**
 * The order of a table's rows by a column: a permutation of row numbers.
 *
 * Every type becomes an unsigned key of 32 or 64 bits whose order is that of the values, and a radix sort puts the rows
 * in order of their keys: no comparison, no object, a million rows within a few dozen milliseconds. The sort is stable in
 * both directions, and nulls come last in both.
 */
import type { Column } from "../datasets/column.ts";

const DIGIT = 16;
const BUCKETS = 1 << DIGIT;
const SIGN = 0x8000_0000;

export type Direction = "ascending" | "descending";

/** A key for each row: its upper half, and its lower one where the values need it. */
interface Keys {
  high: Uint32Array;
  low: Uint32Array | null;
}

/** The rows in order of the column. `ranks` has the place of each text, for a string column. */
export function sortRows(
  column: Column,
  rowCount: number,
  direction: Direction,
  ranks: Uint32Array | null,
): Uint32Array {
  const { high, low } = keys(column, rowCount, ranks);
  if (direction === "descending") {
    for (const half of low === null ? [high] : [high, low]) {
      for (let row = 0; row < rowCount; row += 1) half[row] = ~(half[row] ?? 0);
    }
  }
  const [filled, empty] = partition(column, rowCount);
  let order = filled;
  for (const half of low === null ? [high] : [low, high]) {
    order = byDigit(order, half, 0);
    order = byDigit(order, half, DIGIT);
  }
  const rows = new Uint32Array(rowCount);
  rows.set(order);
  rows.set(empty, order.length);
  return rows;
}

/** Rows with a value, and rows without one, each in their own order. */
function partition(column: Column, rowCount: number): [Uint32Array, Uint32Array] {
  const rows = new Uint32Array(rowCount);
  let filled = 0;
  for (let row = 0; row < rowCount; row += 1) if (!column.isNull(row)) rows[filled++] = row;
  let end = filled;
  for (let row = 0; end < rowCount; row += 1) if (column.isNull(row)) rows[end++] = row;
  return [rows.subarray(0, filled), rows.subarray(filled)];
}

/** One stable counting pass over 16 bits of the keys. */
function byDigit(order: Uint32Array, keys: Uint32Array, shift: number): Uint32Array {
  const starts = new Uint32Array(BUCKETS + 1);
  for (const row of order) starts[(((keys[row] ?? 0) >>> shift) & (BUCKETS - 1)) + 1]! += 1;
  const first = ((keys[order[0] ?? 0] ?? 0) >>> shift) & (BUCKETS - 1);
  if (starts[first + 1] === order.length) return order; // All alike: the usual case for the upper digits.
  for (let bucket = 1; bucket <= BUCKETS; bucket += 1) starts[bucket]! += starts[bucket - 1] ?? 0;
  const sorted = new Uint32Array(order.length);
  for (const row of order) sorted[starts[((keys[row] ?? 0) >>> shift) & (BUCKETS - 1)]!++] = row;
  return sorted;
}

function keys(column: Column, rowCount: number, ranks: Uint32Array | null): Keys {
  const cells = column.cells;
  const high = new Uint32Array(rowCount);
  switch (cells.type) {
    case "boolean":
      high.set(cells.values);
      return { high, low: null };
    case "integer":
      for (let row = 0; row < rowCount; row += 1) high[row] = (cells.values[row] ?? 0) ^ SIGN;
      return { high, low: null };
    case "string":
      for (let row = 0; row < rowCount; row += 1) {
        high[row] = ranks?.[cells.indexes === null ? row : (cells.indexes[row] ?? 0)] ?? 0;
      }
      return { high, low: null };
    case "long":
    case "date": {
      const low = new Uint32Array(rowCount);
      for (let row = 0; row < rowCount; row += 1) {
        low[row] = cells.halves[2 * row] ?? 0;
        high[row] = (cells.halves[2 * row + 1] ?? 0) ^ SIGN;
      }
      return { high, low };
    }
    case "double":
      return doubleKeys(cells.values, high);
  }
}

/** IEEE 754 is in order but for negative numbers, which run backwards. NaN is above all numbers, as in Java. */
function doubleKeys(values: Float64Array, high: Uint32Array): Keys {
  const halves = new Uint32Array(values.buffer, values.byteOffset, values.length * 2);
  const low = new Uint32Array(values.length);
  for (let row = 0; row < values.length; row += 1) {
    const l = halves[2 * row] ?? 0;
    const h = halves[2 * row + 1] ?? 0;
    const negative = h >= SIGN;
    low[row] = negative ? ~l : l;
    high[row] = negative ? ~h : h ^ SIGN;
  }
  return { high, low };
}
