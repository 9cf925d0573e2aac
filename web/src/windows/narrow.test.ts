// How a window is shown where there is less room than it was made for.
import { expect, test } from "vitest";
import { type Part, fit, inReadingOrder } from "./narrow.ts";

let last = 0;
function part(x: number, y: number, width: number, height: number, parent: number | null = 1): Part {
  return { number: (last += 1), parent, kind: "Button", x, y, width, height };
}

test("a window that has the room is shown as it was made", () => {
  const parts = [part(0, 0, 500, 30)];
  expect(fit(parts, 720, 720).how).toBe("asMade");
  expect(fit(parts, 720, 1_280).how).toBe("asMade");
  expect(fit(parts, 720, 0).how, "nothing is known of the room yet").toBe("asMade");
});

test("what stands beside each other goes below each other as it is read", () => {
  const [table, label, field, button] = [
    part(0, 60, 700, 300),
    part(0, 8, 80, 20),
    part(90, 0, 200, 36),
    part(300, 2, 90, 30),
  ];
  const fitted = fit([table, label, field, button], 720, 390);
  expect(fitted.how).toBe("below");
  const order = fitted.how === "below" ? [...fitted.order.entries()].toSorted((a, b) => a[1] - b[1]) : [];
  expect(order.map(([number]) => number)).toEqual([label, field, button, table].map(({ number }) => number));
});

test("what lies on each other is a picture, in whichever container", () => {
  const ground = part(0, 0, 400, 300, 7);
  const label = part(50, 50, 80, 20, 7);
  expect(fit([part(0, 0, 700, 400, 1), ground, label], 720, 390).how).toBe("smaller");
  const [touching, beside] = [part(0, 0, 100, 30), part(95, 0, 100, 30)];
  expect(fit([touching, beside], 720, 390).how, "a few pixels are nothing").toBe("below");
});

test("thousands of components are in order at once", () => {
  const grid = Array.from({ length: 2_000 }, (_, at) => part((at % 50) * 20, Math.floor(at / 50) * 20, 18, 18));
  expect(inReadingOrder(grid.toReversed()).map(({ number }) => number)).toEqual(grid.map(({ number }) => number));
});
