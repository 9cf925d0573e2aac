// Numbers as people type them, in their languages.
import { expect, test } from "vitest";
import { floatText, formatNumber, notation, parseNumber, wholeText } from "./number-text.ts";

/** By language: the typed text, and the number, or a part of the message instead. */
const CASES: [string, string, number | string][] = [
  ["en-US", "5", 5],
  ["en-US", "-5", -5],
  ["en-US", "+5", 5],
  ["en-US", "\u22125", -5],
  ["en-US", " 1.5 ", 1.5],
  ["en-US", ".5", 0.5],
  ["en-US", "1.", 1],
  ["en-US", "1e3", 1000],
  ["en-US", "1.234", 1.234],
  ["en-US", "1,234", 1234],
  ["en-US", "1,234,567.5", 1_234_567.5],
  ["en-US", "1 234.5", 1234.5],
  ["en-US", "1'234.5", 1234.5],
  ["en-US", "1,5", "as in 1,234.5"],
  ["en-US", "1.234,5", "as in 1,234.5"],
  ["en-US", "1,234 567", "as in"],
  ["en-US", "0,500", "as in"],
  ["en-US", "1.2.3", "as in"],
  ["en-US", "", "as in"],
  ["en-US", ".", "as in"],
  ["en-US", "five", "as in"],
  ["en-US", "0x10", "as in"],
  ["en-US", "--5", "as in"],
  ["en-US", "1e999", "too large"],
  ["de-DE", "1.234,5", 1234.5],
  ["de-DE", "1.234", 1234],
  ["de-DE", "-1.234.567", -1_234_567],
  ["de-DE", "1,234", 1.234],
  ["de-DE", "1234,5", 1234.5],
  ["de-DE", "1 234,5", 1234.5],
  ["de-DE", "1.5", "as in 1.234,5"],
  ["de-DE", "0.500", "as in 1.234,5"],
  ["de-DE", "1,234.5", "as in 1.234,5"],
  ["de-DE", "1.23,5", "as in"],
  ["fr-FR", "1\u00a0234,5", 1234.5],
  ["fr-FR", "1\u202f234,5", 1234.5],
  ["fr-FR", "1 234 567,25", 1_234_567.25],
  ["fr-FR", "1.5", 1.5],
  ["fr-FR", "0.500", 0.5],
  ["fr-FR", "1.234", "two ways: write 1234, or 1,234"],
  ["fr-FR", "1.234,5", "as in"],
  ["de-CH", "1\u2019234.5", 1234.5],
  ["de-CH", "1'234.5", 1234.5],
  ["de-CH", "1,5", "as in 1\u2019234.5"],
  ["en-IN", "12,34,567.8", 1_234_567.8],
  ["en-IN", "1,234,567.8", 1_234_567.8],
  ["en-IN", "12,34,56", "as in"],
  ["hi-IN", "१२,३४,५६७", 1_234_567],
  ["ar-EG", "١٬٢٣٤٫٥", 1234.5],
  ["ar-EG", "\u061c-١٢", -12],
  ["ar-EG", "1234.5", 1234.5],
  ["fa-IR", "۱٬۲۳۴٫۵", 1234.5],
  ["en-US", "١٢", 12],
  ["en-US", "1٢", "as in"],
  ["ja-JP", "１２３", 123],
  ["pl-PL", "1 234,5", 1234.5],
  ["es-ES", "1.234,5", 1234.5],
  ["pt-BR", "1.234,5", 1234.5],
  ["sv-SE", "\u22121\u00a0234,5", -1234.5],
];

test.each(CASES)("%s: %s is %s", (language, text, expected) => {
  const parsed = parseNumber(text, false, notation(language));
  if (typeof expected === "number") expect(parsed).toEqual({ number: expected });
  else expect("problem" in parsed ? parsed.problem : parsed).toContain(expected);
});

test("whole numbers have no fraction, and are exact or refused", () => {
  const own = notation("de-DE");
  const cases: [string, number | string][] = [
    ["2,0", 2],
    ["2,5", "whole"],
    ["1.000", 1000],
    ["9.007.199.254.740.991", 9_007_199_254_740_991],
    ["9007199254740993", "exactly"],
  ];
  for (const [text, expected] of cases) {
    const parsed = parseNumber(text, true, own);
    if (typeof expected === "number") expect(parsed).toEqual({ number: expected });
    else expect("problem" in parsed ? parsed.problem : parsed).toContain(expected);
  }
});

test("what is shown is read as the same number, in every language", () => {
  const languages = ["en-US", "de-DE", "fr-FR", "de-CH", "en-IN", "ar-EG", "fa-IR", "hi-IN", "sv-SE", "pt-PT", "bn-BD"];
  for (const language of languages) {
    const own = notation(language);
    const grouped = new Intl.NumberFormat(language, { maximumFractionDigits: 6 });
    for (const number of [0, -1, 0.5, 1234.5, -1234567.25, 123456789, 1e-7, 1.7976931348623157e308]) {
      expect([language, parseNumber(own.format(number), false, own)]).toEqual([language, { number }]);
      if (Math.abs(number) < 1e15 && Math.abs(number) > 1e-5) {
        expect([language, parseNumber(grouped.format(number), false, own)]).toEqual([language, { number }]);
      }
    }
  }
  expect(parseNumber(formatNumber(-0.25), false)).toEqual({ number: -0.25 });
});

test("a float is shown in the digits that a person would write, and is read as the same float", () => {
  const own = notation("en-US");
  for (const [number, text] of [
    [0.1, "0.1"],
    [16.7, "16.7"],
    [1 / 3, "0.33333334"],
    [3.4028234e38, null],
    [-2.5, "-2.5"],
    [0, "0"],
    [16777216, "16777216"],
  ] as const) {
    const shown = floatText(Math.fround(number), own);
    if (text !== null) expect(shown).toBe(text);
    const read = parseNumber(shown, false, own);
    expect("number" in read && Math.fround(read.number)).toBe(Math.fround(number));
  }
});

test("a whole number that comes as a text keeps its digits, and what is no number stays as it is", () => {
  const own = notation("de-DE");
  expect(wholeText("9007199254740993", own)).toBe("9007199254740993");
  expect(wholeText("-9223372036854775808", own)).toBe("-9223372036854775808");
  expect(wholeText("NaN", own)).toBe("NaN");
});

test("what is proposed for a number that can be read in two ways is read as it is proposed", () => {
  for (const language of ["ar-EG", "fa-IR", "fr-FR", "sv-SE"]) {
    const own = notation(language);
    const parsed = parseNumber("1.234", false, own);
    const problem = "problem" in parsed ? parsed.problem : "";
    const [, thousands = "", decimal = ""] = /write (.*), or (.*)\.$/.exec(problem) ?? [];
    expect([language, parseNumber(thousands, false, own)]).toEqual([language, { number: 1234 }]);
    expect([language, parseNumber(decimal, false, own)]).toEqual([language, { number: 1.234 }]);
  }
});
