/** A button. */
import { type Kind, make } from "./widget.ts";

export const button: Kind = (context) => {
  const element = make("button", "component button");
  element.type = "button";
  element.dir = "auto";
  element.addEventListener("click", () => context.act());
  const update = () => void (element.textContent = context.component.text("text"));
  return { element, control: element, update };
};
