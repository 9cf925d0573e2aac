/**
 * Puts messages together that came in pieces, as described at the head of `crates/rollcall-wire/src/pieces.rs`.
 *
 * A browser passes only whole messages to a page. A large one comes in pieces, so that the page sees that it is on its
 * way, and so that others come in between.
 */

/** Before a piece's part of its message. */
export const PIECE_HEAD = 8;

const KINDS = ["frame", "rowsAhead", "moreRows"] as const;
const FIRST = 1;
const LAST = 2;
const DEFLATED = 4;

export interface Assembled {
  kind: (typeof KINDS)[number];
  /** Whether it is compressed. */
  isDeflated: boolean;
  /** The message begins at a multiple of 8 in its buffer, and ends with it. */
  message: Uint8Array<ArrayBuffer>;
}

interface Part {
  isDeflated: boolean;
  parts: Uint8Array<ArrayBuffer>[];
}

export class Assembly {
  readonly #parts = new Map<number, Part>();

  /** Takes a piece in; gives the message that is whole by it. */
  take(piece: ArrayBuffer): Assembled | null {
    const [kindNumber = -1, flags = 0] = new Uint8Array(piece, 0, Math.min(2, piece.byteLength));
    const kind = KINDS[kindNumber];
    if (kind === undefined || piece.byteLength < PIECE_HEAD)
      throw new Error("The gateway sent bytes that are no piece.");
    if ((flags & FIRST) !== 0) this.#parts.set(kindNumber, { isDeflated: (flags & DEFLATED) !== 0, parts: [] });
    const part = this.#parts.get(kindNumber);
    if (part === undefined) throw new Error("The gateway sent a piece of nothing.");
    part.parts.push(new Uint8Array(piece, PIECE_HEAD));
    if ((flags & LAST) === 0) return null;
    this.#parts.delete(kindNumber);
    return { kind, isDeflated: part.isDeflated, message: joined(part.parts) };
  }
}

/** One part stays in place; several are copied one after the other. */
function joined(parts: Uint8Array<ArrayBuffer>[]): Uint8Array<ArrayBuffer> {
  const [only] = parts;
  if (only !== undefined && parts.length === 1) return only;
  const whole = new Uint8Array(parts.reduce((sum, { length }) => sum + length, 0));
  let at = 0;
  for (const part of parts) {
    whole.set(part, at);
    at += part.length;
  }
  return whole;
}
