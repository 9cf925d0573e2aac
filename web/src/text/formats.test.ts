// Java's output for the same patterns: `conformance/formats`.
import { readFileSync } from "node:fs";
import { expect, test } from "vitest";
import { DateFormat } from "./date-format.ts";
import { axisDateText, dateText, instantText } from "./dates.ts";
import { DecimalFormat } from "./decimal-format.ts";
import { Zone } from "./zone.ts";

const CASES = readFileSync(new URL("../../../conformance/formats/cases.tsv", import.meta.url), "utf8")
  .split("\n")
  .filter((line) => line !== "")
  .map((line) => line.split("\t"));

const doubles = (text: string) => Number(text.replace("∞", "Infinity"));

test("numbers are written as Java writes them", () => {
  const wrong: string[][] = [];
  for (const [kind, pattern = "", number = "", expected = ""] of CASES) {
    if (kind === "D") continue;
    const given = kind === "L" ? BigInt(number) : doubles(number);
    const found = new DecimalFormat(pattern, "en-US").format(given);
    if (found !== expected) wrong.push([pattern, number, expected, found]);
  }
  expect(wrong).toEqual([]);
});

test("dates are written as Java writes them, in each zone", () => {
  const zones = new Map<string, Zone>();
  const wrong: string[][] = [];
  for (const [kind, name = "", pattern = "", millis = "", expected = ""] of CASES) {
    if (kind !== "D") continue;
    const zone = zones.get(name) ?? new Zone(name);
    zones.set(name, zone);
    const found = new DateFormat(pattern, "en-US").format(Number(millis), zone);
    if (found !== expected) wrong.push([name, pattern, millis, expected, found]);
  }
  expect(wrong).toEqual([]);
});

test("signs are those of the person's language", () => {
  const cases: [string, string, number | bigint, string][] = [
    ["de-DE", "#,##0.00", 1234567.5, "1.234.567,50"],
    ["de-DE", "#,##0.00", -1234.5, "-1.234,50"],
    ["fr-FR", "#,##0.0", 1234.5, "1\u202f234,5"],
    ["ar-EG", "0.0", 12.5, "١٢٫٥"],
    ["de-DE", "0", 4711000n, "4711000"],
  ];
  for (const [language, pattern, number, expected] of cases) {
    expect(new DecimalFormat(pattern, language).format(number)).toBe(expected);
  }
});

test("a date has one form, in the zone of the screen", () => {
  const berlin = new Zone("Europe/Berlin");
  expect(dateText(0, berlin)).toBe("1970-01-01 01:00:00");
  expect(dateText(1_774_746_000_000, berlin)).toBe("2026-03-29 03:00:00");
  expect(dateText(1_774_745_999_000, berlin)).toBe("2026-03-29 01:59:59");
  expect(dateText(-62_135_596_800_001, new Zone("UTC"))).toBe("0000-12-31 23:59:59");
  expect(dateText(9e15, berlin)).toBe("9000000000000000");
  expect(new Zone("Mars/Base").name).toBe("UTC");
  expect(instantText(1_500_000_000_123)).toBe("2017-07-14T02:40:00.123Z");
  const axis = [86_400_000, 3_600_000, 60_000, 1_000].map((step) => axisDateText(3_600_000, step, berlin));
  expect(axis).toEqual(["1970-01-01", "02:00", "02:00", "02:00:00"]);
});
