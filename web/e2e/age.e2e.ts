// A person's act is as old as the input, whichever event reports it: on a page that stood still, pressed in each way
// there is. And a question that has not been read is not answered.
import type { Page } from "playwright-core";
import { afterEach, beforeEach, expect, test } from "vitest";
import type { Act, Ask, DesktopRequest } from "../src/wire/messages.ts";
import { datasetMessage } from "./encode.ts";
import { eventually, newPage, newPerson, read, useBrowser } from "./pages.ts";
import { StandIn, at, frame, view } from "./stand-in.ts";

useBrowser();

let gateway: StandIn;
let page: Page;

const rows = (number: number) => datasetMessage(number, 2, [["name", { type: "string", values: ["bob", "zoe"] }]]);
const data = (dataset: number) => ({ data: { dataset, fingerprint: dataset } });
const press = ["actionPerformed"];

beforeEach(async () => {
  const components = [
    ...frame("Main"),
    view("Button", "Start", { text: "Start", ...at(20, 20, 160, 36) }, press),
    view("ToggleButton", "Pump", { text: "Pump", selected: false, ...at(200, 20, 160, 36) }, press),
    view("CheckBox", "Check", { text: "Check", selected: false, ...at(380, 20, 160, 36) }, press),
    view("Dropdown", "Drop", { ...data(4), selectedIndex: 0, toolTipText: "Drop", ...at(560, 20, 160, 36) }, press),
    view(
      "NumericTextField",
      "Number",
      { mode: 3, doubleValue: 1, toolTipText: "Number", ...at(20, 80, 160, 36) },
      press,
    ),
    view("TextField", "Text", { text: "", toolTipText: "Text", ...at(200, 80, 160, 36) }, press),
    view("Label", "Label", { text: "Press me", ...at(380, 80, 160, 36) }, ["mouseClicked"]),
    view("Table", "Table", { ...data(3), selectionMode: 2, selectedRows: [1], ...at(20, 140, 400, 200) }, [
      "mouseClicked",
    ]),
  ];
  const windows = [{ window: 1, path: "Main", kind: "main" as const, problems: [], openedWith: null, components }];
  gateway = await StandIn.start({ title: "Plant", windows, dialogs: [] });
  for (const number of [3, 4]) gateway.offer(number, rows(number));
  page = await newPage(await newPerson());
  await page.goto(`${gateway.url}/client/plant`);
  await page.getByRole("gridcell", { name: "zoe" }).waitFor();
});
afterEach(() => gateway.stop());

const STILL = 2_000;

/** Does something while the page stands still; when it did, by the gateway's clock. */
async function whileItStandsStill(act: () => Promise<void>): Promise<number> {
  await page.evaluate((still) => {
    const stand = () => {
      const end = performance.now() + still;
      while (performance.now() < end);
    };
    setTimeout(stand, 50);
  }, STILL);
  await page.waitForTimeout(400);
  const done = performance.now();
  await act();
  return done;
}

const focus = (name: string) => page.getByLabel(name, { exact: true }).focus();
const focusButton = (name: string) => page.getByRole("button", { name, exact: true }).focus();
/** Down and up at once: the person does not wait for the page between them. */
const both = (down: Promise<void>, up: Promise<void>) => Promise.all([down, up]).then(() => {});
const key = (key: string) => both(page.keyboard.down(key), page.keyboard.up(key));

interface Case {
  name: string;
  /** Where the pointer or the focus is before. */
  before: () => Promise<void>;
  act: () => Promise<void>;
  /** The last request that the gateway receives. */
  last: DesktopRequest["type"];
}

async function point(name: string): Promise<void> {
  // The last is the cell of the table, and not the option of a list that is closed.
  const { x, y, width, height } = (await page.getByText(name, { exact: true }).last().boundingBox())!;
  await page.mouse.move(x + width / 2, y + height / 2);
}

const click = () => both(page.mouse.down(), page.mouse.up());

async function ask(question: Ask): Promise<void> {
  gateway.update({ type: "dialogOpened", dialog: 5, ask: question });
  await read(page);
}

const NOTE: Ask = { ask: "message", style: "information", message: "Done", title: "" };
const CASES: Case[] = [
  { name: "a button clicked", before: () => point("Start"), act: click, last: "event" },
  { name: "a button by Enter", before: () => focusButton("Start"), act: () => key("Enter"), last: "event" },
  { name: "a button by the space bar", before: () => focusButton("Start"), act: () => key("Space"), last: "event" },
  { name: "a toggle button", before: () => point("Pump"), act: click, last: "event" },
  { name: "a check box", before: () => point("Check"), act: click, last: "event" },
  { name: "a check box by a key", before: () => focus("Check"), act: () => key("Space"), last: "event" },
  { name: "a dropdown", before: () => focus("Drop"), act: () => key("ArrowDown"), last: "event" },
  { name: "a number", before: () => focus("Number"), act: () => both(key("7"), key("Enter")), last: "event" },
  { name: "a text", before: () => focus("Text"), act: () => page.keyboard.type("x"), last: "change" },
  {
    name: "a label by a key",
    before: () => page.getByRole("button", { name: "Press me" }).focus(),
    act: () => key("Enter"),
    last: "event",
  },
  { name: "a row of a table", before: () => point("zoe"), act: click, last: "event" },
  {
    name: "a row by Enter",
    before: () => page.getByRole("grid").focus(),
    act: () => key("Enter"),
    last: "event",
  },
  { name: "a message", before: () => ask(NOTE), act: () => key("Enter"), last: "answer" },
  { name: "a message left by Escape", before: () => ask(NOTE), act: () => key("Escape"), last: "answer" },
  {
    name: "a message clicked",
    before: async () => {
      await ask(NOTE);
      await point("OK");
    },
    act: click,
    last: "answer",
  },
];

