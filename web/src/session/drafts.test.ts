// The typed text that is kept.
import { expect, test } from "vitest";
import { type Drafts, NO_DRAFTS, keepDrafts, takeDrafts } from "./drafts.ts";

function memory(most = Infinity) {
  const items = new Map<string, string>();
  return {
    items,
    getItem: (key: string) => items.get(key) ?? null,
    removeItem: (key: string) => void items.delete(key),
    setItem: (key: string, value: string) => {
      if (value.length > most) throw new DOMException("full", "QuotaExceededError");
      items.set(key, value);
    },
  };
}

const DRAFTS: Drafts = {
  untold: [{ path: "Main", component: 2, property: "text", value: "bil" }],
  halfTyped: [{ path: "Main", component: 3, text: "1." }],
  dialogs: [{ dialog: 4, message: "Why?", text: "since" }],
};

test("a page that is loaded again has what the one before has left, once", () => {
  const storage = memory();
  keepDrafts(storage, "0A", DRAFTS);
  expect(takeDrafts(storage, "0A")).toEqual(DRAFTS);
  expect(takeDrafts(storage, "0A")).toEqual(NO_DRAFTS);
});

test("another session has none of it", () => {
  const storage = memory();
  keepDrafts(storage, "0A", DRAFTS);
  expect(takeDrafts(storage, "0B")).toEqual(NO_DRAFTS);
  expect(storage.items.size).toBe(0);
});

test("nothing is kept where nothing was typed, and too much is left out", () => {
  const storage = memory();
  keepDrafts(storage, "0A", DRAFTS);
  keepDrafts(storage, "0A", NO_DRAFTS);
  expect(storage.items.size).toBe(0);
  const long = { path: "Main", component: 2, property: "text", value: "x".repeat(2_000_000) };
  keepDrafts(storage, "0A", { ...DRAFTS, untold: [long, ...DRAFTS.untold] });
  expect(takeDrafts(storage, "0A")).toEqual(DRAFTS);
  const full = memory(10);
  keepDrafts(full, "0A", DRAFTS);
  expect(takeDrafts(full, "0A")).toEqual(NO_DRAFTS);
});

test("what is no draft is none", () => {
  for (const text of ["{", "[]", '"x"', '{"clientId":"0A"}']) {
    const storage = memory();
    storage.setItem("rollcall.drafts", text);
    expect(takeDrafts(storage, "0A")).toEqual(NO_DRAFTS);
  }
});

test("no password is kept", () => {
  const storage = memory();
  const secret = { path: "Main", component: 5, property: "text", value: "tiger", isSecret: true };
  keepDrafts(storage, "0A", { ...DRAFTS, untold: [secret, ...DRAFTS.untold] });
  expect([...storage.items.values()].join()).not.toContain("tiger");
  expect(takeDrafts(storage, "0A")).toEqual(DRAFTS);
});
