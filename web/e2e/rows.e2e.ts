// A person's act on a row is done to that row, whatever comes to its place: other data, another order, more rows.
import type { Locator, Page } from "playwright-core";
import { afterEach, expect, test } from "vitest";
import type { ViewValue } from "../src/wire/messages.ts";
import { type Cells, datasetMessage, rowsMessage } from "./encode.ts";
import { type Look, eventually, newPage, newPerson, useBrowser } from "./pages.ts";
import { StandIn, at, frame, view } from "./stand-in.ts";

useBrowser();

let gateway: StandIn;
let page: Page;
let table: Locator;

afterEach(() => gateway.stop());

function columns(names: string[]): [string, Cells][] {
  return [
    ["user", { type: "string", values: names }],
    ["n", { type: "integer", values: Int32Array.from(names, (_, at) => 1_000_000 + at) }],
  ];
}

async function open(names: string[], more: Record<string, ViewValue> = {}, look: Look = {}): Promise<void> {
  const shown = {
    data: { dataset: 3, fingerprint: 3 },
    selectionMode: 2,
    selectedRows: [],
    ...at(20, 60, 960, 500),
    ...more,
  };
  const components = [...frame("Table"), view("Table", "Table", shown, ["mouseClicked"])];
  const windows = [{ window: 1, path: "Table", kind: "main" as const, problems: [], openedWith: null, components }];
  gateway = await StandIn.start({ title: "Plant", windows, dialogs: [] });
  gateway.offer(3, datasetMessage(3, names.length, columns(names)));
  gateway.offer(90, ATTRIBUTES);
  page = await newPage(await newPerson(look));
  await page.goto(`${gateway.url}/client/plant`);
  table = page.getByRole("grid");
  await table.getByText(names[0]!, { exact: true }).first().waitFor();
}

/** The gateway has other data, with these rows selected; where it does not mention a selection, the known one stays. */
async function refresh(number: number, names: string[], selectedRows?: number[]): Promise<void> {
  gateway.offer(number, datasetMessage(number, names.length, columns(names)));
  const properties = { data: { dataset: number, fingerprint: number }, ...(selectedRows && { selectedRows }) };
  gateway.update({ type: "properties", window: 1, component: 2, properties });
  await eventually(() => users(), names);
}

const ATTRIBUTES = datasetMessage(90, 2, [
  ["name", { type: "string", values: ["user", "n"] }],
  ["width", { type: "integer", values: Int32Array.of(200, 30) }],
]);

const users = () => table.locator(".table-body [aria-colindex='1']").allTextContents();
const row = (name: string) => table.getByRole("gridcell", { name, exact: true });
const selected = () => table.locator("[aria-selected=true] [aria-colindex='1']").allTextContents();
/** The cell that the keys are in, as screen readers and people find it. */
const active = () =>
  table.evaluate((grid) => {
    const cell = document.getElementById(grid.getAttribute("aria-activedescendant") ?? "");
    const isSeen = cell !== null && getComputedStyle(cell).outlineStyle !== "none";
    return isSeen ? (cell.parentElement?.firstElementChild?.textContent ?? null) : null;
  });
const clicks = () =>
  gateway.requests.flatMap((request) =>
    request.type === "event" && request.what.event === "mouseClicked" ? [request.what.clickCount] : [],
  );
const chosen = () =>
  gateway.requests.flatMap((request) =>
    request.type === "change" && request.property === "selectedRows" ? [[request.value, request.seen]] : [],
  );

test("the active cell goes with its row, and Enter acts on that", async () => {
  await open(["anna", "bob", "bixly"]);
  await row("bob").click();
  await eventually(active, "bob");
  await refresh(4, ["anna", "bixly", "bob"], [2]);
  expect([await active(), await selected()]).toEqual(["bob", ["bob"]]);
  gateway.requests.length = 0;
  await page.keyboard.press("Enter");
  await eventually(clicks, [1, 2]);
  expect(chosen().every(([rows]) => JSON.stringify(rows) === "[2]")).toBe(true);
  expect(await selected()).toEqual(["bob"]);
});

test("where its row is gone no cell is active, and keys act on nothing that came to its place", async () => {
  await open(["anna", "bob", "bixly"]);
  await row("bob").click();
  await refresh(4, ["anna", "bixly"], []);
  expect(await active()).toBeNull();
  gateway.requests.length = 0;
  for (const key of ["Enter", "Space"]) {
    await page.keyboard.press(key);
    await refresh(key === "Enter" ? 5 : 6, ["anna", "zoe"], []);
  }
  expect([clicks(), chosen(), await selected()]).toEqual([[], [], []]);
  // The first Enter shows where it is, the second selects, and only the third does something.
  for (let time = 0; time < 2; time += 1) await page.keyboard.press("Enter");
  await eventually(selected, ["zoe"]);
  expect(clicks()).toEqual([]);
  await page.keyboard.press("Enter");
  await eventually(clicks, [1, 2]);
});

