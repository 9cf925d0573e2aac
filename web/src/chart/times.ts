/**
 * Round times of an axis, as clocks and calendars of a zone have them.
 *
 * When clocks change, a day has 23 hours or 25, so days are not sums of milliseconds: each mark is found in the
 * calendar.
 */
import { type Zone, screenZone } from "../text/zone.ts";

const MINUTE = 60_000;

/**
 * Round times from `least` to `most`, `step` milliseconds apart by the zone's clocks; where there is no such time,
 * `least`.
 */
export function times(least: number, most: number, step: number, zone: Zone = screenZone()): number[] {
  const local = (millis: number) => millis + zone.fields(millis).offset * MINUTE;
  const first = Math.ceil(local(least) / step) * step;
  const sums = marks(instantOf(first, zone), most, step);
  // Where clocks do not change by a part of a step, all sums are round, and an hour that comes twice is marked twice.
  if (sums.every((at) => local(at) % step === 0)) return sums.length > 0 ? sums : [least];
  const found = marks(first, local(most) + step, step).map((at) => instantOf(at, zone));
  const between = found.filter((at, place) => at >= least && at <= most && at !== found[place - 1]);
  return between.length > 0 ? between : [least];
}

function marks(first: number, most: number, step: number): number[] {
  return Array.from({ length: Math.max(0, Math.floor((most - first) / step) + 1) }, (_, at) => first + at * step);
}

/** When the zone's clocks show a local time; the first time after it, where they leave it out. */
function instantOf(local: number, zone: Zone): number {
  const offset = (millis: number) => zone.fields(millis).offset * MINUTE;
  // Before a change and after it: offsets are less than a day.
  const day = 24 * 60 * MINUTE;
  const found = [offset(local - day), offset(local + day)].map((each) => local - each);
  return found.find((at) => at + offset(at) === local) ?? Math.max(...found);
}
