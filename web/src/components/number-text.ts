/**
 * Numbers as the user writes them: with the decimal separator of the user's language, or a point, and grouped or not.
 *
 * Where the point groups digits, `1.500` can mean two numbers a thousand times apart. It is refused: the person has to
 * say which.
 */

const FORMAT = new Intl.NumberFormat(undefined, { maximumSignificantDigits: 17, useGrouping: false });
const SEPARATOR = FORMAT.formatToParts(0.5).find(({ type }) => type === "decimal")?.value ?? ".";
const GROUP = new Intl.NumberFormat().formatToParts(1_000_000).find(({ type }) => type === "group")?.value ?? "";

export function formatNumber(number: number): string {
  return FORMAT.format(number);
}

/** The number, or null where the text is none; `whole` allows no fraction. */
export function parseNumber(text: string, whole: boolean, separator = SEPARATOR, group = GROUP): number | null {
  const ungrouped = withoutGroups(text.trim().replace("\u2212", "-"), separator, group);
  if (ungrouped === null) return null;
  const plain = ungrouped.replace(separator, ".");
  if (!/^[+-]?(\d+\.?\d*|\.\d+)(e[+-]?\d+)?$/i.test(plain)) return null;
  const number = Number(plain);
  if (!Number.isFinite(number) || (whole && !Number.isInteger(number))) return null;
  return number;
}

/** The text without its grouping, where that is well formed; null where it may be a fraction as well. */
function withoutGroups(text: string, separator: string, group: string): string | null {
  // Some languages group by a space that nobody can type.
  const plain = text.replace(/\s/g, " ");
  const sign = /\s/.test(group) ? " " : group;
  const [whole = "", ...fraction] = plain.split(separator);
  const [first = "", ...threes] = sign === "" ? [] : whole.replace(/^[+-]/, "").split(sign);
  const isGrouped = threes.length > 0 && /^\d{1,3}$/.test(first) && threes.every((three) => /^\d{3}$/.test(three));
  if (!isGrouped) return text;
  if (sign === "." && threes.length === 1 && fraction.length === 0) return null;
  return [whole.split(sign).join(""), ...fraction].join(separator);
}
