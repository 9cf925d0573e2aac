// Which session a tab has: over reloads, in copies, in other projects.
import { expect, test } from "vitest";
import { Tab, type TabStorage } from "./tab.ts";

class Memory implements TabStorage {
  readonly #items: Map<string, string>;

  constructor(items: Iterable<[string, string]> = []) {
    this.#items = new Map(items);
  }

  getItem(key: string) {
    return this.#items.get(key) ?? null;
  }

  setItem(key: string, value: string) {
    this.#items.set(key, value);
  }

  removeItem(key: string) {
    this.#items.delete(key);
  }

  copy() {
    return new Memory(this.#items);
  }
}

const SESSION = { project: "plant", token: "t1" };

function open(): { storage: Memory; tab: Tab } {
  const storage = new Memory();
  const tab = new Tab(storage);
  expect(tab.arrive()).toBeNull();
  tab.keep(SESSION);
  return { storage, tab };
}

test("a reload keeps the session", () => {
  const { storage, tab } = open();
  for (let reload = 0; reload < 3; reload += 1) {
    tab.leave();
    expect(new Tab(storage).arrive()).toEqual(SESSION);
  }
});

test("the copy of a tab gets none, and the tab itself keeps its own", () => {
  const { storage, tab } = open();
  const copy = new Tab(storage.copy());
  expect(copy.arrive()).toBeNull();
  copy.keep({ project: "plant", token: "t2" });
  copy.leave();
  expect(copy.arrive()?.token).toBe("t2");
  tab.leave();
  expect(new Tab(storage).arrive()).toEqual(SESSION);
});

test("a page that comes back from the browser's memory is alive: its copy gets none", () => {
  const { storage, tab } = open();
  tab.leave();
  tab.comeBack();
  expect(new Tab(storage.copy()).arrive()).toBeNull();
});

test("what is over, or was never a session, is not kept", () => {
  const { storage, tab } = open();
  tab.forget();
  tab.leave();
  expect(new Tab(storage).arrive()).toBeNull();
  for (const text of ["", "{", "null", "[]", '{"project":1,"token":"t"}', '{"project":"plant"}']) {
    const broken = new Memory([
      ["rollcall.session", text],
      ["rollcall.left", "1"],
    ]);
    expect(new Tab(broken).arrive()).toBeNull();
    expect(broken.getItem("rollcall.session")).toBeNull();
  }
});
