// A life's timers end with it, and leave nothing behind when they end before.
import { getEventListeners } from "node:events";
import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { Life } from "./life.ts";

let life: Life;

beforeEach(() => {
  vi.useFakeTimers();
  vi.stubGlobal("document", { createElement: () => ({ className: "", remove: () => {} }) });
  vi.stubGlobal("requestAnimationFrame", (run: () => void) => setTimeout(run, 16));
  vi.stubGlobal("cancelAnimationFrame", (timer: NodeJS.Timeout) => clearTimeout(timer));
  life = new Life({ replaceChildren: () => {} } as unknown as HTMLElement);
});
afterEach(() => {
  vi.useRealTimers();
  vi.unstubAllGlobals();
});

const listeners = () => getEventListeners(life.signal, "abort").length;

test("timers and frames that are over, or stopped, leave nothing for the life to hold", () => {
  const ran: number[] = [];
  const before = listeners();
  for (let time = 0; time < 1_000; time += 1) life.after(time, () => ran.push(time));
  for (let time = 0; time < 10; time += 1) life.frame(() => ran.push(-1));
  life.after(5_000, () => ran.push(-2))();
  vi.advanceTimersByTime(2_000);
  expect(ran).toHaveLength(1_010);
  expect(listeners()).toBe(before);
  expect(vi.getTimerCount()).toBe(0);
});

test("nothing that was started comes after the end, and nothing is started then", () => {
  const ran: string[] = [];
  life.after(10, () => ran.push("timer"));
  life.frame(() => ran.push("frame"));
  const answer = life.while(() => ran.push("answer"));
  life.end();
  expect(vi.getTimerCount()).toBe(0);
  life.after(10, () => ran.push("late timer"));
  answer();
  vi.advanceTimersByTime(1_000);
  expect(ran).toEqual([]);
});

test("a timer that is stopped twice, or after it ran, stops no other", () => {
  const ran: string[] = [];
  const stop = life.after(10, () => ran.push("first"));
  vi.advanceTimersByTime(10);
  life.after(10, () => ran.push("second"));
  stop();
  stop();
  vi.advanceTimersByTime(10);
  expect(ran).toEqual(["first", "second"]);
});
