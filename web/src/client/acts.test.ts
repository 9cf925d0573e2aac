// The reports to the person about acts, with a clock of the test's own.
import { beforeEach, expect, test } from "vitest";
import type { ActState } from "../wire/messages.ts";
import { Acts, type Done } from "./acts.ts";

let now: number;
let timers: { at: number; action: () => void }[];
let acts: Acts;

const PUMP: Done = { label: "Start pump", window: 1, component: 2, isPress: true };

beforeEach(() => {
  [now, timers] = [0, []];
  const after = (milliseconds: number, action: () => void) => {
    const timer = { at: now + milliseconds, action };
    timers.push(timer);
    return () => void (timers = timers.filter((other) => other !== timer));
  };
  acts = new Acts(
    after,
    () => now,
    0.5,
    () => {},
  );
});

function pass(milliseconds: number): void {
  const end = now + milliseconds;
  for (;;) {
    const next = timers.filter(({ at }) => at <= end).sort((a, b) => a.at - b.at)[0];
    if (next === undefined) break;
    timers = timers.filter((timer) => timer !== next);
    now = next.at;
    next.action();
  }
  now = end;
}

function press(done = PUMP): number {
  const number = acts.next();
  acts.sent({ number, at: now }, done);
  return number;
}

const told = (number: number, state: ActState) =>
  acts.told({ number, window: 1, component: 2, state }, () => "Stop pump");
const texts = () => acts.lines().map(({ text }) => text);

test("a press is marked at once, named soon, and late after two seconds", () => {
  press();
  expect(acts.isBusy(1, 2)).toBe(true);
  expect(texts()).toEqual([]);
  pass(300);
  expect(texts()).toEqual(["On its way: Start pump"]);
  pass(2_000);
  expect(texts()).toEqual(["Sent, not confirmed: Start pump"]);
});

test("what is done leaves nothing", () => {
  const number = press();
  told(number, { state: "runs" });
  pass(10_000);
  expect(texts()).toEqual([]);
  expect(acts.isBusy(1, 2)).toBe(true);
  told(number, { state: "done" });
  expect(acts.isBusy(1, 2)).toBe(false);
  expect(acts.unanswered()).toEqual([]);
});

test("what waits is named, and can be taken back", () => {
  const number = press();
  told(number, { state: "waits" });
  expect(acts.lines()).toEqual([{ number, text: "Waiting: Start pump", kind: "waits" }]);
  told(number, { state: "notDone", why: "takenBack" });
  expect(texts()).toEqual(["Not done: Start pump. You took it back."]);
});

test("what was not done is told, until it is read or long enough ago", () => {
  const number = press();
  told(number, { state: "notDone", why: "late" });
  expect(texts()[0]).toContain("Not done: Start pump. It reached the gateway too late");
  acts.dismiss(number);
  expect(texts()).toEqual([]);
  told(press(), { state: "notDone", why: "unusable" });
  pass(31_000);
  expect(texts()).toEqual([]);
});

test("after a break the gateway is asked, and its word is final", () => {
  const [first, second] = [press(), press({ ...PUMP, label: "Open valve" })];
  acts.interrupted();
  expect(texts()).toEqual([
    "Not confirmed, the connection is broken: Start pump",
    "Not confirmed, the connection is broken: Open valve",
  ]);
  expect(acts.unanswered().map(({ number }) => number)).toEqual([first, second]);
  told(first, { state: "unknown" });
  told(second, { state: "notDone", why: "neverArrived" });
  expect(texts()[0]).toContain("Not known whether it was done: Start pump");
  expect(texts()[1]).toContain("Not done: Open valve. It did not reach the gateway");
});

test("what another page of the session has done is named, too", () => {
  told(77, { state: "waits" });
  expect(texts()).toEqual(["Waiting: Stop pump"]);
  expect(acts.isBusy(1, 2)).toBe(true);
});

test("what was typed is only worth a word when it is late", () => {
  press({ ...PUMP, isPress: false });
  pass(500);
  expect([texts(), acts.isBusy(1, 2)]).toEqual([[], false]);
  pass(2_000);
  expect(texts()).toEqual(["Sent, not confirmed: Start pump"]);
});

test("numbers are whole, and of this page alone", () => {
  const last = new Acts(
    () => () => {},
    () => 0,
    0.999_999_999_9,
    () => {},
  ).next();
  expect(Number.isSafeInteger(last + 2 ** 20)).toBe(true);
  expect(acts.next()).toBe(acts.next() - 1);
});

test("every press that waits is seen, however many, and typing takes no place from it", () => {
  const numbers = Array.from({ length: 12 }, () => press());
  for (let time = 0; time < 8; time += 1) press({ ...PUMP, label: "Name", isPress: false });
  for (const number of numbers) told(number, { state: "waits" });
  pass(3_000);
  const lines = acts.lines();
  expect(lines.slice(0, 12).map(({ number, kind }) => [number, kind])).toEqual(
    numbers.map((number) => [number, "waits"]),
  );
  expect(lines.slice(12).map(({ text }) => text)).toEqual(Array(5).fill("Sent, not confirmed: Name"));
});

test("after a break presses are asked for first, and what there is no room for has its end", () => {
  const first = press();
  for (let time = 0; time < 200; time += 1) press({ ...PUMP, label: "Name", isPress: false });
  acts.interrupted();
  const asked = acts.unanswered();
  expect([asked.length, asked[0]?.number]).toEqual([128, first]);
  for (const { number } of asked) told(number, { state: "done" });
  expect([acts.isWaiting, texts()]).toEqual([false, []]);
});

test("of more presses than are answered the rest is told not to be known", () => {
  for (let time = 0; time < 130; time += 1) press();
  acts.interrupted();
  for (const { number } of acts.unanswered()) told(number, { state: "done" });
  expect(texts()).toEqual(Array(2).fill("Not known whether it was done: Start pump. Look before you repeat it."));
});

test("the session that follows tells what this one has left, also what nobody has read yet", () => {
  acts.lost("Close valve", "away");
  acts.lost("Pump", "outlived");
  press();
  const next = acts.leftOver();
  expect(next).toEqual([
    "Not done: Close valve. The gateway cannot be reached.",
    "Not done: Pump. The session ended before the gateway could be told. Do it again.",
    "Not known whether it was done: Start pump. Look before you repeat it.",
  ]);
  acts = new Acts(
    () => () => {},
    () => now,
    0.5,
    () => {},
  );
  acts.inherit(next);
  expect([texts(), acts.leftOver()]).toEqual([next, next]);
});
