// A log-out that the gateway has not confirmed is owed, also by the page after this one.
import { expect, test } from "vitest";
import { Refused, Unreachable } from "../api/api.ts";
import { LogOut } from "./log-out.ts";
import type { TabStorage } from "./tab.ts";

function storage(): TabStorage {
  const kept = new Map<string, string>();
  return {
    getItem: (key) => kept.get(key) ?? null,
    setItem: (key, value) => void kept.set(key, value),
    removeItem: (key) => void kept.delete(key),
  };
}

const forbidden: TabStorage = {
  getItem: () => {
    throw new Error("forbidden");
  },
  setItem: () => {
    throw new Error("forbidden");
  },
  removeItem: () => {
    throw new Error("forbidden");
  },
};

/** The gateway's answers, one after the other; there are no further requests. */
function answers(...errors: (Error | null)[]) {
  return () => {
    const error = errors.shift();
    if (error === undefined) throw new Error("asked too often");
    return error === null ? Promise.resolve() : Promise.reject(error);
  };
}

const away = new Unreachable("away");
const CASES: [string, (Error | null)[], ("settled" | "rejected")[]][] = [
  ["confirmed at once", [null], ["settled", "settled"]],
  ["confirmed once the gateway is there", [away, away, null], ["rejected", "rejected", "settled", "settled"]],
  ["over already", [new Refused(401, "notLoggedIn", "no")], ["settled", "settled"]],
  ["refused for another reason", [new Refused(403, "forbidden", "no"), null], ["rejected", "settled"]],
];

for (const [name, given, expected] of CASES) {
  for (const kept of [storage(), forbidden, null]) {
    test(`${name}; ${kept === null ? "no storage" : kept === forbidden ? "a forbidden one" : "a storage"}`, async () => {
      const logOut = new LogOut(kept, answers(...given));
      await logOut.settle();
      logOut.owe();
      const seen: string[] = [];
      while (seen.length < expected.length) {
        await logOut.settle().then(
          () => seen.push("settled"),
          () => seen.push("rejected"),
        );
      }
      expect(seen).toEqual(expected);
      expect(logOut.isOwed).toBe(false);
    });
  }
}

test("the page after this one, or another tab, owes it, too", async () => {
  const kept = storage();
  new LogOut(kept, answers()).owe();
  const next = new LogOut(kept, answers(away, null));
  expect(next.isOwed).toBe(true);
  await next.settle().catch(() => {});
  expect(next.isOwed).toBe(true);
  await next.settle();
  expect(new LogOut(kept, answers()).isOwed).toBe(false);
});
