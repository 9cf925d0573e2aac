/**
 * A table's note while its rows are on their way: how many are here, and which functions wait for the rest. Empty once
 * all are here.
 *
 * The numbers change many times a second, which should not be read out; so only the waiting functions, and the end,
 * are.
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

  /** Shows how far the data has come; notes about earlier data are over. */
  show(data: Dataset): void {
    if (data !== this.#data) this.#waiting.textContent = "";
    this.#data = data;
    this.element.hidden = data.isWhole && this.#waiting.textContent === "";
    this.#count.textContent = data.isWhole ? "" : progress(data);
  }

  /** Shows which function waits; an empty text for none. */
  say(text: string): void {
    this.#waiting.textContent = text === "" ? "" : ` ${text}`;
    if (this.#data !== null) this.show(this.#data);
  }
}

/** As in: 12,000 of 1,000,000 rows. */
export function progress(data: Dataset): string {
  return `${data.hereCount.toLocaleString()} of ${data.rowCount.toLocaleString()} rows.`;
}
