/**
 * A field for a number, in the user's notation. Typed text counts once it is complete: at Enter, or when the field is
 * left. An entry that is not a number, or is outside of the bounds, is marked and not sent.
 *
 * Text that a person has begun to type stays until it is entered or taken back: a number that arrives meanwhile does
 * not take its place, where the next digit would make a third one, and is shown beside it.
 */
import { type Context, type Kind, make } from "./widget.ts";
import { floatText, formatNumber, parseNumber, wholeText } from "./number-text.ts";

/** By `mode`: the property that has the whole number. */
const PROPERTIES = ["intValue", "longValue", "floatValue", "doubleValue"];
const [LONG, FLOAT] = [1, 2];
const LEFT_OVER = "Not entered yet.";
let notes = 0;

const property = ({ component }: Context) => PROPERTIES[component.decimal("mode")] ?? "doubleValue";

/**
 * The number as it is shown. A value that is not a JavaScript number comes as a text (NaN, or a long with all its
 * digits).
 */
function shownText(context: Context): string {
  const [value, mode] = [context.component.get(property(context)), context.component.decimal("mode")];
  if (typeof value === "string") return mode === LONG ? wholeText(value) : value;
  const number = typeof value === "number" ? value : 0;
  return mode === FLOAT ? floatText(number) : formatNumber(number);
}

/** The typed text as a number that the field may have, or the reason why it is not one. */
function entered(context: Context, text: string): { number: number } | { problem: string } {
  const { component } = context;
  const parsed = parseNumber(text, component.decimal("mode") < FLOAT);
  if ("problem" in parsed || !component.flag("useBounds")) return parsed;
  const [least, most] = [component.decimal("minimum"), component.decimal("maximum")];
  const isWithin = parsed.number >= least && parsed.number <= most;
  return isWithin ? parsed : { problem: `Enter a number from ${formatNumber(least)} to ${formatNumber(most)}.` };
}

export const numericTextField: Kind = (context) => {
  const element = make("div", "component numeric");
  const input = make("input", "field");
  input.type = "text";
  input.inputMode = "decimal";
  input.autocomplete = "off";
  const suffix = make("span", "numeric-suffix");
  const marks = make("span", "numeric-marks");
  marks.textContent = "###";
  marks.setAttribute("aria-hidden", "true");
  const note = make("span", "numeric-note");
  note.setAttribute("role", "status");
  note.id = `numeric-note-${(notes += 1)}`;
  input.setAttribute("aria-describedby", note.id);
  element.append(input, marks, suffix, note);
  /** Whether something is typed that has not been entered. */
  let isEdited = false;
  /** The number that it was typed over, as it was shown. */
  let typedOver = "";
  /** Whether it was typed before this page. */
  let isLeftOver = false;

  /**
   * A part of a number reads as another: marks stand in its place where the field is too narrow, until it is edited.
   */
  const fit = () => {
    const isCut = document.activeElement !== input && input.clientWidth > 0 && input.scrollWidth > input.clientWidth;
    element.classList.toggle("too-narrow", isCut);
    input.title = isCut ? input.value : "";
  };
  new ResizeObserver(fit).observe(input);

  const mark = (message: string) => {
    input.setCustomValidity(message);
    input.setAttribute("aria-invalid", String(message !== ""));
    // That takes the focus, and a person who has left the field has it elsewhere.
    if (message !== "" && document.activeElement === input) input.reportValidity();
  };
  /** Shows the arrived value beside the field, while the field shows typed text. */
  const tell = () => {
    element.classList.toggle("edited", isEdited);
    const now = shownText(context);
    const isOther = isEdited && now !== typedOver;
    const text = isOther ? `It is ${now} now. Enter keeps yours, Escape takes ${now}.` : isLeftOver ? LEFT_OVER : "";
    if (note.textContent !== text) note.textContent = text;
  };
  const isHalfTyped = () => isEdited && input.value !== shownText(context);
  const show = (text: string) => {
    isEdited = isLeftOver = false;
    input.value = text;
    mark("");
    tell();
  };
  const edit = () => {
    if (!isEdited) typedOver = shownText(context);
    [isEdited, isLeftOver] = [true, false];
    mark("");
    tell();
  };
  /** Takes the typed text; false when it is not a valid number. */
  const commit = (): boolean => {
    if (!isHalfTyped()) {
      show(shownText(context));
      return true;
    }
    const given = entered(context, input.value);
    if ("problem" in given) {
      mark(given.problem);
      return false;
    }
    const { number } = given;
    const now = context.component.get(property(context));
    const isFloat = context.component.decimal("mode") === FLOAT;
    if (number !== now && !(isFloat && Math.fround(number) === now)) context.change(property(context), number);
    show(formatNumber(number));
    return true;
  };

  input.addEventListener("input", edit);
  input.addEventListener("change", commit);
  input.addEventListener("focus", fit);
  input.addEventListener("blur", () => {
    // The browser reports no change for text that was typed before this page.
    if (isHalfTyped() && input.getAttribute("aria-invalid") !== "true") commit();
    fit();
  });
  input.addEventListener("keydown", (event) => {
    if (event.key === "Enter" && !event.isComposing && !event.repeat && commit()) context.act();
    // Typed text is taken back; only without any has the key a meaning around the field.
    if (event.key === "Escape" && isHalfTyped()) {
      event.preventDefault();
      show(shownText(context));
    }
  });
  const update = () => {
    const { component } = context;
    if (isEdited) tell();
    else if (input.value !== shownText(context)) show(shownText(context));
    input.readOnly = component.get("editable") === false;
    suffix.textContent = component.text("suffix");
    suffix.hidden = suffix.textContent === "";
    fit();
  };
  const halfTyped = () => (isHalfTyped() ? input.value : null);
  const typeAgain = (text: string) => {
    edit();
    input.value = text;
    isLeftOver = true;
    tell();
  };
  return { element, control: input, update, halfTyped, typeAgain };
};
