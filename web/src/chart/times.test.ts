// Marks of an axis of times where clocks change. The zone's calendar is the judge: each mark is a round local time.
import { expect, test } from "vitest";
import { axisDateText, dateText } from "../text/dates.ts";
import { Zone } from "../text/zone.ts";
import { times } from "./times.ts";

const HOUR = 3_600_000;
const DAY = 24 * HOUR;

/** From and to in UTC, and the texts at the marks. */
const CASES: [name: string, zone: string, from: string, to: string, step: number, texts: string[]][] = [
  [
    "days over the end of summer time",
    "Europe/Berlin",
    "2026-10-23T10:00Z",
    "2026-10-29T10:00Z",
    DAY,
    ["2026-10-24", "2026-10-25", "2026-10-26", "2026-10-27", "2026-10-28", "2026-10-29"],
  ],
  [
    "days over the beginning of summer time",
    "Europe/Berlin",
    "2026-03-27T10:00Z",
    "2026-03-31T10:00Z",
    DAY,
    ["2026-03-28", "2026-03-29", "2026-03-30", "2026-03-31"],
  ],
  [
    "half days",
    "Europe/Berlin",
    "2026-10-24T09:00Z",
    "2026-10-26T12:00Z",
    DAY / 2,
    ["12:00", "2026-10-25", "12:00", "2026-10-26", "12:00"],
  ],
  [
    "an hour that comes twice is marked twice",
    "Europe/Berlin",
    "2026-10-24T23:00Z",
    "2026-10-25T02:00Z",
    HOUR,
    ["01:00", "02:00", "02:00", "03:00"],
  ],
  [
    "a midnight that clocks leave out",
    "America/Santiago",
    "2026-09-05T12:00Z",
    "2026-09-08T12:00Z",
    DAY,
    ["2026-09-06", "2026-09-07", "2026-09-08"],
  ],
  ["nothing round between", "Europe/Berlin", "2026-10-25T10:10Z", "2026-10-25T10:20Z", DAY, ["2026-10-25"]],
];

for (const [name, zone, from, to, step, texts] of CASES) {
  test(name, () => {
    const [least, most] = [Date.parse(from), Date.parse(to)];
    const marks = times(least, most, step, new Zone(zone));
    expect(marks.map((at) => axisDateText(at, step, new Zone(zone)))).toEqual(texts);
    expect(marks.every((at) => at >= least && at <= most)).toBe(true);
    expect(marks.map((at) => dateText(at))).toEqual([...new Set(marks.map((at) => dateText(at)))].sort());
  });
}
