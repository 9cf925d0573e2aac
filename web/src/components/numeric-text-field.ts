/**
 * A field for a number, in the user's notation. What is typed counts once it is complete: at Enter, or when the field is
 * left. An entry that is no number, or is outside of the bounds, is marked and told to nobody.
 */
import { type Kind, make } from "./widget.ts";
import { formatNumber, parseNumber } from "./number-text.ts";

/** By `mode`: the property that has the whole number. */
const PROPERTIES = ["intValue", "longValue", "floatValue", "doubleValue"];

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
  element.append(input, marks, suffix);
  /** A part of a number reads as another: marks stand in its place where the field is too narrow, until it is edited. */
  const fit = () => {
    const isCut = document.activeElement !== input && input.clientWidth > 0 && input.scrollWidth > input.clientWidth;
    element.classList.toggle("too-narrow", isCut);
    input.title = isCut ? input.value : "";
  };
  new ResizeObserver(fit).observe(input);

  const property = () => PROPERTIES[context.component.decimal("mode")] ?? "doubleValue";
  const isWhole = () => context.component.decimal("mode") < 2;
  const now = () => context.component.decimal(property());

  const mark = (message: string) => {
    input.setCustomValidity(message);
    input.setAttribute("aria-invalid", String(message !== ""));
    if (message !== "") input.reportValidity();
  };
  /** Takes what is typed; false when it is no such number. */
  const commit = (): boolean => {
    const parsed = parseNumber(input.value, isWhole());
    const { component } = context;
    if ("problem" in parsed) {
      mark(parsed.problem);
      return false;
    }
    const { number } = parsed;
    const [least, most] = [component.decimal("minimum"), component.decimal("maximum")];
    if (component.flag("useBounds") && (number < least || number > most)) {
      mark(`Enter a number from ${formatNumber(least)} to ${formatNumber(most)}.`);
      return false;
    }
    mark("");
    if (number !== now()) context.change(property(), number);
    input.value = formatNumber(number);
    return true;
  };

  input.addEventListener("input", () => mark(""));
  input.addEventListener("change", commit);
  input.addEventListener("focus", fit);
  input.addEventListener("blur", fit);
  input.addEventListener("keydown", (event) => {
    if (event.key === "Enter" && !event.isComposing && commit()) context.act();
    // What was typed is taken back; only where there is nothing of it the key means something around the field.
    if (event.key === "Escape" && input.value !== formatNumber(now())) {
      event.preventDefault();
      input.value = formatNumber(now());
      mark("");
    }
  });
  const update = (changed: ReadonlySet<string>) => {
    const { component } = context;
    // A number that arrives while another one is being typed must not take it away.
    if (document.activeElement !== input || changed.has(property())) input.value = formatNumber(now());
    input.readOnly = component.get("editable") === false;
    suffix.textContent = component.text("suffix");
    suffix.hidden = suffix.textContent === "";
    fit();
  };
  const halfTyped = () => (input.value === formatNumber(now()) ? null : input.value);
  const typeAgain = (text: string) => void (input.value = text);
  return { element, control: input, update, halfTyped, typeAgain };
};
