/** A button that stays down, and a box with a tick: the same property, in two shapes. */
import { type Kind, make } from "./widget.ts";

export const toggleButton: Kind = (context) => {
  const element = make("button", "component button toggle");
  element.type = "button";
  element.dir = "auto";
  element.addEventListener("click", () => {
    context.change("selected", !context.component.flag("selected"));
    show();
    context.act();
  });
  const show = () => element.setAttribute("aria-pressed", String(context.component.flag("selected")));
  const update = () => {
    element.textContent = context.component.text("text");
    show();
  };
  return { element, control: element, update };
};

export const checkBox: Kind = (context) => {
  const element = make("label", "component check-box");
  const box = make("input", "check-box-box");
  box.type = "checkbox";
  const text = make("span", "check-box-text");
  text.dir = "auto";
  element.append(box, text);
  box.addEventListener("change", () => {
    context.change("selected", box.checked);
    context.act();
  });
  const update = () => {
    box.checked = context.component.flag("selected");
    text.textContent = context.component.text("text");
  };
  return { element, control: box, update };
};
