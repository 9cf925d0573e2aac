// The addresses of windows, and the changes that become an entry of the browser's history.
import { expect, test } from "vitest";
import { Addresses, addressOf, parsedAddress } from "./addresses.ts";

/** A browser's history, as far as it matters. */
class Past {
  entries: { state: unknown; address: string }[];
  at = 0;

  constructor(address: string) {
    this.entries = [{ state: null, address }];
  }

  get state(): unknown {
    return this.entries[this.at]!.state;
  }

  pushState(state: unknown, _: string, address?: string | URL | null): void {
    this.entries.length = this.at + 1;
    this.entries.push({ state, address: String(address) });
    this.at += 1;
  }

  replaceState(state: unknown, _: string, address?: string | URL | null): void {
    this.entries[this.at] = { state, address: String(address) };
  }

  get address(): string {
    return this.entries[this.at]!.address;
  }
}

function begin(address: string): { past: Past; addresses: Addresses } {
  const past = new Past(address);
  return { past, addresses: new Addresses("plant", past, () => past.address) };
}

const at = (path: string, openedWith: string | null = null) => ({ path, openedWith });

test.each([
  ["Overview", "/client/plant/Overview"],
  ["Line 1/Press ü", "/client/plant/Line%201/Press%20%C3%BC"],
  ["a.b/-_/c", "/client/plant/a.b/-_/c"],
  ["images/Overview", "/client/plant/%69mages/Overview"],
  ["100% / ?#&", "/client/plant/100%25%20/%20%3F%23%26"],
])("the window %s has an address that leads back to it", (path, address) => {
  expect(addressOf("plant", path)).toBe(address);
  expect(parsedAddress(address)).toEqual({ project: "plant", window: path });
});

test("addresses that are no window's", () => {
  expect(parsedAddress("/")).toBeNull();
  expect(parsedAddress("/clients/plant")).toBeNull();
  for (const address of ["/client/plant", "/client/plant/", "/client/plant//"]) {
    expect(parsedAddress(address), address).toEqual({ project: "plant", window: null });
  }
  expect(parsedAddress("/client/plant/%zz/%")).toEqual({ project: "plant", window: "%zz/%" });
  expect(parsedAddress("/client/%/Main")).toEqual({ project: "%", window: "Main" });
  expect(parsedAddress("/client/Werk%20%C3%9C/Main/")).toEqual({ project: "Werk Ü", window: "Main" });
});

test("what a person does makes entries, what happens by itself does not", () => {
  const { past, addresses } = begin("/client/plant");
  expect(addresses.wanted(at("Main"))).toBeNull();
  addresses.show(at("Main"));
  expect(past.entries.map(({ address }) => address)).toEqual(["/client/plant/Main"]);
  addresses.acted();
  addresses.show(at("Line"));
  addresses.show(at("Line"));
  expect(past.entries.map(({ address }) => address)).toEqual(["/client/plant/Main", "/client/plant/Line"]);
  // A board that turns its windows over by a timer fills no history.
  for (const path of ["A", "B", "C"]) addresses.show(at(path));
  expect(past.entries.map(({ address }) => address)).toEqual(["/client/plant/Main", "/client/plant/C"]);
});

test("Back asks for the window with what it was opened with, and its answer makes no entry", () => {
  const { past, addresses } = begin("/client/plant/Main");
  addresses.show(at("Main", "signed 1"));
  addresses.acted();
  addresses.show(at("Line"));
  past.at = 0;
  addresses.acted();
  expect(addresses.wanted(at("Line"))).toEqual({ path: "Main", openedWith: "signed 1" });
  // Another window that comes to the front before the answer does not take the address away.
  addresses.show(at("Line"));
  expect(past.address).toBe("/client/plant/Main");
  addresses.show(at("Main", "signed 1"));
  expect([past.entries.length, past.at]).toEqual([2, 0]);
});

test("a window that is opened with something else keeps its address", () => {
  const { past, addresses } = begin("/client/plant/Line");
  addresses.show(at("Line", "one"));
  addresses.acted();
  addresses.show(at("Line", "two"));
  expect(past.entries).toEqual([
    { state: { rollcall: { path: "Line", openedWith: "two" } }, address: "/client/plant/Line" },
  ]);
});

test("an address that leads nowhere stays until the person goes on", () => {
  const { past, addresses } = begin("/client/plant/Nowhere");
  expect(addresses.wanted(at("Main"))).toEqual({ path: "Nowhere", openedWith: null });
  addresses.show(at("Main"));
  expect(past.address).toBe("/client/plant/Nowhere");
  expect([addresses.refused("Other"), addresses.refused("Nowhere")]).toEqual([false, true]);
  expect(past.address).toBe("/client/plant/Nowhere");
  addresses.goOn(at("Main"));
  expect(past.address).toBe("/client/plant/Main");
  addresses.acted();
  addresses.show(at("Line"));
  expect(past.entries.length).toBe(2);
});

test("it is known whether the gateway is asked, until it answers or the person goes on", () => {
  const { addresses } = begin("/client/plant/Line");
  const ask = () => addresses.wanted(at("Main"));
  ask();
  expect(addresses.isAsking).toBe(true);
  addresses.goOn(at("Main"));
  expect([addresses.isAsking, addresses.wanted(at("Main"))]).toEqual([false, null]);
});

test("what the gateway does not do is known by its act, until another window is asked for", () => {
  const { addresses, past } = begin("/client/plant/Main");
  addresses.show(at("Main"));
  past.replaceState(null, "", "/client/plant/Other");
  expect(addresses.wanted(at("Main"))).toEqual(at("Other"));
  addresses.askedBy(7);
  expect([addresses.isAskedBy(7), addresses.isAskedBy(8)]).toEqual([true, false]);
  addresses.goOn(at("Main"));
  expect([addresses.isAskedBy(7), past.address]).toEqual([false, "/client/plant/Main"]);
});
