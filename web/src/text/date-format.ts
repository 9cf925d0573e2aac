/**
 * Dates by a pattern of `java.text.SimpleDateFormat`, with names in the person's language, in the screen's zone.
 *
 * Weeks (`w`, `W`, `Y`, `F`) are left out, which the gateway reports when a pattern is set.
 */
import { isDate } from "./dates.ts";
import { type Fields, type Zone, screenZone } from "./zone.ts";

type Part = { literal: string } | { letter: string; count: number };

const LETTERS = /[a-zA-Z]/;

export class DateFormat {
  readonly #parts: Part[];
  readonly #language: string | undefined;

  constructor(pattern: string, language?: string) {
    this.#parts = partsOf(pattern);
    this.#language = language;
  }

  format(millis: number, zone: Zone = screenZone()): string {
    if (!isDate(millis)) return String(millis);
    const fields = zone.fields(millis);
    return this.#parts
      .map((part) => ("literal" in part ? part.literal : this.#field(part.letter, part.count, fields, millis, zone)))
      .join("");
  }

  #field(letter: string, count: number, f: Fields, millis: number, zone: Zone): string {
    const digits = (number: number) => String(number).padStart(count, "0");
    switch (letter) {
      case "G":
        return f.year > 0 ? "AD" : "BC";
      case "y": {
        const year = f.year > 0 ? f.year : 1 - f.year;
        return count === 2 ? String(year % 100).padStart(2, "0") : digits(year);
      }
      case "M":
      case "L":
        return count < 3 ? digits(f.month) : this.#name({ month: count === 3 ? "short" : "long" }, "month", f);
      case "d":
        return digits(f.day);
      case "D":
        return digits(dayOfYear(f));
      case "E":
        return this.#name({ weekday: count < 4 ? "short" : "long" }, "weekday", f);
      case "u":
        return digits(f.weekday === 0 ? 7 : f.weekday);
      case "a":
        return this.#name({ hour: "numeric", hourCycle: "h12" }, "dayPeriod", f);
      case "H":
        return digits(f.hour);
      case "k":
        return digits(f.hour === 0 ? 24 : f.hour);
      case "K":
        return digits(f.hour % 12);
      case "h":
        return digits(f.hour % 12 === 0 ? 12 : f.hour % 12);
      case "m":
        return digits(f.minute);
      case "s":
        return digits(f.second);
      case "S":
        return digits(f.milli);
      case "z":
        return count < 4 ? zone.shortName(millis) : zone.name;
      case "Z":
        return offsetText(f.offset, "", 2);
      case "X":
        return f.offset === 0 ? "Z" : offsetText(f.offset, count === 3 ? ":" : "", count === 1 ? 1 : 2);
      default:
        return letter.repeat(count);
    }
  }

  /** A word of the person's language. The fields are the zone's already, so that they are named as UTC. */
  #name(options: Intl.DateTimeFormatOptions, part: string, f: Fields): string {
    const date = new Date(0);
    date.setUTCFullYear(f.year, f.month - 1, f.day);
    date.setUTCHours(f.hour);
    const day = options.month === undefined ? {} : { day: "numeric" as const };
    const format = new Intl.DateTimeFormat(this.#language, { ...options, ...day, timeZone: "UTC" });
    return format.formatToParts(date).find(({ type }) => type === part)?.value ?? "";
  }
}

function partsOf(pattern: string): Part[] {
  const parts: Part[] = [];
  for (let at = 0; at < pattern.length;) {
    const char = pattern[at] ?? "";
    let end = at + 1;
    if (LETTERS.test(char)) {
      while (pattern[end] === char) end += 1;
      parts.push({ letter: char, count: end - at });
    } else if (char === "'" && pattern[end] === "'") {
      parts.push({ literal: "'" });
      end += 1;
    } else if (char === "'") {
      const [, quoted = ""] = /^((?:[^']|'')*)'?/.exec(pattern.slice(end)) ?? [];
      parts.push({ literal: quoted.replace(/''/g, "'") });
      end += quoted.length + 1;
    } else {
      parts.push({ literal: char });
    }
    at = end;
  }
  return parts;
}

function dayOfYear(f: Fields): number {
  const since = new Date(0);
  since.setUTCFullYear(f.year, 0, 1);
  const then = new Date(0);
  then.setUTCFullYear(f.year, f.month - 1, f.day);
  return Math.round((then.getTime() - since.getTime()) / 86_400_000) + 1;
}

function offsetText(minutes: number, between: string, parts: number): string {
  const two = (number: number) => String(number).padStart(2, "0");
  const whole = Math.abs(minutes);
  const hours = `${minutes < 0 ? "-" : "+"}${two(Math.floor(whole / 60))}`;
  return parts === 1 ? hours : `${hours}${between}${two(whole % 60)}`;
}
