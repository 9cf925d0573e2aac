/**
 * Colours that can be read, whatever a project colours: the ratio of contrast of WCAG 2 between a text and its ground.
 *
 * A ground is known in both themes. Where a project has painted it, it is the same in both; where the theme shows, it is
 * not, and a colour is given for each by CSS's `light-dark()`, so that nothing has to run when the theme changes.
 */

export type Rgb = readonly [red: number, green: number, blue: number];

/** The ground behind a text, in the light theme and in the dark one. */
export interface Ground {
  readonly light: Rgb;
  readonly dark: Rgb;
}

/** The least ratio that a text needs (WCAG 2, 1.4.3). */
export const READABLE = 4.5;
/** From this luminance on black can be read better than white; either has at least 4.5 there. */
const MIDDLE = 0.179;
const BLACK: Rgb = [0, 0, 0];
const WHITE: Rgb = [255, 255, 255];

/**
 * The style sheet's grounds behind texts: `--page` in the light, `--raised` in the dark, of all its surfaces those that
 * are nearest to the texts on them.
 */
export const THEME: Ground = { light: [0xee, 0xf1, 0xf4], dark: [0x22, 0x2a, 0x32] };

/** The ground that `colour` (`#rrggbb` or `#rrggbbaa`) makes on top of another. */
export function painted(colour: string, below: Ground): Ground {
  const [red, green, blue, alpha] = parsed(colour);
  const over = (ground: Rgb) => mixed(ground, [red, green, blue], alpha);
  return { light: over(below.light), dark: over(below.dark) };
}

/** Whether the ground is the same in both themes. */
export function isFixed({ light, dark }: Ground): boolean {
  return light.every((part, at) => part === dark[at]);
}

/** Whether black is read better on it than white. Only of a fixed ground. */
export function isLight({ light }: Ground): boolean {
  return luminance(light) > MIDDLE;
}

/** Black or white, whichever can be read. */
export function textOn(ground: Ground): string {
  return written(ground, (below) => extreme(below));
}

/** A project's colour for texts, moved towards black or white as far as it must be to be read on the theme. */
export function adapted(colour: string, ground: Ground): string {
  const [red, green, blue] = parsed(colour);
  return written(ground, (below) => strengthened([red, green, blue], below));
}

/**
 * A text of less weight: of a component that cannot be used, or of a note. It fades into its ground as far as it stays
 * readable, on that ground and on the theme's surfaces.
 */
export function faded(ground: Ground, colour?: string): string {
  const [red, green, blue] = parsed(colour ?? "#000000");
  return written(ground, (below, theme) => {
    const text = colour === undefined ? extreme(below) : ([red, green, blue] as const);
    const surface = isFixed(ground) ? (luminance(below) > MIDDLE ? THEME.light : THEME.dark) : theme;
    const isReadable = (part: number) => {
      const tried = mixed(text, below, part);
      return contrast(tried, below) >= READABLE && contrast(tried, surface) >= READABLE;
    };
    return mixed(text, below, most(isReadable));
  });
}

/** The ratio between two colours, from 1 to 21. */
export function contrast(one: Rgb, other: Rgb): number {
  const [a, b] = [luminance(one), luminance(other)];
  return (Math.max(a, b) + 0.05) / (Math.min(a, b) + 0.05);
}

function extreme(ground: Rgb): Rgb {
  return luminance(ground) > MIDDLE ? BLACK : WHITE;
}

function strengthened(colour: Rgb, ground: Rgb): Rgb {
  const end = extreme(ground);
  return mixed(
    end,
    colour,
    most((part) => contrast(mixed(end, colour, part), ground) >= READABLE),
  );
}

/** The largest part, up to 1 in steps of 1/64, for which `holds`, which holds for all parts below; at least 0. */
function most(holds: (part: number) => boolean): number {
  for (let step = 64; step > 0; step -= 1) if (holds(step / 64)) return step / 64;
  return 0;
}

function mixed(from: Rgb, to: Rgb, part: number): Rgb {
  const between = (a: number, b: number) => Math.round(a + (b - a) * part);
  return [between(from[0], to[0]), between(from[1], to[1]), between(from[2], to[2])];
}

function luminance([red, green, blue]: Rgb): number {
  const linear = (byte: number) => (byte <= 10 ? byte / 3294.6 : ((byte / 255 + 0.055) / 1.055) ** 2.4);
  return 0.2126 * linear(red) + 0.7152 * linear(green) + 0.0722 * linear(blue);
}

function parsed(colour: string): [...Rgb, alpha: number] {
  const bytes = (colour.slice(1).match(/../g) ?? []).map((hex) => parseInt(hex, 16));
  const [red = 0, green = 0, blue = 0, alpha = 255] = bytes;
  return [red, green, blue, alpha / 255];
}

function written(ground: Ground, colour: (below: Rgb, theme: Rgb) => Rgb): string {
  const light = `rgb(${colour(ground.light, THEME.light).join(" ")})`;
  const dark = `rgb(${colour(ground.dark, THEME.dark).join(" ")})`;
  return light === dark ? light : `light-dark(${light}, ${dark})`;
}
