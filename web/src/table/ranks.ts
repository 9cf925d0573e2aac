/**
 * The places of a column's texts in the order of the user's language.
 *
 * Comparing texts is the slow part of sorting, and a million different ones take seconds, so it is done in slices with a
 * pause in between, in which the page stays alive. A merge sort can be stopped anywhere between two comparisons; the
 * built-in sort cannot.
 */
import type { TextTable } from "../datasets/column.ts";
import type { Pace } from "./pace.ts";

/** How long a slice may take, in milliseconds: half of a frame. */
const SLICE = 8;
/** Looking at the clock costs as much as some comparisons, so that is done once for this many. */
const BETWEEN_LOOKS = 256;

/** For each text its place; equal texts have the same. Rejects with the signal's reason once it is aborted. */
export async function rankTexts(
  texts: TextTable,
  compare: (a: string, b: string) => number,
  pace: Pace,
  signal: AbortSignal,
): Promise<Uint32Array> {
  const slices = new Slices(pace, signal);
  const decoded: string[] = new Array<string>(texts.count);
  for (let number = 0; number < texts.count; number += 1) {
    decoded[number] = texts.at(number);
    if (slices.isOver()) await slices.next();
  }
  const order = await mergeSort(decoded, compare, slices);
  const ranks = new Uint32Array(texts.count);
  let rank = 0;
  for (let place = 1; place < order.length; place += 1) {
    const [before = 0, number = 0] = [order[place - 1], order[place]];
    if (decoded[before] !== decoded[number]) rank += 1;
    ranks[number] = rank;
  }
  return ranks;
}

/** Bottom-up: runs of 1, 2, 4, … are merged from one array into the other and back. Stable. */
async function mergeSort(texts: string[], compare: (a: string, b: string) => number, slices: Slices) {
  const count = texts.length;
  let from = Uint32Array.from({ length: count }, (_, number) => number);
  let to = new Uint32Array(count);
  for (let run = 1; run < count; run *= 2) {
    for (let start = 0; start < count; start += 2 * run) {
      const middle = Math.min(start + run, count);
      const end = Math.min(start + 2 * run, count);
      let [left, right] = [start, middle];
      for (let at = start; at < end; at += 1) {
        if (slices.isOver()) await slices.next();
        const takeLeft =
          left < middle && (right >= end || compare(texts[from[left]!] ?? "", texts[from[right]!] ?? "") <= 0);
        to[at] = takeLeft ? from[left++]! : from[right++]!;
      }
    }
    [from, to] = [to, from];
  }
  return from;
}

class Slices {
  readonly #pace: Pace;
  readonly #signal: AbortSignal;
  #end: number;
  #steps = 0;

  constructor(pace: Pace, signal: AbortSignal) {
    this.#pace = pace;
    this.#signal = signal;
    this.#end = pace.now() + SLICE;
  }

  isOver(): boolean {
    this.#steps += 1;
    return this.#steps % BETWEEN_LOOKS === 0 && this.#pace.now() >= this.#end;
  }

  async next(): Promise<void> {
    await this.#pace.pause();
    this.#signal.throwIfAborted();
    this.#end = this.#pace.now() + SLICE;
  }
}
