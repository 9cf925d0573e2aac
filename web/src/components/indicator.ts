/** A light that is on or off, shown in words as well as in colour. */
import { type Kind, make } from "./widget.ts";

export const indicator: Kind = (context) => {
  const element = make("div", "component indicator");
  const light = make("span", "indicator-light");
  light.setAttribute("role", "img");
  const text = make("span", "indicator-text");
  text.dir = "auto";
  element.append(light, text);
  const update = () => {
    const { component } = context;
    const isOn = component.flag("value");
    light.style.backgroundColor = component.text(isOn ? "onColor" : "offColor");
    light.setAttribute("aria-label", isOn ? "on" : "off");
    text.textContent = component.text("text");
  };
  return { element, control: element, update };
};