test("the active cell goes with its row when rows are sorted", async () => {
  await open(["zoe", "bob", "anna"]);
  await row("zoe").click();
  await row("zoe").press("Control+Home");
  await page.keyboard.press("ArrowUp");
  await page.keyboard.press("Enter");
  await eventually(users, ["anna", "bob", "zoe"]);
  await row("zoe").click();
  // The data come anew, in another order, and are sorted as before.
  await refreshSorted();
  expect([await active(), await selected()]).toEqual(["zoe", ["zoe"]]);
});

async function refreshSorted(): Promise<void> {
  const names = ["bob", "zoe", "yves", "anna"];
  gateway.offer(4, datasetMessage(4, names.length, columns(names)));
  const properties = { data: { dataset: 4, fingerprint: 4 }, selectedRows: [1] };
  gateway.update({ type: "properties", window: 1, component: 2, properties });
  await eventually(users, ["anna", "bob", "yves", "zoe"]);
}

test("a second click on another row is a first one", async () => {
  await open(["anna", "bob", "bixly"]);
  const { x, y, width, height } = (await row("bob").boundingBox())!;
  const place = [x + width / 2, y + height / 2] as const;
  await page.mouse.click(...place);
  await refresh(4, ["anna", "bixly", "bob"], [2]);
  gateway.requests.length = 0;
  await page.mouse.down({ clickCount: 2 });
  await page.mouse.up({ clickCount: 2 });
  await eventually(clicks, [1]);
  expect(chosen()).toEqual([[[1], 4]]);
  await page.mouse.down({ clickCount: 3 });
  await page.mouse.up({ clickCount: 3 });
  await eventually(clicks, [1, 2]);
});

test("what was selected in other data is not drawn on these, and becomes no part of a selection in them", async () => {
  await open(["anna", "bob", "bixly", "zoe"]);
  gateway.answer = null;
  await row("bob").click();
  await eventually(() => chosen(), [[[1], 3]]);
  await refresh(4, ["anna", "bixly", "bob", "zoe"]);
  expect(await selected()).toEqual([]);
  await row("zoe").click({ modifiers: ["Control"] });
  await eventually(() => chosen().at(-1), [[3], 4]);
  expect(await selected()).toEqual(["zoe"]);
});

test("what the gateway knew of and carried over stays selected where it says nothing", async () => {
  await open(["anna", "bob"]);
  await row("bob").click();
  await eventually(() => chosen(), [[[1], 3]]);
  await refresh(4, ["zoe", "bob"]);
  expect(await selected()).toEqual(["bob"]);
});

test("a range in other data begins with the row that is clicked", async () => {
  await open(["anna", "bob", "bixly", "zoe"]);
  await row("anna").click();
  await refresh(4, ["bob", "bixly", "zoe", "anna"], []);
  await row("zoe").click({ modifiers: ["Shift"] });
  await eventually(selected, ["zoe"]);
  // With keys it begins at the row that was the active one.
  await page.keyboard.press("Shift+ArrowDown");
  await eventually(selected, ["zoe", "anna"]);
});

const bar = () => page.locator(".table-found");
const found = () => table.locator(".table-cell.found").allTextContents();

test("what is looked for is looked for again in other data", async () => {
  await open(["anna", "bob", "bobby"]);
  await table.focus();
  await page.keyboard.press("Control+f");
  await page.keyboard.type("bob");
  await eventually(() => bar().textContent(), "1 of 2");
  await refresh(4, ["zoe", "yves", "anna", "bob"], []);
  await eventually(() => bar().textContent(), "1 row");
  expect(await found()).toEqual(["bob"]);
  await page.keyboard.press("Enter");
  await eventually(() => bar().textContent(), "1 of 1");
  await refresh(5, ["zoe"], []);
  await eventually(() => bar().textContent(), "Not found");
  // The key that ends the composition of a letter goes nowhere.
  const composing = await page.locator(".table-find").evaluate((field) => {
    const event = new KeyboardEvent("keydown", { key: "Enter", isComposing: true, bubbles: true, cancelable: true });
    field.dispatchEvent(event);
    return event.defaultPrevented;
  });
  expect(composing).toBe(false);
});

