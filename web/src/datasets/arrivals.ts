/**
 * The datasets of a connection: those whose first rows have come and that no message has named yet, and those that are
 * under way. A dataset that no component shows any more is forgotten; its later rows are dropped.
 */
import type { Assembled } from "../socket/pieces.ts";
import { Arriving } from "./arriving.ts";
import type { Dataset } from "./column.ts";
import { decode } from "./decode.ts";

/** Before the columnar form: the dataset's number, the first row's, how many there are in all, and four bytes more. */
const ROWS_HEAD = 16;

/** Asks for the rows of a dataset from this one on. */
export type Ask = (dataset: number, row: number) => void;
/** The bytes before compression (deflate without a head). */
export type Inflate = (bytes: Uint8Array<ArrayBuffer>) => Promise<ArrayBuffer>;

export class Arrivals {
  readonly #ask: Ask;
  readonly #inflate: Inflate;
  readonly #named = new Map<number, Dataset>();
  /** Nothing is kept for the sake of rows that may still come. */
  readonly #underWay = new Map<number, WeakRef<Arriving>>();
  /** The object that builds a dataset lives as long as the dataset. */
  readonly #keepers = new WeakMap<Dataset, Arriving>();

  constructor(ask: Ask, inflate: Inflate = inflated) {
    this.#ask = ask;
    this.#inflate = inflate;
  }

  /** Rows have come. */
  received({ kind, isDeflated, message }: Assembled): void {
    if (!isDeflated) return this.#take(kind, message.buffer, message.byteOffset);
    // Another connection may have taken the place of theirs by then, whose datasets have the same numbers.
    const underWay = new Map(this.#underWay);
    void this.#inflate(message).then((bytes) => {
      const number = new DataView(bytes).getUint32(0, true);
      if (this.#underWay.get(number) === underWay.get(number)) this.#take(kind, bytes, 0);
    });
  }

  /** The dataset of a number that a message names. */
  named = (number: number): Dataset => {
    const dataset = this.#named.get(number);
    if (dataset === undefined) throw new Error(`The gateway names dataset ${number} and has not sent it.`);
    this.#named.delete(number);
    return dataset;
  };

  /** The connection is another one: numbers begin anew. */
  clear(): void {
    this.#named.clear();
    this.#underWay.clear();
  }

  #take(kind: Assembled["kind"], buffer: ArrayBuffer, at: number): void {
    const head = new DataView(buffer, at);
    const [number, first, total] = [0, 4, 8].map((place) => head.getUint32(place, true)) as [number, number, number];
    const rows = decode(buffer, at + ROWS_HEAD);
    if (kind === "rowsAhead") this.#begin(number, total, rows);
    else this.#underWay.get(number)?.deref()?.add(first, rows);
  }

  #begin(number: number, total: number, rows: Dataset): void {
    if (rows.rowCount >= total) {
      this.#named.set(number, rows);
      return;
    }
    const arriving = new Arriving(rows, total, (row) => this.#ask(number, row));
    this.#named.set(number, arriving.dataset);
    this.#keepers.set(arriving.dataset, arriving);
    for (const [known, reference] of this.#underWay) if (reference.deref() === undefined) this.#underWay.delete(known);
    this.#underWay.set(number, new WeakRef(arriving));
  }
}

function inflated(bytes: Uint8Array<ArrayBuffer>): Promise<ArrayBuffer> {
  const stream = new Blob([bytes]).stream().pipeThrough(new DecompressionStream("deflate-raw"));
  return new Response(stream).arrayBuffer();
}
