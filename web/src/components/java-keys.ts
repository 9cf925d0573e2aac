/**
 * Keys as `java.awt.event.KeyEvent` numbers them.
 *
 * Browsers' own `keyCode` has the same numbers for letters, digits, function keys and arrows, and others for the rest.
 */

/** The fields of a keyboard event that are used. */
export type PressedKey = Pick<KeyboardEvent, "key" | "code" | "ctrlKey" | "metaKey" | "altKey">;

/** No character, as in Java. */
export const NO_CHAR = "\uffff";

const BY_KEY: Record<string, number> = {
  Enter: 10,
  Backspace: 8,
  Tab: 9,
  Shift: 16,
  Control: 17,
  Alt: 18,
  Pause: 19,
  CapsLock: 20,
  Escape: 27,
  " ": 32,
  PageUp: 33,
  PageDown: 34,
  End: 35,
  Home: 36,
  ArrowLeft: 37,
  ArrowUp: 38,
  ArrowRight: 39,
  ArrowDown: 40,
  Delete: 127,
  NumLock: 144,
  ScrollLock: 145,
  PrintScreen: 154,
  Insert: 155,
  Meta: 157,
  ContextMenu: 525,
  AltGraph: 65406,
  ",": 44,
  "-": 45,
  ".": 46,
  "/": 47,
  ";": 59,
  "=": 61,
  "[": 91,
  "\\": 92,
  "]": 93,
  "`": 192,
  "'": 222,
};

/** The characters of the keys that Java counts as characters and browsers name. */
const CHARS: Record<string, string> = {
  Enter: "\n",
  Backspace: "\b",
  Tab: "\t",
  Escape: "\u001b",
  Delete: "\u007f",
};

/** Java's number of the key, 0 for a key without one. */
export function javaKeyCode({ key, code }: PressedKey): number {
  const numpad = /^Numpad(\d)$/.exec(code);
  if (numpad !== null) return 96 + Number(numpad[1]);
  const letterOrDigit = /^(?:Key|Digit)([A-Z0-9])$/.exec(code);
  if (letterOrDigit !== null && !(key in BY_KEY)) return letterOrDigit[1]!.charCodeAt(0);
  const f = /^F(\d{1,2})$/.exec(key);
  if (f !== null && Number(f[1]) <= 12) return 111 + Number(f[1]);
  return BY_KEY[key] ?? 0;
}

/** The character of the key; U+FFFF for a key that types no character. */
export function javaKeyChar({ key }: PressedKey): string {
  return isOneCharacter(key) ? key : (CHARS[key] ?? NO_CHAR);
}

/** The character that the key types now, if it types one. */
export function typedChar(event: PressedKey): string | null {
  // With Control held Java types control characters, which no script is known to wait for; AltGr types letters.
  if ((event.ctrlKey && !event.altKey) || event.metaKey) return null;
  const char = javaKeyChar(event);
  return char === NO_CHAR ? null : char;
}

/** Java's characters are of 16 bits, so code points beyond the first 65,536 have no character. */
function isOneCharacter(key: string): boolean {
  return key.length === 1;
}
