/** A key that is held down presses once. Its repetitions are for text and for moving about, and press nothing. */

/** The elements that the keyboard can press. */
const PRESSED = 'button, a, summary, select, input[type="checkbox"], [role="button"], [role="grid"]';

/** Whether a key is held down on something that it has pressed already. */
export function isHeldPress(event: KeyboardEvent): boolean {
  if (!event.repeat || (event.key !== "Enter" && event.key !== " ")) return false;
  return event.target instanceof Element && event.target.matches(PRESSED);
}
