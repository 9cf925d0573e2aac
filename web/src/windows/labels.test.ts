// Which label a person would read as a field's name.
import { expect, test } from "vitest";
import { type Box, labelOf } from "./labels.ts";

function box(number: number, kind: string, x: number, y: number, width = 100, height = 30, parent = 1): Box {
  return { number, kind, x, y, width, height, parent };
}

const FIELD = box(2, "TextField", 200, 100);

const CASES: [string, Box[], number | null][] = [
  ["at the left in the line", [box(3, "Label", 90, 100), box(4, "Label", 90, 140)], 3],
  ["the nearer one at the left", [box(3, "Label", 60, 100), box(4, "Label", 95, 102)], 4],
  ["above", [box(3, "Label", 200, 66), box(4, "Label", 200, 20)], 3],
  ["at the left rather than above", [box(3, "Label", 200, 66), box(4, "Label", 90, 100)], 4],
  ["none that is far away", [box(3, "Label", 0, 100, 40), box(4, "Label", 200, 10)], null],
  ["none at the right or below", [box(3, "Label", 310, 100), box(4, "Label", 200, 135)], null],
  ["none in another container", [box(3, "Label", 90, 100, 100, 30, 7)], null],
  ["nothing that is no label", [box(3, "Button", 90, 100)], null],
];

for (const [name, others, expected] of CASES) {
  test(name, () => expect(labelOf(FIELD, [FIELD, ...others])).toBe(expected));
}
