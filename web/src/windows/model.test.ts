// What a client keeps of its windows: values, and what the person has entered.
import { expect, test } from "vitest";
import { EMPTY } from "../datasets/column.ts";
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
  // What the gateway was not told it hears of as a change, and not as what is put back.
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
