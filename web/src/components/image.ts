/**
 * A picture of the project, as large as its place allows.
 *
 * It is asked for in the session's name: an address in the page would be asked for in that of the person's log-in, which
 * may have run out while the session goes on.
 */
import { type Kind, make } from "./widget.ts";

export const image: Kind = (context) => {
  const element = make("img", "component image");
  // A picture that is shown needs its address no more.
  element.addEventListener("load", () => URL.revokeObjectURL(element.src));
  let wanted = "";
  const show = async (path: string) => {
    wanted = path;
    const picture = path === "" ? null : await context.picture(path).catch(() => null);
    if (wanted !== path || context.life.isOver) return;
    if (picture === null) element.removeAttribute("src");
    else element.src = URL.createObjectURL(picture);
  };
  const update = () => {
    const { component } = context;
    const path = component.text("path");
    // The tool tip describes the picture. Without one the picture is decoration, unless it can be pressed: a person who
    // does not see it must know what it is.
    element.alt = component.text("toolTipText") || (component.events.has("mouseClicked") ? component.name : "");
    if (path !== wanted) void show(path);
  };
  return { element, control: element, update };
};
