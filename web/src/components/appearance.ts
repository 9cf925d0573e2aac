/**
 * The properties common to all components: whether they are visible and can be used, their colours and tool tips.
 *
 * A project may paint a component, a container with much in it among them, and knows nothing of the person's theme. So
 * a component with a colour of its own is shown, with all that is in it, in the theme that goes with that colour, and
 * texts on it are black or white unless the project sets another colour.
 */
import { type Ground, THEME, adapted, faded, isFixed, isLight, painted, textOn } from "../style/contrast.ts";
import type { Component } from "../windows/model.ts";
import { setUsable } from "./resting.ts";
import type { Widget } from "./widget.ts";

/** Kinds whose texts stand on the ground behind them. All others have a surface of the theme. */
const BARE = new Set(["Label", "CheckBox", "Indicator", "ProgressBar", "Container", "Image"]);

/** Applies the common properties to a component; `ground` is the ground behind it. */
export function applyAppearance({ element, control }: Widget, component: Component, ground: Ground): void {
  element.hidden = component.get("visible") === false;
  const disabled = component.get("enabled") === false;
  setUsable(control, !disabled);
  element.classList.toggle("disabled", disabled);
  element.title = component.text("toolTipText");
  paint(element, component.text("background"), ground);
  element.style.color = textColour(component, ground, disabled);
}

/** The ground behind the content of a component or a window. */
export function groundIn(background: string, behind: Ground): Ground {
  return background === "" ? behind : painted(background, behind);
}

/** Paints an element, and gives its content the theme that goes with the colour. */
export function paint(element: HTMLElement, background: string, behind: Ground): void {
  const { style } = element;
  element.classList.toggle("has-background", background !== "");
  style.setProperty("--own-background", background);
  const ground = background === "" ? null : painted(background, behind);
  const scheme = ground === null || !isFixed(ground) ? "" : isLight(ground) ? "light" : "dark";
  style.colorScheme = scheme;
  style.setProperty("--muted", ground === null ? "" : faded(ground));
  style.setProperty("--focus", ground === null ? "" : textOn(ground));
}

/** The colour of a component's text; empty where the style sheet's, or its container's, is right. */
function textColour(component: Component, behind: Ground, disabled: boolean): string {
  const [background, foreground] = [component.text("background"), component.text("foreground")];
  const own = background === "" ? null : painted(background, behind);
  const ground = own ?? (BARE.has(component.kind) ? behind : THEME);
  // Where the project has chosen the ground, it has chosen the text's colour with it; it could not know the theme.
  const chosen = foreground === "" || isFixed(ground) ? foreground : adapted(foreground, ground);
  if (disabled && BARE.has(component.kind) && own === null && !isFixed(behind)) return "var(--muted)";
  if (disabled && (own !== null || isFixed(ground))) return faded(ground, foreground || undefined);
  return chosen || (own === null ? "" : textOn(own));
}
