/** A picture of the project, as large as its place allows. */
import { type Kind, make } from "./widget.ts";

export const image: Kind = (context) => {
  const element = make("img", "component image");
  const update = () => {
    const { component, project } = context;
    const path = component.text("path");
    // The tool tip says what there is to see. Without one the picture decorates, unless it can be pressed: whoever does
    // not see it must know what it is.
    element.alt = component.text("toolTipText") || (component.events.has("mouseClicked") ? component.name : "");
    if (path === "") return element.removeAttribute("src");
    const encoded = path.split("/").map(encodeURIComponent).join("/");
    element.src = `/client/${encodeURIComponent(project)}/images/${encoded}`;
  };
  return { element, control: element, update };
};