test("in rows that are on their way it is said that not all were looked through", async () => {
  await open(["anna"]);
  const total = 400;
  const names = Array.from({ length: total }, (_, at) => (at === 300 ? "bob" : `machine ${at}`));
  const part = (when: "ahead" | "later", first: number, count: number) =>
    rowsMessage(when, { number: 4, first, total }, count, columns(names.slice(first, first + count)));
  gateway.offer(4, part("ahead", 0, 200));
  const properties = { data: { dataset: 4, fingerprint: 4 }, selectedRows: [] };
  gateway.update({ type: "properties", window: 1, component: 2, properties });
  await row("machine 3").waitFor();
  await table.focus();
  await page.keyboard.press("Control+f");
  await page.keyboard.type("bob");
  await eventually(() => bar().textContent(), "Not found so far: not all rows are here");
  gateway.send(part("later", 200, 200));
  await eventually(() => bar().textContent(), "1 row");
  await page.keyboard.press("Enter");
  await eventually(() => bar().textContent(), "1 of 1");
  await eventually(found, ["bob"]);
});

test("on a screen of 4K widths are in the project's pixels, and what does not fit is told whole", async () => {
  await open(["anna"], { columnAttributesData: { dataset: 90, fingerprint: 90 } }, { width: 3_840, height: 2_160 });
  const letters = await page.evaluate(() => parseFloat(getComputedStyle(document.documentElement).fontSize));
  expect(letters).toBeGreaterThan(20);
  const header = page.getByRole("columnheader", { name: "user" });
  await eventually(
    () => header.evaluate((cell) => (cell as HTMLElement).offsetWidth),
    Math.round((200 * letters) / 16),
  );
  const edge = (await page.getByRole("columnheader", { name: "n", exact: true }).boundingBox())!;
  // As narrow as it gets, by the person's own hand.
  await page.mouse.move(edge.x + edge.width - 3, edge.y + edge.height / 2);
  await page.mouse.down();
  await page.mouse.move(edge.x + 5, edge.y + edge.height / 2, { steps: 4 });
  await page.mouse.up();
  const cell = table.locator(".table-body [aria-colindex='2']").first();
  await eventually(() => cell.textContent(), "###");
  expect([await cell.getAttribute("title"), await cell.getAttribute("aria-label")]).toEqual(["1,000,000", "1,000,000"]);
  const narrow = (await page.getByRole("columnheader", { name: "n", exact: true }).boundingBox())!.width;
  expect(Math.round(narrow)).toBeGreaterThanOrEqual(Math.round((48 * letters) / 16));
  // A width that the person has set grows with letters of another size.
  await page.setViewportSize({ width: 1_180, height: 760 });
  await expect
    .poll(async () =>
      Math.round((await page.getByRole("columnheader", { name: "n", exact: true }).boundingBox())!.width),
    )
    .toBe(Math.round((narrow * 16) / letters));
});

test("rows that come while a list is open do not come under the pointer, and what is chosen in others chooses nothing", async () => {
  const list = (number: number, names: string[]) =>
    gateway.offer(number, datasetMessage(number, names.length, columns(names).slice(0, 1)));
  const drop = { data: { dataset: 3, fingerprint: 3 }, selectedIndex: -1, ...at(20, 20, 200, 36) };
  const components = [...frame("List"), view("Dropdown", "Drop", drop, ["actionPerformed"])];
  const windows = [{ window: 1, path: "List", kind: "main" as const, problems: [], openedWith: null, components }];
  gateway = await StandIn.start({ title: "Plant", windows, dialogs: [] });
  list(3, ["anna", "bob"]);
  page = await newPage(await newPerson());
  await page.goto(`${gateway.url}/client/plant`);
  const select = page.getByRole("combobox");
  await select.click();
  const isOpen = () => select.evaluate((element) => element.matches(":open"));
  await eventually(isOpen, true);
  list(4, ["bixly", "zoe", "bob"]);
  gateway.update({
    type: "properties",
    window: 1,
    component: 2,
    properties: { data: { dataset: 4, fingerprint: 4 }, toolTipText: "New" },
  });
  await eventually(() => select.getAttribute("title"), "New");
  const options = () => select.locator("option").allTextContents();
  expect(await options()).toEqual(["", "anna", "bob"]);
  await page.keyboard.press("ArrowDown");
  await page.keyboard.press("Enter");
  await eventually(isOpen, false);
  await eventually(options, ["", "bixly", "zoe", "bob"]);
  expect(gateway.requests.filter(({ type }) => type === "change" || type === "event")).toEqual([]);
  expect(await select.inputValue()).toBe("-1");
  await select.selectOption({ label: "zoe" });
  await eventually(() => gateway.requests.find(({ type }) => type === "change"), {
    type: "change",
    window: 1,
    component: 2,
    property: "selectedIndex",
    value: 1,
    seen: 4,
  });
});
