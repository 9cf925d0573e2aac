/** A label: a text to read, which also names the field beside it for screen readers. */
import { type Kind, make } from "./widget.ts";

/** Java's `SwingConstants`. */
const ALIGNMENT: Record<number, string> = { 0: "center", 2: "left", 4: "right" };

export const label: Kind = (context) => {
  const element = make("div", "component label");
  const text = make("span", "label-text");
  text.dir = "auto";
  element.append(text);
  const update = () => {
    const { component } = context;
    text.textContent = component.text("text");
    const alignment = ALIGNMENT[component.decimal("horizontalAlignment", 2)] ?? "left";
    element.style.justifyContent = alignment;
    text.style.textAlign = alignment;
    element.style.fontSize = `${component.decimal("fontSize", 14) / 16}rem`;
    element.style.fontWeight = component.flag("bold") ? "650" : "";
  };
  return { element, control: element, update };
};
