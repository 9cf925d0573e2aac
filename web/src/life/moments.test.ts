// The age of the input that is being handled, on a page that answers and on one that stood still.
import { beforeEach, expect, test } from "vitest";
import { Moments } from "./moments.ts";

let now: number;
let turns: (() => void)[];
let moments: Moments;

beforeEach(() => {
  [now, turns] = [1_000, []];
  moments = new Moments(
    () => now,
    (action) => void turns.push(action),
  );
});

const endTurn = () => turns.splice(0).forEach((action) => action());

test("what follows from an input in the same turn is as old as the input", () => {
  now = 5_000;
  moments.noted({ timeStamp: 1_500, isTrusted: true });
  expect(moments.ofInput).toBe(1_500);
  endTurn();
  expect(moments.ofInput, "nothing of that input is left").toBe(1_000);
});

test("each of several inputs that waited has its own age", () => {
  now = 5_000;
  moments.noted({ timeStamp: 1_500, isTrusted: true });
  moments.noted({ timeStamp: 2_500, isTrusted: true });
  expect(moments.ofInput).toBe(2_500);
  turns.shift()?.();
  expect(moments.ofInput, "the turn of the one before is over, and not this one's").toBe(2_500);
});

test("what comes without an input was not done before the page last answered", () => {
  for (now of [3_000, 3_200]) moments.answers();
  now = 7_000;
  expect(moments.ofInput).toBe(3_000);
  moments.answers();
  expect(moments.ofInput, "the sign of life may come before what waited").toBe(3_200);
  moments.beginsAnew();
  expect(moments.ofInput).toBe(7_000);
});

test("what a script makes is no input, and no input is from the future or without a time", () => {
  moments.noted({ timeStamp: 1, isTrusted: false });
  expect(moments.ofInput).toBe(1_000);
  moments.noted({ timeStamp: 9_000, isTrusted: true });
  expect(moments.ofInput).toBe(1_000);
  moments.noted({ timeStamp: 0, isTrusted: true });
  expect(moments.ofInput).toBe(1_000);
});
