/** What all components have in common: whether they are seen and can be used, their colours and tool tips. */
import type { Component } from "../windows/model.ts";
import type { Widget } from "./widget.ts";

export function applyAppearance({ element, control }: Widget, component: Component): void {
  element.hidden = component.get("visible") === false;
  const disabled = component.get("enabled") === false;
  if ("disabled" in control) control.disabled = disabled;
  else if (disabled) control.setAttribute("aria-disabled", "true");
  else control.removeAttribute("aria-disabled");
  element.classList.toggle("disabled", disabled);
  element.title = component.text("toolTipText");
  const [background, foreground] = [component.text("background"), component.text("foreground")];
  element.style.setProperty("--own-background", background);
  element.classList.toggle("has-background", background !== "");
  // On a colour of its own the theme's text might not be read, in the dark above all.
  element.style.color = foreground || (background && readableOn(background));
}

/** Black or white, whichever is easier to read on an opaque colour such as `#rrggbb` (relative luminance of WCAG 2). */
export function readableOn(background: string): string {
  const [red = 0, green = 0, blue = 0, alpha = 255] = (background.slice(1).match(/../g) ?? []).map((hex) =>
    parseInt(hex, 16),
  );
  if (alpha < 128) return ""; // What is behind shows through.
  const linear = (byte: number) => (byte <= 10 ? byte / 3294.6 : ((byte / 255 + 0.055) / 1.055) ** 2.4);
  const luminance = 0.2126 * linear(red) + 0.7152 * linear(green) + 0.0722 * linear(blue);
  return luminance > 0.179 ? "#000000" : "#ffffff";
}
