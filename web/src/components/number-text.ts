/**
 * Numbers as the user writes them: with the decimal sign, the grouping and the digits of the user's language.
 *
 * The meaning is never guessed. A sign that groups digits in this language does nothing else, and only where whole
 * groups stand around it: `1.234` is 1234 for a German, and `1.5` is not a number. Spaces and apostrophes can only
 * group, so they do everywhere. A point where the language has no use for one is a decimal sign, as keypads type it,
 * unless it could be read as grouping.
 */

/** How a language writes numbers. */
export interface Notation {
  /** Before the fraction. */
  decimal: string;
  /** Between groups of digits; empty where digits are not grouped. */
  group: string;
  format(number: number | bigint): string;
}

export type Parsed = { number: number } | { problem: string };

/** Characters that only set the direction of text. */
const DIRECTIONS = /[\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069]/g;
const MINUS = /^[-\u2212\u2010-\u2015\ufe63\uff0d]/;
const SPACES = /[\s\u00a0\u2009\u202f]/g;
const APOSTROPHES = /['\u2019\u02bc\uff07]/g;
const [ARABIC_DECIMAL, ARABIC_GROUP] = ["\u066b", "\u066c"];
/** The zeros of the scripts that number systems of today have; nine digits follow each. */
const ZEROS = [
  0x30, 0x660, 0x6f0, 0x7c0, 0x966, 0x9e6, 0xa66, 0xae6, 0xb66, 0xbe6, 0xc66, 0xce6, 0xd66, 0xe50, 0xed0, 0xf20, 0x1040,
  0x17e0, 0x1810, 0xa9d0, 0xaa50, 0xabf0, 0xff10,
];

/** How `language` writes numbers; the user's own without it. */
export function notation(language?: string): Notation {
  const plain = new Intl.NumberFormat(language, { maximumSignificantDigits: 17, useGrouping: false });
  const whole = new Intl.NumberFormat(language, { maximumFractionDigits: 0, useGrouping: false });
  const grouped = new Intl.NumberFormat(language, { useGrouping: true });
  const part = (format: Intl.NumberFormat, number: number, wanted: string) =>
    format.formatToParts(number).find(({ type }) => type === wanted)?.value ?? "";
  return {
    decimal: part(plain, 0.5, "decimal") || ".",
    group: alike(part(grouped, 10_000_000, "group")),
    format: (number) => (typeof number === "bigint" ? whole : plain).format(number),
  };
}

const OWN = notation();

export function formatNumber(number: number): string {
  return OWN.format(number);
}

/** A float in the fewest digits that identify it: 0.1, and not the double's digits. */
export function floatText(number: number, own: Notation = OWN): string {
  for (let digits = 1; digits < 9; digits += 1) {
    const short = Number(number.toPrecision(digits));
    if (Math.fround(short) === Math.fround(number)) return own.format(short);
  }
  return own.format(number);
}

/** A whole number that came as a text, with all of its digits; another text unchanged. */
export function wholeText(text: string, own: Notation = OWN): string {
  return /^-?\d{1,19}$/.test(text) ? own.format(BigInt(text)) : text;
}

/** The number of a text, or the mistake in it, in words; `whole` allows no fraction. */
export function parseNumber(text: string, whole: boolean, own: Notation = OWN): Parsed {
  const digits = inAscii(alike(text.replace(DIRECTIONS, "").trim()));
  const unsigned = digits.replace(MINUS, "").replace(/^\+/, "");
  const [, body = "", exponent = ""] = /^(.*?)(e[+-]?\d+)?$/i.exec(unsigned) ?? [];
  const plain = plainDigits(body, own);
  if (typeof plain !== "string") return plain;
  const number = Number(`${MINUS.test(digits) ? "-" : ""}${plain}${exponent}`);
  if (!Number.isFinite(number)) return { problem: "This number is too large." };
  if (!whole) return { number };
  if (!Number.isInteger(number)) return { problem: "Enter a whole number." };
  if (Number.isSafeInteger(number)) return { number };
  return {
    problem: `This number is too large to be kept exactly: enter at most ${own.format(Number.MAX_SAFE_INTEGER)}.`,
  };
}

/** As JavaScript writes it, without a sign. */
function plainDigits(body: string, own: Notation): string | { problem: string } {
  const wrong = { problem: `Enter a number, as in ${example(own)}.` };
  const at = Math.max(body.lastIndexOf(own.decimal), body.lastIndexOf(ARABIC_DECIMAL));
  const [integer, fraction] = at < 0 ? [body, ""] : [body.slice(0, at), body.slice(at + 1)];
  const isPointFree = own.decimal !== "." && own.group !== ".";
  const [, before = "", after = ""] = /^(\d*)\.(\d*)$/.exec(body) ?? [];
  if (isPointFree && before + after !== "") {
    if (!/^[1-9]\d{0,2}$/.test(before) || after.length !== 3) return `${before || "0"}.${after || "0"}`;
    // In the language's own digits: digits of two scripts in one number would make it invalid.
    const fraction = [...after].map((digit) => own.format(Number(digit))).join("");
    const [thousands, decimal] = [
      own.format(Number(before + after)),
      `${own.format(Number(before))}${own.decimal}${fraction}`,
    ];
    return { problem: `${body} can be read in two ways: write ${thousands}, or ${decimal}.` };
  }
  const ungrouped = withoutGroups(integer, own.group);
  if (ungrouped === null || !/^\d*$/.test(fraction) || ungrouped + fraction === "") return wrong;
  return `${ungrouped || "0"}.${fraction || "0"}`;
}

/** The digits of whole groups, all separated by one sign; null if they are not. */
function withoutGroups(integer: string, group: string): string | null {
  if (/^\d*$/.test(integer)) return integer;
  for (const sign of new Set([group, " ", "\u2019", ARABIC_GROUP])) {
    const groups = integer.split(sign);
    if (sign === "" || groups.length < 2) continue;
    const [first = "", last = ""] = [groups[0], groups.at(-1)];
    const between = groups.slice(1, -1);
    const isGrouped = (size: number) =>
      new RegExp(`^[1-9]\\d{0,${size - 1}}$`).test(first) &&
      between.every((each) => /^\d+$/.test(each) && each.length === size);
    // In India only the last group has three digits.
    if (/^\d{3}$/.test(last) && (isGrouped(3) || isGrouped(2))) return groups.join("");
  }
  return null;
}

/** How a number with both signs looks. */
function example(own: Notation): string {
  return `${own.format(1)}${own.group}${own.format(234)}${own.decimal}${own.format(5)}`;
}

/** With one kind of space and of apostrophe: some languages group by ones that cannot be typed. */
function alike(text: string): string {
  return text
    .replace(SPACES, " ")
    .replace(APOSTROPHES, "\u2019")
    .replace(/\uff0e/g, ".")
    .replace(/\uff0c/g, ",");
}

/** With the digits of one script as ASCII has them; digits of two scripts in one number stay, and make it invalid. */
function inAscii(text: string): string {
  const zero = ZEROS.find((zero) => [...text].some((char) => digitOf(char, zero) !== null)) ?? 0x30;
  return [...text]
    .map((char) => (zero === 0x30 ? char : (digitOf(char, zero) ?? (/\d/.test(char) ? "?" : char))))
    .join("");
}

function digitOf(char: string, zero: number): string | null {
  const digit = (char.codePointAt(0) ?? 0) - zero;
  return digit >= 0 && digit <= 9 ? String(digit) : null;
}
