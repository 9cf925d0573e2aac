/**
 * The console: the output of this client's scripts, below its windows. It gets lines only while it is open.
 *
 * Its lines are text and nothing else. As many stay as the gateway keeps. They are not read out as they come, for a
 * script can print hundreds in a second; a person who wants them goes there, and the focus moves by the keys of any
 * text.
 */
import { make } from "../components/widget.ts";
import type { PrintedLine } from "../wire/messages.ts";
import { type Level, MOST_LINES, asText, isWanted, origin, weight } from "./lines.ts";

/** So near to the end, in pixels, the console stays at the end. */
const NEAR = 24;

export class Console {
  readonly element = make("section", "console");
  readonly #wanted: (open: boolean) => void;
  readonly #filter = make("input", "field console-filter");
  readonly #level = make("select", "field console-level");
  readonly #log = make("div", "console-lines");
  readonly #status = make("p", "console-status");
  /** In the page only while the console is open, so that a search does not find invisible text. */
  readonly #parts: HTMLElement[];
  readonly #shown: { line: PrintedLine; element: HTMLElement }[] = [];
  #time = timeIn(undefined);
  #before: Element | null = null;

  /** `wanted` is called with whether the console is open. */
  constructor(wanted: (open: boolean) => void) {
    this.#wanted = wanted;
    this.element.hidden = true;
    this.element.setAttribute("aria-label", "Console");
    this.#parts = [this.#bar(), this.#log, this.#status];
    this.#log.tabIndex = 0;
    this.#log.setAttribute("role", "log");
    this.#log.setAttribute("aria-live", "off");
    this.#log.setAttribute("aria-label", "What scripts have printed");
    this.#status.setAttribute("role", "status");
    this.element.addEventListener("keydown", (event) => {
      if (event.key !== "Escape" || event.defaultPrevented) return;
      event.preventDefault();
      this.toggle();
    });
    this.#say();
  }

  get isOpen(): boolean {
    return !this.element.hidden;
  }

  /** Opens or closes it; the focus goes there, and back to where it was. */
  toggle(): void {
    const open = !this.isOpen;
    this.element.hidden = !open;
    this.element.replaceChildren(...(open ? this.#parts : []));
    if (open) {
      this.#before = document.activeElement;
      this.#filter.focus();
      this.#log.scrollTop = this.#log.scrollHeight;
    } else if (this.#before instanceof HTMLElement) {
      this.#before.focus();
    }
    this.#wanted(open);
  }

  /** The zone of the gateway, in which times are shown. */
  setZone(zone: string): void {
    this.#time = timeIn(zone);
  }

  /** Scripts have printed; `anew` is true when no lines came before, and `lost` is how many came and are gone. */
  print(lines: readonly PrintedLine[], anew: boolean, lost: number): void {
    const { scrollTop, scrollHeight, clientHeight } = this.#log;
    const isAtEnd = scrollHeight - scrollTop - clientHeight < NEAR;
    if (anew) this.#clear();
    if (lost > 0) this.#log.append(this.#gap(lost));
    const fresh = lines.slice(-MOST_LINES).map((line) => ({ line, element: this.#element(line) }));
    this.#log.append(...fresh.map(({ element }) => element));
    this.#shown.push(...fresh);
    for (const { element } of this.#shown.splice(0, this.#shown.length - MOST_LINES)) element.remove();
    // The note about lost lines goes with the lines before it.
    const isFull = this.#shown.length === MOST_LINES;
    while (isFull && this.#log.firstElementChild?.matches(".console-gap") === true)
      this.#log.firstElementChild.remove();
    if (isAtEnd) this.#log.scrollTop = this.#log.scrollHeight;
    this.#say();
  }

  #bar(): HTMLElement {
    const bar = make("div", "console-bar");
    const title = make("p", "console-title");
    title.textContent = "Console";
    this.#filter.type = "search";
    this.#filter.placeholder = "Filter";
    this.#filter.setAttribute("aria-label", "Filter the console");
    this.#filter.spellcheck = false;
    this.#filter.addEventListener("input", () => this.#sift());
    // Escape empties the field first.
    this.#filter.addEventListener("keydown", (event) => {
      if (event.key !== "Escape" || this.#filter.value === "") return;
      event.preventDefault();
      this.#filter.value = "";
      this.#sift();
    });
    this.#level.setAttribute("aria-label", "Show");
    for (const [value, text] of LEVELS) this.#level.append(new Option(text, value));
    this.#level.addEventListener("change", () => this.#sift());
    bar.append(
      title,
      this.#filter,
      this.#level,
      button("Copy", () => void this.#copy()),
      button("Clear", () => {
        this.#clear();
        this.#say();
      }),
      button("Close console", () => this.toggle()),
    );
    return bar;
  }

  #element(line: PrintedLine): HTMLElement {
    const element = make("div", `console-line ${weight(line)}`);
    const time = make("time", "console-time");
    time.textContent = this.#time(line.at);
    const from = make("span", "console-origin");
    from.textContent = origin(line);
    from.dir = "auto";
    const text = make("span", "console-text");
    text.textContent = line.text;
    text.dir = "auto";
    element.append(time, " ", from, " ", text);
    element.hidden = !this.#isWanted(line);
    return element;
  }

  #gap(lost: number): HTMLElement {
    const element = make("div", "console-gap");
    element.textContent = `${lost.toLocaleString()} lines are left out: there was no room for them.`;
    return element;
  }

  #isWanted(line: PrintedLine): boolean {
    return isWanted(line, this.#level.value as Level, this.#filter.value.trim());
  }

  #sift(): void {
    for (const { line, element } of this.#shown) element.hidden = !this.#isWanted(line);
    this.#log.scrollTop = this.#log.scrollHeight;
    this.#say();
  }

  #clear(): void {
    this.#shown.length = 0;
    this.#log.replaceChildren();
  }

  async #copy(): Promise<void> {
    const lines = this.#shown.filter(({ element }) => !element.hidden).map(({ line }) => line);
    const copied = navigator.clipboard?.writeText(asText(lines, this.#time)) ?? Promise.reject(new Error("insecure"));
    await copied.then(
      () => void (this.#status.textContent = `${lines.length.toLocaleString()} lines are copied.`),
      // A page without encryption has no clipboard: the lines can be selected and copied as any text.
      () => void getSelection()?.selectAllChildren(this.#log),
    );
  }

  #say(): void {
    const shown = this.#shown.filter(({ element }) => !element.hidden).length;
    const all = this.#shown.length;
    if (all === 0) this.#status.textContent = "Nothing has been printed.";
    else this.#status.textContent = shown === all ? `${all.toLocaleString()} lines` : `${shown} of ${all} lines`;
  }
}

const LEVELS: readonly (readonly [Level, string])[] = [
  ["all", "Everything"],
  ["warnings", "Warnings and errors"],
  ["errors", "Errors"],
];

function button(text: string, action: () => void): HTMLButtonElement {
  const element = make("button", "quiet");
  element.type = "button";
  element.textContent = text;
  element.addEventListener("click", action);
  return element;
}

function timeIn(timeZone: string | undefined): (at: number) => string {
  const format = new Intl.DateTimeFormat(undefined, {
    hour: "2-digit",
    minute: "2-digit",
    second: "2-digit",
    fractionalSecondDigits: 3,
    hourCycle: "h23",
    timeZone,
  });
  return (at) => format.format(at);
}
