/** The arithmetic of charts: round steps for an axis, and as many points of a line as can be told apart. */

export interface Axis {
  least: number;
  most: number;
  ticks: number[];
}

/**
 * Round numbers around `least` to `most`, some `count` of them: steps of 1, 2 or 5 times a power of ten. Whole ones,
 * where the values are `isWhole`: there is no half person.
 */
export function axis(least: number, most: number, count: number, isWhole = false): Axis {
  if (!Number.isFinite(least) || !Number.isFinite(most)) return { least: 0, most: 1, ticks: [0, 1] };
  if (least === most) return axis(Math.min(0, least), Math.max(0, most) || 1, count, isWhole);
  const rough = roundStep((most - least) / Math.max(1, count));
  const step = isWhole ? Math.max(1, rough) : rough;
  const first = Math.floor(least / step);
  const last = Math.ceil(most / step);
  // Multiples of the step, and not sums, which would gather rounding errors.
  const ticks = Array.from({ length: last - first + 1 }, (_, index) => rounded((first + index) * step, step));
  return { least: ticks[0]!, most: ticks.at(-1)!, ticks };
}

function roundStep(rough: number): number {
  const power = 10 ** Math.floor(Math.log10(rough));
  const factor = [1, 2, 5, 10].find((candidate) => candidate * power >= rough * 0.999) ?? 10;
  return factor * power;
}

/** Without the digits that binary fractions add. */
function rounded(value: number, step: number): number {
  const digits = Math.max(0, Math.min(20, -Math.floor(Math.log10(step))));
  return Number(value.toFixed(digits));
}

const DAY = 86_400_000;
const TIMES = [1, 2, 5, 10, 15, 30, 60, 120, 300, 600, 900, 1_800, 3_600, 7_200, 10_800, 21_600, 43_200].map(
  (seconds) => seconds * 1_000,
);

/** A step of round times, so that some `count` of them are in `span`; both in milliseconds. */
export function timeStep(span: number, count: number): number {
  const rough = span / Math.max(1, count);
  const days =
    [1, 2, 7, 14, 30, 90, 180, 365].find((days) => days * DAY >= rough) ?? Math.ceil(rough / (365 * DAY)) * 365;
  return TIMES.find((step) => step >= rough) ?? days * DAY;
}

/** The least and the greatest of the numbers that are numbers. */
export function bounds(values: Iterable<number>): [number, number] {
  let [least, most] = [Infinity, -Infinity];
  for (const value of values) {
    if (value < least) least = value;
    if (value > most) most = value;
  }
  return [least, most];
}

/**
 * The rows of a line that are drawn in `width` pixels: all of them, or, where they are too many, the first, the last, the
 * least and the greatest of each pixel's, so that no peak is lost.
 */
export function drawnRows(rowCount: number, width: number, valueAt: (row: number) => number): number[] {
  const columns = Math.max(1, Math.floor(width));
  if (rowCount <= columns * 4) return Array.from({ length: rowCount }, (_, row) => row);
  const rows: number[] = [];
  for (let column = 0; column < columns; column += 1) {
    const first = Math.floor((column * rowCount) / columns);
    const last = Math.floor(((column + 1) * rowCount) / columns) - 1;
    let [least, most] = [first, first];
    for (let row = first; row <= last; row += 1) {
      if (valueAt(row) < valueAt(least)) least = row;
      if (valueAt(row) > valueAt(most)) most = row;
    }
    for (const row of [...new Set([first, least, most, last])].sort((a, b) => a - b)) rows.push(row);
  }
  return rows;
}
