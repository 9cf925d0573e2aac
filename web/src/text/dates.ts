/**
 * Dates as everything on the screen shows them: `2026-11-30 14:05:09`, in the screen's zone. That is the format of
 * `system.date.format` without a pattern, and of copied and exported dates, and no language reads it as another day.
 */
import { type Zone, screenZone } from "./zone.ts";

/** The farthest instants that JavaScript's dates reach, in milliseconds from 1970. */
const FARTHEST = 8.64e15;
const SECOND = 1_000;
const DAY = 86_400_000;

const two = (number: number) => String(number).padStart(2, "0");

/** A date and a time; as milliseconds, where no date is that far. */
export function dateText(millis: number, zone: Zone = screenZone()): string {
  if (!isDate(millis)) return String(millis);
  const { year, month, day, hour, minute, second } = zone.fields(millis);
  return `${yearText(year)}-${two(month)}-${two(day)} ${two(hour)}:${two(minute)}:${two(second)}`;
}

/** For an axis on which marks are `step` milliseconds apart: as much of a date as distinguishes them. */
export function axisDateText(millis: number, step: number, zone: Zone = screenZone()): string {
  const text = dateText(millis, zone);
  if (!isDate(millis) || step < SECOND) return text;
  // At midnight a new day begins, which the axis shows.
  if (step >= DAY || text.endsWith("00:00:00")) return text.slice(0, -9);
  return step < 60 * SECOND ? text.slice(-8) : text.slice(-8, -3);
}

/** An instant without doubt about the zone, for other programs: RFC 3339 in UTC, as the gateway's CSV has it. */
export function instantText(millis: number): string {
  return isDate(millis) ? new Date(millis).toISOString().replace(/^([+-])00(\d{4})/, "$1$2") : String(millis);
}

export function isDate(millis: number): boolean {
  return Math.abs(millis) <= FARTHEST;
}

function yearText(year: number): string {
  return year >= 0 ? String(year).padStart(4, "0") : `-${String(-year).padStart(4, "0")}`;
}
