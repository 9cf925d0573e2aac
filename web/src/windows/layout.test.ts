// Where components stand, relative and anchored.
import { expect, test } from "vitest";
import { type Placement, place } from "./layout.ts";
import type { LayoutView } from "../wire/messages.ts";

const BOX = { x: 100, y: 50, width: 200, height: 30 };

function anchored(edges: string): LayoutView {
  const has = (edge: string) => edges.includes(edge);
  return { mode: "anchored", top: has("top"), left: has("left"), bottom: has("bottom"), right: has("right") };
}

const CASES: [string, LayoutView, Partial<Placement>][] = [
  [
    "relative",
    { mode: "relative" },
    { left: "10%", right: "auto", width: "20%", top: "10%", bottom: "auto", height: "6%" },
  ],
  [
    "at the upper left",
    anchored("top left"),
    { left: "100px", right: "auto", width: "200px", top: "50px", bottom: "auto", height: "30px" },
  ],
  [
    "at the lower right",
    anchored("bottom right"),
    { left: "auto", right: "700px", width: "200px", top: "auto", bottom: "420px", height: "30px" },
  ],
  [
    "growing both ways",
    anchored("top left bottom right"),
    { left: "100px", right: "700px", width: "auto", top: "50px", bottom: "420px", height: "auto" },
  ],
  ["at no edge", anchored(""), { left: "calc(20% - 100px)", right: "auto", width: "200px", top: "calc(13% - 15px)" }],
];

for (const [name, layout, expected] of CASES) {
  test(name, () => expect(place(layout, BOX, 1_000, 500)).toMatchObject(expected));
}

test("a container without a size takes up none", () => {
  expect(place({ mode: "relative" }, BOX, 0, 0)).toMatchObject({ left: "0%", width: "0%" });
});
