/** The bar above a table: a field to find something in it, and the ways to take data out of it. */
import { make } from "../components/widget.ts";

export interface BarEvents {
  /** The text in the field is another. */
  wanted(text: string): void;
  /** To the next place that was found, or to the one before. */
  go(by: 1 | -1): void;
  copy(): void;
  save(): void;
  closed(): void;
}

export class FindBar {
  readonly element = make("div", "table-bar");
  readonly #field = make("input", "table-find");
  readonly #told = make("span", "table-found");
  readonly #events: BarEvents;

  constructor(events: BarEvents) {
    this.#events = events;
    this.element.setAttribute("role", "search");
    this.element.hidden = true;
    this.#field.type = "search";
    this.#field.placeholder = "Find";
    this.#field.setAttribute("aria-label", "Find in the table");
    this.#told.setAttribute("role", "status");
    this.element.append(
      this.#field,
      this.#told,
      this.#button("↑", "Previous", () => events.go(-1)),
      this.#button("↓", "Next", () => events.go(1)),
      this.#button("Copy", "Copy the selected rows with headers", () => events.copy()),
      this.#button("CSV", "Save the whole table as CSV", () => events.save()),
      this.#button("✕", "Close", () => this.close()),
    );
    this.#field.addEventListener("input", () => events.wanted(this.#field.value));
    this.element.addEventListener("keydown", (event) => this.#keyDown(event));
    // Events here belong to the bar, and not to the table, whose events scripts get.
    for (const type of ["mousedown", "mouseup", "click", "auxclick"]) {
      this.element.addEventListener(type, (event) => event.stopPropagation());
    }
  }

  get isOpen(): boolean {
    return !this.element.hidden;
  }

  /** The text to look for. */
  get wanted(): string {
    return this.#field.value;
  }

  open(): void {
    this.element.hidden = false;
    this.#field.focus();
    this.#field.select();
    if (this.#field.value !== "") this.#events.wanted(this.#field.value);
  }

  close(): void {
    if (!this.isOpen) return;
    this.element.hidden = true;
    this.#events.closed();
  }

  /** Shows the result of a search. */
  tell(text: string): void {
    if (this.#told.textContent !== text) this.#told.textContent = text;
  }

  #button(text: string, label: string, press: () => void): HTMLButtonElement {
    const button = make("button", "table-bar-button");
    button.type = "button";
    button.textContent = text;
    button.title = label;
    button.setAttribute("aria-label", label);
    button.addEventListener("click", press);
    return button;
  }

  #keyDown(event: KeyboardEvent): void {
    const by = event.shiftKey ? -1 : 1;
    // The key that ends the composition of a letter is not meant for the bar.
    if (event.isComposing) return;
    if (event.key === "Escape") this.close();
    else if (event.key === "F3" || (event.key === "Enter" && event.target === this.#field)) this.#events.go(by);
    else return;
    event.preventDefault();
    event.stopPropagation();
  }
}
