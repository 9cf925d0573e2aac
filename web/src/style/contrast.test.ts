// A text can be read on every colour of a project, in both themes.
import { readFileSync } from "node:fs";
import { expect, test } from "vitest";
import {
  type Ground,
  type Rgb,
  READABLE,
  THEME,
  adapted,
  contrast,
  faded,
  isFixed,
  painted,
  textOn,
} from "./contrast.ts";

/** Colours in even steps, greys of every step among them. */
const COLOURS = [0, 51, 102, 128, 153, 204, 255].flatMap((red) =>
  [0, 51, 102, 128, 153, 204, 255].flatMap((green) => [0, 102, 128, 255].map((blue): Rgb => [red, green, blue])),
);
const hex = (colour: Rgb, alpha = "") =>
  `#${colour.map((part) => part.toString(16).padStart(2, "0")).join("")}${alpha}`;

/** The colours that a value of CSS stands for, in the light and in the dark. */
function inThemes(css: string): [Rgb, Rgb] {
  const found = [...css.matchAll(/rgb\((\d+) (\d+) (\d+)\)/g)].map(([, red, green, blue]): Rgb => [
    Number(red),
    Number(green),
    Number(blue),
  ]);
  return [found[0]!, found[1] ?? found[0]!];
}

function check(css: string, ground: Ground, what: string): void {
  const [light, dark] = inThemes(css);
  expect(contrast(light, ground.light), `${what} in the light`).toBeGreaterThanOrEqual(READABLE);
  expect(contrast(dark, ground.dark), `${what} in the dark`).toBeGreaterThanOrEqual(READABLE);
}

test("texts can be read on every colour, full or translucent, plain or faded", () => {
  for (const colour of COLOURS) {
    for (const alpha of ["", "ff", "80", "20", "00"]) {
      const ground = painted(hex(colour, alpha), THEME);
      check(textOn(ground), ground, `text on ${hex(colour, alpha)}`);
      check(faded(ground), ground, `faded text on ${hex(colour, alpha)}`);
    }
  }
});

test("what fades on a painted ground can be read on the theme's surfaces in it, too", () => {
  for (const colour of COLOURS) {
    const ground = painted(hex(colour), THEME);
    const [text] = inThemes(faded(ground));
    const surface = inThemes(textOn(ground))[0][0] === 0 ? THEME.light : THEME.dark;
    expect(contrast(text, surface), hex(colour)).toBeGreaterThanOrEqual(READABLE);
  }
});

test("a project's colour is kept where it can be read, and moved where it cannot", () => {
  for (const colour of COLOURS) check(adapted(hex(colour), THEME), THEME, hex(colour));
  expect(inThemes(adapted("#0b5cad", THEME))[0]).toEqual([0x0b, 0x5c, 0xad]);
  expect(inThemes(adapted("#ffd24a", THEME))[1]).toEqual([0xff, 0xd2, 0x4a]);
});

test("paint upon paint", () => {
  const navy = painted("#000080", THEME);
  expect(isFixed(navy)).toBe(true);
  expect(painted("#ffffff80", navy).light).toEqual(painted("#ffffff80", navy).dark);
  expect(isFixed(painted("#ffffff80", THEME))).toBe(false);
});

test("the theme's ground is what the style sheet says", () => {
  const sheet = readFileSync(new URL("./theme.css", import.meta.url), "utf8");
  const value = (name: string) => new RegExp(`--${name}: light-dark\\((#\\w+), (#\\w+)\\)`).exec(sheet)!;
  expect([value("page")[1], value("raised")[2]]).toEqual([hex(THEME.light), hex(THEME.dark)]);
});
