/**
 * Numbers by a pattern of `java.text.DecimalFormat`, with the signs and digits of the person's language.
 *
 * Digits are taken from the exact decimal form of a double, and rounded half to even, as Java does. Whole numbers come
 * as `bigint` where a double lacks some of their digits.
 */

interface Affixes {
  prefix: string;
  suffix: string;
}

interface Signs {
  decimal: string;
  group: string;
  minus: string;
  percent: string;
  digits: string[];
}

/** How many decimals a double has at most that matter for a tie. */
const EXACT = 100;

export class DecimalFormat {
  readonly #signs: Signs;
  readonly #positive: Affixes;
  readonly #negative: Affixes | null;
  /** By how many powers of ten the number is multiplied: for percent and per mille. */
  readonly #shift: number;
  readonly #groupSize: number;
  readonly #leastInteger: number;
  readonly #leastFraction: number;
  readonly #mostFraction: number;
  /** Digits of the exponent, where the pattern has one; and of the whole part at most. */
  readonly #exponent: { digits: number; mostInteger: number } | null;

  constructor(pattern: string, language?: string) {
    const [first = "", second] = subpatterns(pattern);
    const { prefix, number, suffix } = split(first);
    this.#signs = signsOf(language);
    const affix = (text: string) => unquoted(text, this.#signs);
    this.#positive = { prefix: affix(prefix), suffix: affix(suffix) };
    const other = second === undefined ? null : split(second);
    this.#negative = other && { prefix: affix(other.prefix), suffix: affix(other.suffix) };
    const affixes = bare(prefix) + bare(suffix);
    this.#shift = affixes.includes("%") ? 2 : affixes.includes("\u2030") ? 3 : 0;
    const [mantissa = "", exponent] = number.split("E");
    const [whole = "", fraction = ""] = mantissa.split(".");
    const groups = whole.split(",");
    this.#groupSize = groups.length > 1 ? (groups.at(-1)?.length ?? 0) : 0;
    // A pattern of # alone has a 0 where its point is.
    const isBare = mantissa.includes(".") && !mantissa.includes("0");
    this.#leastInteger = isBare && whole !== "" ? 1 : count(whole, "0");
    this.#leastFraction = isBare && whole === "" ? 1 : count(fraction, "0");
    this.#mostFraction = fraction.length;
    const mostInteger = whole.replace(/,/g, "").length;
    this.#exponent = exponent === undefined ? null : { digits: exponent.length, mostInteger };
  }

  format(number: number | bigint): string {
    if (typeof number === "number" && Number.isNaN(number)) return "NaN";
    const isNegative = typeof number === "bigint" ? number < 0n : number < 0 || Object.is(number, -0);
    const { prefix, suffix } = isNegative ? this.#ofNegative : this.#positive;
    return prefix + this.#magnitude(number) + suffix;
  }

  get #ofNegative(): Affixes {
    return this.#negative ?? { prefix: this.#signs.minus + this.#positive.prefix, suffix: this.#positive.suffix };
  }

  #magnitude(number: number | bigint): string {
    if (number === Infinity || number === -Infinity) return "\u221e";
    const times = 10 ** this.#shift;
    const [whole, fraction] = digitsOf(typeof number === "bigint" ? number * BigInt(times) : number * times);
    if (this.#exponent !== null) return this.#scientific(whole, fraction, this.#exponent);
    return this.#plain(rounded(whole, fraction, this.#mostFraction));
  }

