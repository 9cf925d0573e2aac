/**
 * The time zone of everything on the screen: the gateway's, in which scripts write dates, too.
 *
 * A table, a chart and a text that a script has made show the same hour so, on whatever machine the browser runs.
 */

export interface Fields {
  year: number;
  /** From 1. */
  month: number;
  day: number;
  /** From 0, Sunday. */
  weekday: number;
  hour: number;
  minute: number;
  second: number;
  milli: number;
  /** How far the zone is ahead of UTC then, in minutes. */
  offset: number;
}

/** Offsets change at quarters of an hour, if they do. */
const QUARTER = 900_000;
const MINUTE = 60_000;
const MOST_KEPT = 20_000;

export class Zone {
  readonly name: string;
  readonly #format: Intl.DateTimeFormat;
  readonly #offsets = new Map<number, number>();

  /** A zone of the IANA database; UTC where the browser does not know it, which is then the value of `name`. */
  constructor(name: string) {
    const options = { hourCycle: "h23", year: "numeric", month: "2-digit", day: "2-digit" } as const;
    const time = { era: "short", hour: "2-digit", minute: "2-digit", second: "2-digit" } as const;
    let format: Intl.DateTimeFormat;
    try {
      format = new Intl.DateTimeFormat("en-US", { ...options, ...time, timeZone: name });
    } catch {
      format = new Intl.DateTimeFormat("en-US", { ...options, ...time, timeZone: "UTC" });
    }
    this.name = format.resolvedOptions().timeZone;
    this.#format = format;
  }

  /** The readings of the zone's clocks and calendars at an instant. */
  fields(millis: number): Fields {
    const offset = this.#offset(millis);
    const local = new Date(millis + offset * MINUTE);
    return {
      year: local.getUTCFullYear(),
      month: local.getUTCMonth() + 1,
      day: local.getUTCDate(),
      weekday: local.getUTCDay(),
      hour: local.getUTCHours(),
      minute: local.getUTCMinutes(),
      second: local.getUTCSeconds(),
      milli: local.getUTCMilliseconds(),
      offset,
    };
  }

  /** The zone's name at an instant, as in CET. */
  shortName(millis: number): string {
    const format = new Intl.DateTimeFormat("en-GB", { timeZone: this.name, timeZoneName: "short" });
    return format.formatToParts(millis).find(({ type }) => type === "timeZoneName")?.value ?? this.name;
  }

  /** Asking the browser costs some microseconds, and a table asks for thousands of dates. */
  #offset(millis: number): number {
    const quarter = Math.floor(millis / QUARTER);
    const known = this.#offsets.get(quarter);
    if (known !== undefined) return known;
    if (this.#offsets.size >= MOST_KEPT) this.#offsets.clear();
    const offset = this.#asked(quarter * QUARTER);
    this.#offsets.set(quarter, offset);
    return offset;
  }

  #asked(millis: number): number {
    // Near the ends of the range there may be no local time.
    if (Math.abs(millis) > 8.63e15) return 0;
    const part = Object.fromEntries(this.#format.formatToParts(millis).map(({ type, value }) => [type, value]));
    const year = part["era"] === "B" || part["era"] === "BC" ? 1 - Number(part["year"]) : Number(part["year"]);
    const local = new Date(0);
    local.setUTCFullYear(year, Number(part["month"]) - 1, Number(part["day"]));
    local.setUTCHours(Number(part["hour"]), Number(part["minute"]), Number(part["second"]));
    return Math.round((local.getTime() - millis) / MINUTE);
  }
}

let shown = new Zone("UTC");

/** The zone of the screen. */
export function screenZone(): Zone {
  return shown;
}

/** The gateway has sent the screen's zone. Returns whether it differs from the one before. */
export function setScreenZone(name: string): boolean {
  if (name === shown.name) return false;
  shown = new Zone(name);
  return true;
}
