// Messages are whole whatever came in between; a message that a gateway gave up leaves nothing behind.
import { expect, test } from "vitest";
import { Assembly, PIECE_HEAD } from "./pieces.ts";

const [FRAME, AHEAD, MORE] = [0, 1, 2];
const [FIRST, LAST, DEFLATED] = [1, 2, 4];

function piece(kind: number, flags: number, ...bytes: number[]): ArrayBuffer {
  return new Uint8Array([kind, flags, 0, 0, 0, 0, 0, 0, ...bytes]).buffer;
}

test("messages of several kinds come together, mixed as they are", () => {
  const assembly = new Assembly();
  expect(assembly.take(piece(FRAME, FIRST, 1))).toBe(null);
  expect(assembly.take(piece(MORE, FIRST | DEFLATED, 7))).toBe(null);
  const ahead = assembly.take(piece(AHEAD, FIRST | LAST, 9));
  expect(ahead).toEqual({ kind: "rowsAhead", isDeflated: false, message: new Uint8Array([9]) });
  expect(ahead!.message.byteOffset).toBe(PIECE_HEAD);
  expect(assembly.take(piece(FRAME, 0, 2))).toBe(null);
  expect(assembly.take(piece(MORE, LAST, 8))).toEqual({
    kind: "moreRows",
    isDeflated: true,
    message: new Uint8Array([7, 8]),
  });
  expect(assembly.take(piece(FRAME, LAST, 3))?.message).toEqual(new Uint8Array([1, 2, 3]));
});

test("a message that was given up is forgotten", () => {
  const assembly = new Assembly();
  assembly.take(piece(MORE, FIRST, 1));
  expect(assembly.take(piece(MORE, FIRST | LAST, 2))?.message).toEqual(new Uint8Array([2]));
  expect(() => assembly.take(piece(MORE, LAST, 3))).toThrow("a piece of nothing");
});

test("bytes that are no piece are refused", () => {
  expect(() => new Assembly().take(new ArrayBuffer(0))).toThrow("no piece");
  expect(() => new Assembly().take(piece(3, FIRST))).toThrow("no piece");
  expect(() => new Assembly().take(new Uint8Array([0, FIRST]).buffer)).toThrow("no piece");
});
