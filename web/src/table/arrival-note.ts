/**
 * What a table says while its rows are on their way: how many are here, and what waits for the rest. Nothing once all are.
 *
 * The numbers change many times a second, which nobody wants to have read out; so only what waits, and the end, is.
 */
import type { Dataset } from "../datasets/column.ts";

export class ArrivalNote {
  readonly element = document.createElement("p");
  readonly #count = document.createElement("span");
  readonly #waiting = document.createElement("span");
  #data: Dataset | null = null;

  constructor() {
    this.element.className = "table-arrival";
    this.#waiting.setAttribute("role", "status");
    this.element.append(this.#count, this.#waiting);
    this.element.hidden = true;
  }

  /** Shows how far the data has come; what was said of data before is over. */
  show(data: Dataset): void {
    if (data !== this.#data) this.#waiting.textContent = "";
    this.#data = data;
    this.element.hidden = data.isWhole && this.#waiting.textContent === "";
    this.#count.textContent = data.isWhole ? "" : progress(data);
  }

  /** Says what waits, or nothing any more. */
  say(text: string): void {
    this.#waiting.textContent = text === "" ? "" : ` ${text}`;
    if (this.#data !== null) this.show(this.#data);
  }
}

/** As in: 12,000 of 1,000,000 rows. */
export function progress(data: Dataset): string {
  return `${data.hereCount.toLocaleString()} of ${data.rowCount.toLocaleString()} rows.`;
}
