// The data that a client keeps of its windows: values, and the person's entries.
import { expect, test } from "vitest";
import { Dataset, EMPTY } from "../datasets/column.ts";
import type { WindowView } from "../wire/messages.ts";
import { OpenWindow } from "./model.ts";

const take = () => EMPTY;

function view(text: string, window = 1): WindowView {
  const component = (number: number, kind: string, properties: WindowView["components"][0]["properties"]) => ({
    component: number,
    parent: number === 0 ? null : number - 1,
    kind,
    name: kind,
    layout: { mode: "relative" as const },
    events: [],
    properties,
  });
  return {
    window,
    path: "Main/Sessions",
    kind: "main",
    problems: [],
    openedWith: null,
    components: [
      component(0, "Window", { title: "" }),
      component(1, "Container", {}),
      component(2, "TextField", {
        text,
        since: { date: 0 },
        data: { dataset: 3, fingerprint: 3 },
        rows: [1, 2],
        colour: null,
      }),
    ],
  };
}

test("values are taken as what they are", () => {
  const field = new OpenWindow(view("a"), take).components.get(2)!;
  expect(field.get("since")).toEqual(new Date(0));
  expect(field.get("data")).toBe(EMPTY);
  expect(field.get("rows")).toEqual([1, 2]);
  expect([field.text("colour"), field.text("text"), field.text("nothing")]).toEqual(["", "a", ""]);
});

test("a window without a title is called by the last part of its path", () => {
  expect(new OpenWindow(view("a"), take).title).toBe("Sessions");
});

test("what the person entered is told to a gateway that was restarted, unless a script has changed it", () => {
  const window = new OpenWindow(view("a"), take);
  window.enter(2, "text", "b");
  window.enter(2, "rows", [4]);
  window.enter(2, "text", "c");
  expect(window.change(2, { rows: [] }, take)).toEqual(new Set(["rows"]));
  const changes = [{ component: 2, property: "text", value: "c", seen: 3 }];
  // An entry that the gateway did not know is sent as a change, and not as a restored value.
  expect(window.reopened().changes).toEqual([]);
  expect(window.untold()).toEqual(changes);
  window.told(2, "text", "b", 3);
  expect(window.reopened().changes).toEqual([{ component: 2, property: "text", value: "b", seen: 3 }]);
  expect(window.untold()).toEqual(changes);
  window.told(2, "text", "c", 3);
  expect(window.untold()).toEqual([]);
  expect(window.reopened()).toEqual({ path: "Main/Sessions", openedWith: null, changes });

  const again = new OpenWindow(view("c", 9), take);
  again.goOnFrom(window);
  expect(again.reopened().changes).toEqual(changes);

  const setByScript = new OpenWindow(view("d"), take);
  setByScript.goOnFrom(window);
  expect(setByScript.reopened().changes).toEqual([]);
});

test("what was selected in data that are replaced before the gateway knew of it is selected no more", () => {
  let fingerprint = 4;
  const other = () => ({ dataset: fingerprint, fingerprint: (fingerprint += 1) });
  const fresh = () => new Dataset([], 0);
  const cases: [name: string, act: boolean, told: boolean, concluded: boolean, kept: boolean][] = [
    ["on its way to being sent", true, false, false, false],
    ["sent", true, true, false, false],
    ["known to the gateway, which carries it over", true, true, true, true],
    ["put back after a reconnect", false, true, false, true],
  ];
  for (const [name, act, told, concluded, kept] of cases) {
    const window = new OpenWindow(view("a"), fresh);
    window.enter(2, "rows", [4], act ? 77 : undefined);
    if (told) window.told(2, "rows", [4], 3);
    if (concluded) window.concluded(77);
    const changed = window.change(2, { data: other() }, fresh);
    expect([name, window.components.get(2)!.get("rows"), changed.has("rows")]).toEqual([name, kept ? [4] : [], !kept]);
    if (!kept) expect([window.untold(), window.reopened().changes]).toEqual([[], []]);
  }
});

test("what was entered and not selected stays when other data come", () => {
  const window = new OpenWindow({ ...view("a"), components: view("a").components.slice(0, 2) }, take);
  window.enter(1, "text", "b", 77);
  window.change(1, { data: { dataset: 5, fingerprint: 5 } }, () => new Dataset([], 0));
  expect(window.components.get(1)!.get("text")).toBe("b");
});