  #plain([whole, fraction]: [string, string]): string {
    const trimmed = whole.replace(/^0+/, "").padStart(this.#leastInteger, "0");
    const kept = fraction.replace(/0+$/, "").padEnd(this.#leastFraction, "0");
    const integer = trimmed === "" && kept === "" ? "0" : trimmed;
    const { decimal, group } = this.#signs;
    const size = this.#groupSize;
    const grouped = size === 0 ? integer : integer.replace(new RegExp(`\\d(?=(?:\\d{${size}})+$)`, "g"), "$&\u0000");
    const text = `${this.#inDigits(grouped).replaceAll("\u0000", group)}`;
    return kept === "" ? text : `${text}${decimal}${this.#inDigits(kept)}`;
  }

  #scientific(whole: string, fraction: string, own: { digits: number; mostInteger: number }): string {
    const all = (whole + fraction).replace(/^0+/, "");
    // More digits before the point than must be there: exponents are multiples of their number.
    const step = own.mostInteger > this.#leastInteger ? own.mostInteger : 1;
    const significant = (step > 1 ? own.mostInteger : this.#leastInteger) + this.#mostFraction;
    const kept = rounded(all.slice(0, significant).padEnd(significant, "0"), all.slice(significant), 0)[0];
    const power = whole.length - ((whole + fraction).length - all.length) - 1 + (kept.length - significant);
    const places = step > 1 ? ((power % step) + step) % step : Math.max(0, this.#leastInteger - 1);
    const exponent = all === "" ? 0 : power - places;
    const sign = exponent < 0 ? this.#signs.minus : "";
    const mantissa = this.#plain([kept.slice(0, places + 1), kept.slice(places + 1)]);
    return `${mantissa}E${sign}${this.#inDigits(String(Math.abs(exponent)).padStart(own.digits, "0"))}`;
  }

  #inDigits(text: string): string {
    return this.#signs.digits[0] === "0"
      ? text
      : text.replace(/\d/g, (digit) => this.#signs.digits[Number(digit)] ?? digit);
  }
}

/**
 * The digits before and after the decimal point: all that there are, or, of doubles without a fraction, all that count.
 */
function digitsOf(number: number | bigint): [string, string] {
  if (typeof number === "bigint") return [String(number < 0n ? -number : number), ""];
  const magnitude = Math.abs(number);
  const [whole = "0", fraction = ""] = magnitude.toFixed(magnitude > Number.MAX_SAFE_INTEGER ? 0 : EXACT).split(".");
  const [, first = "", rest = "", power] = /^(\d)\.?(\d*)e\+(\d+)$/.exec(String(magnitude)) ?? [];
  return power === undefined ? [whole, fraction] : [(first + rest).padEnd(Number(power) + 1, "0"), ""];
}

/** Rounds half to even. */
function rounded(whole: string, fraction: string, most: number): [string, string] {
  const kept = whole + fraction.slice(0, most).padEnd(most, "0");
  const rest = fraction.slice(most);
  const isHalf = /^50*$/.test(rest);
  const isUp = isHalf ? Number(kept.at(-1) ?? 0) % 2 === 1 : /^[5-9]/.test(rest);
  const digits = isUp ? String(BigInt(kept) + 1n).padStart(kept.length, "0") : kept;
  return [digits.slice(0, digits.length - most), digits.slice(digits.length - most)];
}

function subpatterns(pattern: string): string[] {
  const parts = [""];
  let isQuoted = false;
  for (const char of pattern) {
    if (char === "'") isQuoted = !isQuoted;
    if (char === ";" && !isQuoted) parts.push("");
    else parts[parts.length - 1] += char;
  }
  return parts;
}

function split(part: string): { prefix: string; number: string; suffix: string } {
  let isQuoted = false;
  let start = 0;
  for (; start < part.length; start += 1) {
    if (part[start] === "'") isQuoted = !isQuoted;
    else if (!isQuoted && /[#0,.]/.test(part[start] ?? "")) break;
  }
  const [number = ""] = /^[#0,.]*(E0+)?/.exec(part.slice(start)) ?? [];
  return { prefix: part.slice(0, start), number, suffix: part.slice(start + number.length) };
}

/** A prefix or a suffix as it is written. */
function unquoted(text: string, signs: Signs): string {
  return text.replace(/''|'((?:[^']|'')*)'|-|%/g, (found, quoted: string | undefined) => {
    if (found === "''") return "'";
    if (quoted !== undefined) return quoted.replaceAll("''", "'");
    return found === "-" ? signs.minus : signs.percent;
  });
}

function bare(text: string): string {
  return text.replace(/'(?:[^']|'')*'/g, "");
}

function count(text: string, wanted: string): number {
  return [...text].filter((char) => char === wanted).length;
}

function signsOf(language: string | undefined): Signs {
  const parts = new Intl.NumberFormat(language, { useGrouping: true }).formatToParts(-10_000_000.5);
  const part = (wanted: string, otherwise: string) => parts.find(({ type }) => type === wanted)?.value ?? otherwise;
  const digit = new Intl.NumberFormat(language, { useGrouping: false });
  const percent = new Intl.NumberFormat(language, { style: "percent" }).formatToParts(1);
  return {
    decimal: part("decimal", "."),
    group: part("group", ","),
    minus: part("minusSign", "-"),
    percent: percent.find(({ type }) => type === "percentSign")?.value ?? "%",
    digits: Array.from({ length: 10 }, (_, number) => digit.format(number)),
  };
}
