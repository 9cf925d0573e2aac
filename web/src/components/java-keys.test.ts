// Keys as Java numbers them: the constants of `java.awt.event.KeyEvent`.
import { expect, test } from "vitest";
import { NO_CHAR, javaKeyChar, javaKeyCode, typedChar } from "./java-keys.ts";

const PLAIN = { ctrlKey: false, metaKey: false, altKey: false };

const CASES: [key: string, code: string, keyCode: number, char: string][] = [
  ["a", "KeyA", 65, "a"],
  ["A", "KeyA", 65, "A"],
  ["7", "Digit7", 55, "7"],
  ["7", "Numpad7", 103, "7"],
  ["Enter", "Enter", 10, "\n"],
  ["Escape", "Escape", 27, "\u001b"],
  ["Delete", "Delete", 127, "\u007f"],
  ["Insert", "Insert", 155, NO_CHAR],
  ["ArrowDown", "ArrowDown", 40, NO_CHAR],
  ["F1", "F1", 112, NO_CHAR],
  ["F12", "F12", 123, NO_CHAR],
  [",", "Comma", 44, ","],
  [" ", "Space", 32, " "],
  ["Unidentified", "", 0, NO_CHAR],
  ["Dead", "BracketLeft", 0, NO_CHAR],
];

for (const [key, code, keyCode, char] of CASES) {
  test(`${key} on ${code}`, () => {
    expect(javaKeyCode({ key, code, ...PLAIN })).toBe(keyCode);
    expect(javaKeyChar({ key, code, ...PLAIN })).toBe(char);
    expect(typedChar({ key, code, ...PLAIN })).toBe(char === NO_CHAR ? null : char);
  });
}

test("with Control nothing is typed, with AltGr a letter is", () => {
  const q = { key: "@", code: "KeyQ", metaKey: false, ctrlKey: true };
  expect(typedChar({ ...q, altKey: false })).toBeNull();
  expect(typedChar({ ...q, altKey: true })).toBe("@");
});
