/** Fields for text: of one line, of several, and one that hides the typed text. */
import { type Context, type Kind, type Widget, make } from "./widget.ts";

/** As many characters as the gateway takes of a person; a longer text of a script is shown, and can be shortened. */
const MOST_TYPED = 100_000;

export const textField: Kind = (context) => singleLine(context, "text");

/** Browsers choose the character that is shown; `echoCharacter` is kept for scripts that read it. */
export const passwordField: Kind = (context) => singleLine(context, "password");

export const textArea: Kind = (context) => {
  const element = make("textarea", "component field text-area");
  const widget = typed(context, element);
  const update = () => {
    widget.update(new Set());
    element.wrap = context.component.get("lineWrap") === false ? "off" : "soft";
  };
  return { ...widget, update };
};

function singleLine(context: Context, type: string): Widget {
  const element = make("input", "component field");
  element.type = type;
  element.autocomplete = "off";
  element.addEventListener("keydown", (event) => {
    if (event.key === "Enter" && !event.isComposing && !event.repeat) context.act();
  });
  return typed(context, element);
}

function typed(context: Context, element: HTMLInputElement | HTMLTextAreaElement): Widget {
  element.dir = "auto";
  element.spellcheck = false;
  element.addEventListener("input", () => context.change("text", element.value));
  const update = () => {
    const { component } = context;
    const text = component.text("text");
    // Writing the same text would move the cursor of a person who types.
    if (element.value !== text) element.value = text;
    element.readOnly = component.get("editable") === false;
    const most = component.decimal("maxChars", -1);
    element.maxLength = most >= 0 ? Math.min(most, MOST_TYPED) : MOST_TYPED;
  };
  return { element, control: element, update };
}