for (const { name, before, act, last } of CASES) {
  test(`on a page that stood still nothing is younger than its input: ${name}`, async () => {
    await before();
    gateway.heard.length = 0;
    const done = await whileItStandsStill(act);
    await eventually(() => gateway.heard.at(-1)?.request.type, last);
    for (const { request, at } of gateway.heard) {
      expect(at - done, "the page stood still").toBeGreaterThan(STILL / 3);
      const act = "act" in request && typeof request.act === "object" ? request.act : null;
      expect(act?.at).not.toBeNull();
      expect(act!.at! - done).toBeLessThan(STILL / 5);
    }
  });
}

test("on a page that answers what is done is young, however soon after it was opened", async () => {
  await page.getByRole("button", { name: "Start" }).click();
  await page.getByRole("checkbox").check();
  await page.getByLabel("Drop").selectOption({ label: "zoe" });
  await eventually(() => gateway.heard.filter(({ request }) => request.type === "event").length, 3);
  for (const { request, at } of gateway.heard) {
    if (!("act" in request) || typeof request.act !== "object") continue;
    expect(request.act.at).not.toBeNull();
    expect(at - request.act.at!).toBeLessThan(2_500);
  }
});

test("a choice that the page sees no input of is not older than its windows", async () => {
  for (const wanted of [1, 2, 3]) {
    gateway.heard.length = 0;
    await page.reload();
    await page.evaluate(async () => {
      const list = () => document.querySelector("select");
      while (list() === null || list()!.options.length < 2) await new Promise((resolve) => setTimeout(resolve, 1));
      list()!.selectedIndex = 1;
      list()!.dispatchEvent(new Event("change", { bubbles: true }));
    });
    const chosen = () => gateway.heard.filter(({ request }) => request.type === "change");
    await eventually(() => chosen().length, 1);
    const acts = chosen().map(({ request }) => ("act" in request ? (request.act as Act).at : null));
    expect(acts, `the ${wanted}. time`).not.toContain(null);
  }
});

const QUESTION: Ask = { ask: "confirm", message: "Start the pump?", title: "", allowCancel: false };
const answers = () => gateway.requests.filter(({ type }) => type === "answer");
const presses = () => gateway.requests.filter(({ type }) => type === "event").length;

test("a key that is held down presses once, and answers nothing that opens under it", async () => {
  await focusButton("Start");
  for (let time = 0; time < 6; time += 1) await page.keyboard.down("Enter");
  await eventually(presses, 1);
  gateway.update({ type: "dialogOpened", dialog: 5, ask: NOTE });
  await page.locator("dialog[open]").waitFor();
  for (let time = 0; time < 8; time += 1) {
    await page.keyboard.down("Enter");
    await page.waitForTimeout(120);
  }
  expect([presses(), answers()]).toEqual([1, []]);
  await page.keyboard.up("Enter");
  await read(page);
  await page.keyboard.press("Enter");
  await eventually(answers, [{ type: "answer", dialog: 5, answer: { answer: "done" } }]);
});

test("held keys press nothing again anywhere: labels, rows, fields", async () => {
  const grid = page.getByRole("grid");
  for (const [what, clicks] of [
    [page.getByRole("button", { name: "Press me" }), 1],
    [page.getByLabel("Text"), 1],
    [page.getByLabel("Number"), 1],
    [grid, 2],
  ] as const) {
    await what.focus();
    if (what === grid) await page.keyboard.press("End");
    gateway.requests.length = 0;
    for (let time = 0; time < 4; time += 1) await page.keyboard.down("Enter");
    await page.keyboard.up("Enter");
    await eventually(presses, clicks);
  }
});

test("whoever types when a question opens answers nothing, and is heard once they look", async () => {
  await focus("Text");
  gateway.update({ type: "dialogOpened", dialog: 5, ask: QUESTION });
  await page.getByText("Start the pump?").waitFor();
  await page.keyboard.type("pump 3 is running \n", { delay: 60 });
  expect(await page.getByText("Start the pump?").isVisible()).toBe(true);
  await read(page);
  // The question itself has the focus, and no answer has it.
  await page.keyboard.press("Enter");
  await page.keyboard.press("Space");
  expect(answers()).toEqual([]);
  await page.keyboard.press("Tab");
  await page.keyboard.press("Enter");
  await eventually(answers, [{ type: "answer", dialog: 5, answer: { answer: "boolean", value: true } }]);
});

test("a click that was on its way when a question opened answers nothing", async () => {
  await ask(QUESTION);
  await point("No");
  await page.mouse.down();
  await page.mouse.up();
  await eventually(() => answers().length, 1);
  for (const dialog of [6, 7]) {
    // The pointer is where No will be: it goes down before the dialog is there, or in its first moment.
    if (dialog === 6) await page.mouse.down();
    gateway.update({ type: "dialogOpened", dialog, ask: QUESTION });
    await page.locator("dialog[open]").waitFor();
    if (dialog === 6) await page.mouse.up();
    else await click();
    await page.waitForTimeout(100);
    expect(answers().length).toBe(dialog - 5);
    await read(page);
    await click();
    await eventually(() => answers().length, dialog - 4);
  }
});
