/** Numbers as the user writes them: with the decimal separator of the user's language, or a point. */

const FORMAT = new Intl.NumberFormat(undefined, { maximumSignificantDigits: 17, useGrouping: false });
const SEPARATOR = FORMAT.formatToParts(0.5).find(({ type }) => type === "decimal")?.value ?? ".";

export function formatNumber(number: number): string {
  return FORMAT.format(number);
}

/** The number, or null where the text is none; `whole` allows no fraction. */
export function parseNumber(text: string, whole: boolean, separator = SEPARATOR): number | null {
  const plain = text.trim().replace("\u2212", "-").replace(separator, ".");
  if (!/^[+-]?(\d+\.?\d*|\.\d+)(e[+-]?\d+)?$/i.test(plain)) return null;
  const number = Number(plain);
  if (!Number.isFinite(number) || (whole && !Number.isInteger(number))) return null;
  return number;
}
