/** The text in place of the windows when an address leads to no window. */
import { make } from "../components/widget.ts";

/** `front` is the title of the window that is there instead, null where there is no window; `goOn` leads to it. */
export function notOpened(path: string, reason: string, front: string | null, goOn: () => void): HTMLElement {
  const page = make("section", "page notice stage-notice");
  const card = make("div", "card");
  const title = make("h1", "page-title");
  title.textContent = `There is no window “${path}” here`;
  title.dir = "auto";
  title.tabIndex = -1;
  const text = document.createElement("p");
  text.textContent = reason;
  const buttons = make("div", "notice-buttons");
  const projects = make("a", "quiet");
  projects.href = "/";
  projects.textContent = "Projects";
  if (front !== null) {
    const button = make("button", "primary");
    button.type = "button";
    button.textContent = `Go to ${front}`;
    button.addEventListener("click", goOn);
    buttons.append(button);
  }
  buttons.append(projects);
  card.append(title, text, buttons);
  page.append(card);
  queueMicrotask(() => title.focus());
  return page;
}
