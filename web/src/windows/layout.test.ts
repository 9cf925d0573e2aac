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
    { left: "6.25rem", right: "auto", width: "12.5rem", top: "3.125rem", bottom: "auto", height: "1.875rem" },
  ],
  [
    "at the lower right",
    anchored("bottom right"),
    { left: "auto", right: "43.75rem", width: "12.5rem", top: "auto", bottom: "26.25rem", height: "1.875rem" },
  ],
  [
    "growing both ways",
    anchored("top left bottom right"),
    { left: "6.25rem", right: "43.75rem", width: "auto", top: "3.125rem", bottom: "26.25rem", height: "auto" },
  ],
  [
    "at no edge",
    anchored(""),
    { left: "calc(20% - 6.25rem)", right: "auto", width: "12.5rem", top: "calc(13% - 0.9375rem)" },
  ],
];

for (const [name, layout, expected] of CASES) {
  test(name, () => expect(place(layout, BOX, 1_000, 500)).toMatchObject(expected));
}

test("a container without a size takes up none", () => {
  expect(place({ mode: "relative" }, BOX, 0, 0)).toMatchObject({ left: "0%", width: "0%" });
});
