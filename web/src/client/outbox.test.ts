// The order in which requests are sent, those that wait, and those that are dropped on purpose.
import { beforeEach, expect, test } from "vitest";
import type { DesktopRequest } from "../wire/messages.ts";
import { type Change, Outbox } from "./outbox.ts";

const ACT = { number: 1, at: 1_000 };

let sent: string[];
let isReachable: boolean;
let timer: (() => void) | null;
let outbox: Outbox;

beforeEach(() => {
  sent = [];
  isReachable = true;
  timer = null;
  const send = (request: DesktopRequest) => {
    if (isReachable) sent.push(shown(request));
    return isReachable;
  };
  outbox = new Outbox(send, (_, action) => {
    timer = action;
    return () => void (timer = null);
  });
  release((change) => change);
});

function release(remains: (change: Change) => Change | null, isOpen = true): void {
  outbox.sift(remains, () => isOpen);
  expect(sent, "what waits goes once what is shown is there").toEqual([]);
  outbox.release();
}

function shown(request: DesktopRequest): string {
  if (request.type === "change") return `${request.property}=${String(request.value)}@${request.window}`;
  return request.type === "answer" ? `answer ${request.dialog}` : request.type;
}

function change(property: string, value: string, window = 1): Change {
  return { window, component: 2, property, value, act: ACT };
}

const CLOSE: DesktopRequest = { type: "closeWindow", window: 1, act: ACT };

test("a word typed quickly is one change", () => {
  for (const text of ["b", "bi", "bil"]) outbox.change(change("text", text));
  expect(sent).toEqual([]);
  timer?.();
  expect(sent).toEqual(["text=bil@1"]);
});

test("what was entered is told before what is done", () => {
  outbox.change(change("a", "1"));
  outbox.change(change("b", "2"));
  outbox.change(change("a", "3"));
  expect(outbox.act(CLOSE)).toBe(true);
  expect(sent).toEqual(["b=2@1", "a=3@1", "closeWindow"]);
  expect(timer).toBeNull();
});

test("without a gateway changes and answers wait, and what is done is lost", () => {
  outbox.hold();
  outbox.change(change("a", "1"));
  outbox.answer(7, { answer: "done" }, ACT);
  expect(outbox.act(CLOSE)).toBe(false);
  expect(outbox.hasAnswered(7)).toBe(true);
  release((waiting) => ({ ...waiting, window: 5 }));
  expect(sent).toEqual(["a=1@5", "answer 7"]);
  expect(outbox.hasAnswered(7)).toBe(false);
});

test("what belongs to nothing any more is forgotten", () => {
  outbox.hold();
  outbox.change(change("a", "1"));
  outbox.answer(7, { answer: "done" }, ACT);
  release(() => null, false);
  expect(sent).toEqual([]);
});

test("what cannot be sent after all waits on", () => {
  outbox.change(change("a", "1"));
  isReachable = false;
  timer?.();
  outbox.hold();
  isReachable = true;
  release((waiting) => waiting);
  expect(sent).toEqual(["a=1@1"]);
});
