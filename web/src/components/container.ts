/** A container: a box that holds other components, each at its place. */
import { type Kind, make } from "./widget.ts";

export const container: Kind = () => {
  const element = make("div", "component container");
  return { element, control: element, update: () => {} };
};
