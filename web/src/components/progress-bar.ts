/** A number as a part of a bar. */
import { type Kind, make } from "./widget.ts";

export const progressBar: Kind = (context) => {
  const element = make("div", "component progress");
  const bar = make("progress", "progress-bar");
  element.append(bar);
  const update = () => {
    const { component } = context;
    const least = component.decimal("minimum");
    bar.max = Math.max(1, component.decimal("maximum", 100) - least);
    if (component.flag("indeterminate")) bar.removeAttribute("value");
    else bar.value = component.decimal("value") - least;
    bar.ariaValueText = component.flag("indeterminate") ? "" : String(component.decimal("value"));
  };
  return { element, control: bar, update };
};
