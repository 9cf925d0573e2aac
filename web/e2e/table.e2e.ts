// The table, small and with a million rows: scrolling, sorting, selecting and copying with mouse and keyboard.
import { readFileSync } from "node:fs";
import type { Locator, Page } from "playwright-core";
import { afterEach, expect, test } from "vitest";
import type { UserEvent, UserValue, ViewValue, WindowView } from "../src/wire/messages.ts";
import { type Cells, datasetMessage } from "./encode.ts";
import { eventually, newPage, newPerson, useBrowser, violations } from "./pages.ts";
import { StandIn, at, frame, view } from "./stand-in.ts";

useBrowser();

const DATA = 3;
const ATTRIBUTES = 4;
const MILLION = 1_000_000;

/** Numbers of orders are not amounts, and internal columns are not shown. */
const ORDER_ATTRIBUTES = datasetMessage(ATTRIBUTES, 3, [
  ["name", { type: "string", values: ["order", "amount", "internal"] }],
  ["title", { type: "string", values: ["Order no.", "", ""] }],
  ["numberFormat", { type: "string", values: ["0", "#,##0.00", ""] }],
  ["hidden", { type: "boolean", values: [false, false, true] }],
]);

let gateway: StandIn;
let page: Page;
let table: Locator;

afterEach(() => gateway.stop());

function tableWindow(selectionMode: number, more: Record<string, ViewValue> = {}, events: string[] = []): WindowView {
  const everywhere = { mode: "anchored" as const, top: true, left: true, bottom: true, right: true };
  const table = {
    data: { dataset: DATA, fingerprint: DATA },
    selectionMode,
    selectedRows: [],
    ...at(20, 60, 960, 520),
    ...more,
  };
  return {
    window: 1,
    path: "Main/Table",
    kind: "main",
    problems: [],
    openedWith: null,
    components: [
      ...frame("Table"),
      view("Button", "Button", { text: "Press", ...at(20, 12, 100, 36) }, ["actionPerformed"]),
      view("Table", "Table", table, events, everywhere),
    ],
  };
}

async function open(
  rowCount: number,
  columns: [string, Cells][],
  selectionMode = 2,
  more: Record<string, ViewValue> = {},
  events: string[] = [],
): Promise<void> {
  gateway = await StandIn.start({ title: "Plant", windows: [tableWindow(selectionMode, more, events)], dialogs: [] });
  gateway.offer(ATTRIBUTES, ORDER_ATTRIBUTES);
  gateway.offer(DATA, datasetMessage(DATA, rowCount, columns));
  page = await newPage(await newPerson());
  await page.goto(`${gateway.url}/client/plant`);
  table = page.getByRole("grid");
  await eventually(() => table.getAttribute("aria-rowcount"), String(rowCount + 1));
}

const USERS = ["bob", "Anna", "billy", "\u202eevil", "bob"];

function small(): Promise<void> {
  return open(5, [
    ["user", { type: "string", values: USERS }],
    ["count", { type: "integer", values: Int32Array.of(3, 20, 100, 7, 3) }],
    ["designer", { type: "boolean", values: [true, false, false, true, false] }],
    ["load", { type: "double", values: Float64Array.of(0.5, -1, 1234.5, NaN, 0) }],
    ["since", { type: "date", values: BigInt64Array.of(0n, 86_400_000n, 3_600_000n, -1_000n, 1n) }],
  ]);
}

function large(): Promise<void> {
  const ids = new Array<string>(MILLION);
  const numbers = new Int32Array(MILLION);
  for (let row = 0; row < MILLION; row += 1) {
    // 7,919 is prime to a million, so every number occurs once.
    numbers[row] = (row * 7_919) % MILLION;
    ids[row] = `id ${String(numbers[row]).padStart(6, "0")}`;
  }
  return open(MILLION, [
    ["number", { type: "integer", values: numbers }],
    ["id", { type: "string", values: ids }],
  ]);
}

/** The texts of a column, in the order of the rows that are there. */
function column(number: number): Promise<string[]> {
  return table.locator(`.table-body [aria-colindex='${number + 1}']`).allTextContents();
}

/** The active cell: its row and column, counted from 1 with the headers, and its text. */
function active(): Promise<string | null> {
  return table.evaluate((grid) => {
    const cell = document.getElementById(grid.getAttribute("aria-activedescendant") ?? "");
    return cell && [cell.parentElement?.ariaRowIndex, cell.ariaColIndex, cell.textContent].join(" ");
  });
}

function selected(): UserValue | undefined {
  const changes = gateway.requests.flatMap((request) => (request.type === "change" ? [request] : []));
  return changes.findLast(({ property }) => property === "selectedRows")?.value;
}

const header = (name: string) => table.getByRole("columnheader", { name });

test("values are shown as what they are, in the user's language", async () => {
  await small();
  expect(await column(0)).toEqual(USERS);
  expect(await column(2)).toEqual(["Yes", "No", "No", "Yes", "No"]);
  expect(await column(3)).toEqual(["0.5", "-1", "1,234.5", "NaN", "0"]);
  expect((await column(4))[1]).toBe("1970-01-02 00:00:00");
  expect(await violations(page)).toEqual([]);
});

test("a table without data says so, and nothing can be done to it", async () => {
  await open(0, []);
  await header("No data").click();
  await table.focus();
  for (const key of ["ArrowDown", "Enter", "Control+End", "Control+a", "Space", "Shift+ArrowRight"]) {
    await page.keyboard.press(key);
  }
  expect(await table.getByRole("gridcell").count()).toBe(0);
  expect(await violations(page)).toEqual([]);
});

test("ten thousand characters in a cell are cut, and stay text", async () => {
  const long = `<img src=x onerror="document.title=1">${"\u202e\u0645".repeat(5_000)}`;
  await open(1, [["user", { type: "string", values: [long] }]]);
  expect((await column(0))[0]).toBe(`${long.slice(0, 400)}…`);
  expect(await page.locator("img").count()).toBe(0);
  expect(await page.title()).toBe("Plant");
});

test("a click on a header sorts: up, down, and as it was", async () => {
  await small();
  const clicks: [string, string, string, number, string[]][] = [
    ["count", "ascending", "user", 0, ["bob", "bob", "\u202eevil", "Anna", "billy"]],
    ["count", "descending", "user", 0, ["billy", "Anna", "\u202eevil", "bob", "bob"]],
    ["count", "none", "user", 0, USERS],
    ["user", "ascending", "count", 1, ["20", "100", "3", "3", "7"]],
    ["since", "ascending", "count", 1, ["7", "3", "3", "100", "20"]],
  ];
  for (const [name, order, , number, expected] of clicks) {
    await header(name).click();
    await eventually(() => column(number), expected);
    expect(await header(name).getAttribute("aria-sort")).toBe(order);
  }
});

test("what is selected is told by its place in the data, however it is sorted", async () => {
  await small();
  await header("count").click();
  await header("count").click();
  await eventually(async () => (await column(1))[0], "100");
  await table.getByText("Anna").click();
  await eventually(selected, [1]);
  await table.getByText("billy").click({ modifiers: ["Control"] });
  await eventually(selected, [1, 2]);
  await table.getByText("evil").click({ modifiers: ["Shift"] });
  await eventually(selected, [1, 2, 3]);
  expect(await table.locator("[aria-selected=true]").count()).toBe(3);

  await page.keyboard.press("Control+c");
  const copied = await page.evaluate(() => navigator.clipboard.readText());
  expect(copied.split("\n").map((line) => line.split("\t"))).toEqual([
    ["billy", "100", "false", "1234.5", "1970-01-01 01:00:00"],
    ["Anna", "20", "false", "-1", "1970-01-02 00:00:00"],
    ["\u202eevil", "7", "true", "NaN", "1969-12-31 23:59:59"],
  ]);
});

test("a script's selection is shown, and where one row can be selected no more are", async () => {
  await open(3, [["n", { type: "integer", values: Int32Array.of(1, 2, 3) }]], 0);
  gateway.update({ type: "properties", window: 1, component: 3, properties: { selectedRows: [2] } });
  await eventually(() => table.locator("[aria-selected=true]").allTextContents(), ["3"]);
  await table.getByText("1").click();
  await table.getByText("2").click({ modifiers: ["Shift"] });
  await eventually(selected, [1]);
  await page.keyboard.press("Control+a");
  expect(await table.locator("[aria-selected=true]").count()).toBe(1);
});

test("the keyboard alone reaches everything: one stop, arrows, headers, sorting, widths", async () => {
  await small();
  await page.getByRole("button", { name: "Press" }).focus();
  await page.keyboard.press("Tab");
  expect(await table.evaluate((grid) => grid === document.activeElement)).toBe(true);
  const keys: [string, string][] = [
    ["ArrowDown", "3 1 Anna"],
    ["ArrowRight", "3 2 20"],
    ["End", "3 5 1970-01-02 00:00:00"],
    ["Home", "3 1 Anna"],
    ["Control+End", "6 5 1970-01-01 00:00:00"],
    ["Control+Home", "2 1 bob"],
    ["PageDown", "6 1 bob"],
    ["PageUp", "2 1 bob"],
    ["ArrowUp", "1 1 user"],
    ["ArrowRight", "1 2 count"],
  ];
  for (const [key, cell] of keys) {
    await page.keyboard.press(key);
    expect([key, await active()]).toEqual([key, cell]);
  }
  await page.keyboard.press("Enter");
  await eventually(() => column(1), ["3", "3", "7", "20", "100"]);
  const width = async () => (await header("count").boundingBox())!.width;
  const before = await width();
  await page.keyboard.press("Shift+ArrowRight");
  expect(Math.round((await width()) - before)).toBe(16);
  await page.keyboard.press("ArrowDown");
  await page.keyboard.press("Shift+ArrowDown");
  await eventually(selected, [0, 4]);
  await page.keyboard.press("Tab");
  expect(await table.evaluate((grid) => grid.contains(document.activeElement))).toBe(false);
});

test("a column is made wider by its edge, and that does not sort", async () => {
  await small();
  const box = (await header("count").boundingBox())!;
  await page.mouse.move(box.x + box.width - 3, box.y + 10);
  await page.mouse.down();
  await page.mouse.move(box.x + box.width + 57, box.y + 10, { steps: 5 });
  await page.mouse.up();
  expect(Math.round((await header("count").boundingBox())!.width - box.width)).toBe(60);
  expect(await header("count").getAttribute("aria-sort")).toBe("none");
});

test("new data keeps the order that was chosen, and the selection that it comes with", async () => {
  await small();
  await header("count").click();
  await eventually(() => column(1), ["3", "3", "7", "20", "100"]);
  gateway.offer(
    9,
    datasetMessage(9, 3, [
      ["user", { type: "string", values: ["x", "y", "z"] }],
      ["count", { type: "integer", values: Int32Array.of(9, 8, 10) }],
    ]),
  );
  const properties = { data: { dataset: 9, fingerprint: 9 }, selectedRows: [2] };
  gateway.update({ type: "properties", window: 1, component: 3, properties });
  await eventually(() => column(0), ["y", "x", "z"]);
  expect(await table.locator("[aria-selected=true]").textContent()).toBe("z10");
  expect(await table.getAttribute("aria-rowcount")).toBe("4");
});

/** The row at the upper edge of the table. */
function firstSeen(): Promise<number> {
  return table.evaluate((grid) => {
    const top = grid.getBoundingClientRect().top + grid.querySelector(".table-head")!.clientHeight;
    const rows = [...grid.querySelectorAll<HTMLElement>(".table-body .table-row")];
    const seen = rows.find((row) => row.getBoundingClientRect().bottom > top + 1);
    return Number(seen?.ariaRowIndex) - 2;
  });
}

/** Drags the scroll bar to the middle. The wheel acts on the drawn page, so a frame is waited for. */
async function dragToMiddle(): Promise<void> {
  await table.evaluate((grid) => void (grid.scrollTop = (grid.scrollHeight - grid.clientHeight) / 2));
  await expect.poll(firstSeen).toBeGreaterThan(499_000);
  await table.screenshot();
}

test("a million rows are reached by keyboard, wheel and scroll bar", async () => {
  await large();
  await table.focus();
  await page.keyboard.press("Control+End");
  expect(await active()).toBe(`${MILLION + 1} 2 id ${String(((MILLION - 1) * 7_919) % MILLION).padStart(6, "0")}`);
  await page.keyboard.press("PageUp");
  await page.keyboard.press("ArrowUp");
  const row = Number((await active())!.split(" ")[0]);
  expect(row).toBeLessThan(MILLION - 5);

  await dragToMiddle();
  const middle = await firstSeen();
  expect(middle).toBeLessThan(501_000);
  // The wheel moves rows by as much as everywhere: some 28 pixels a row.
  const box = (await table.boundingBox())!;
  await page.mouse.move(box.x + 100, box.y + 200);
  for (let turn = 0; turn < 5; turn += 1) await page.mouse.wheel(0, 280);
  await expect.poll(async () => Math.abs((await firstSeen()) - middle - 50)).toBeLessThanOrEqual(2);
  // Every row stands where its number belongs, once the bar was put right.
  const gaps = await table.evaluate((grid) => {
    const rows = [...grid.querySelectorAll<HTMLElement>(".table-body .table-row")];
    return rows
      .slice(1)
      .map((row, index) => [
        Number(row.ariaRowIndex) - Number(rows[index]!.ariaRowIndex),
        Math.round(row.getBoundingClientRect().top - rows[index]!.getBoundingClientRect().top),
      ]);
  });
  expect(new Set(gaps.map(String))).toEqual(new Set(["1,28"]));
});

test("the wheel moves rows by as much as it turned, also while the page is busy", async () => {
  await large();
  await dragToMiddle();
  const middle = await firstSeen();
  const box = (await table.boundingBox())!;
  await page.mouse.move(box.x + 100, box.y + 200);
  const busy = page.evaluate(() => {
    const end = performance.now() + 400;
    while (performance.now() < end);
  });
  // The page sees them as one way, which is longer than the table is high.
  await Promise.all([1, 2, 3, 4, 5].map(() => page.mouse.wheel(0, 280)));
  await busy;
  await expect.poll(async () => Math.abs((await firstSeen()) - middle - 50)).toBeLessThanOrEqual(2);
});

test("a million rows are sorted, selected and copied, and the page stays alive meanwhile", async () => {
  await large();
  await header("number").click();
  await eventually(async () => (await column(0)).slice(0, 3), ["0", "1", "2"]);
  await header("number").click();
  await eventually(async () => (await column(0)).slice(0, 2), ["999,999", "999,998"]);

  // A million different texts take a while; a button pressed meanwhile is reported before they are in order.
  await header("id").click();
  expect(await table.getAttribute("aria-busy")).toBe("true");
  gateway.requests.length = 0;
  await page.getByRole("button", { name: "Press" }).click();
  await eventually(() => gateway.requests.length, 1);
  expect(await table.getAttribute("aria-busy")).toBe("true");
  await eventually(() => table.getAttribute("aria-busy"), null);
  expect((await column(1)).slice(0, 3)).toEqual(["id 000000", "id 000001", "id 000002"]);

  await table.focus();
  await page.keyboard.press("Control+a");
  // A frame is limited: scripts get the first hundred thousand, and the person is told that.
  await expect.poll(() => (selected() as number[] | undefined)?.length).toBe(100_000);
  const told = page.getByText("1,000,000 rows are selected. Scripts see the first 100,000 of them only.");
  expect(await told.isVisible()).toBe(true);
  expect(await table.locator("[aria-selected=false]").count()).toBe(0);
  await page.keyboard.press("Control+c");
  const copied = await page.evaluate(async () => {
    const lines = (await navigator.clipboard.readText()).split("\n");
    return [lines.length, lines[0], lines.at(-1)];
  });
  expect(copied).toEqual([MILLION, "0\tid 000000", "999999\tid 999999"]);
  await page.keyboard.press("ArrowDown");
  expect(await told.count()).toBe(0);
});

function orders(more: Record<string, ViewValue> = {}, events: string[] = []): Promise<void> {
  const columns: [string, Cells][] = [
    ["order", { type: "integer", values: Int32Array.of(4_711_001, 2_000_000) }],
    ["internal", { type: "string", values: ["=1+1", "x"] }],
    ["amount", { type: "double", values: Float64Array.of(1234.5, 2) }],
  ];
  return open(2, columns, 2, more, events);
}

test("columns are shown as the project says: titles, formats, hidden ones", async () => {
  await orders({ columnAttributesData: { dataset: ATTRIBUTES, fingerprint: ATTRIBUTES } });
  expect(await table.getByRole("columnheader").allTextContents()).toEqual(["Order no.", "amount"]);
  expect(await column(0)).toEqual(["4711001", "2000000"]);
  expect(await column(1)).toEqual(["1,234.50", "2.00"]);
  await header("amount").click();
  await eventually(() => column(1), ["2.00", "1,234.50"]);
  await table.getByText("1,234.50").click();
  await eventually(selected, [0]);
  const changes = gateway.requests.flatMap((request) => (request.type === "change" ? [request] : []));
  expect(changes.find(({ property }) => property === "selectedColumn")?.value).toBe(2);
  expect(changes.every(({ seen }) => seen === DATA)).toBe(true);
});

test("a number is never cut to another: the column grows, and one that a person has made narrow shows marks", async () => {
  await orders();
  const isCut = () =>
    table.evaluate((grid) =>
      [...grid.querySelectorAll(".table-body .table-cell")].some(
        (cell) => cell.scrollWidth > cell.clientWidth && !cell.classList.contains("too-narrow"),
      ),
    );
  expect(await isCut()).toBe(false);
  gateway.offer(
    11,
    datasetMessage(11, 1, [
      ["order", { type: "integer", values: Int32Array.of(-2_000_000_000) }],
      [
        "internal",
        { type: "string", values: ["a rather long text that is cut, which is no other text for it ".repeat(9)] },
      ],
      ["amount", { type: "double", values: Float64Array.of(123_456_789_012.123) }],
    ]),
  );
  gateway.update({
    type: "properties",
    window: 1,
    component: 3,
    properties: { data: { dataset: 11, fingerprint: 11 } },
  });
  await eventually(async () => (await column(0))[0], "-2,000,000,000");
  expect((await column(2))[0]).toBe("123,456,789,012.123");

  await header("order").click();
  await table.focus();
  for (let press = 0; press < 30; press += 1) await page.keyboard.press("Shift+ArrowLeft");
  await eventually(async () => (await column(0))[0], "###");
  const cell = table.locator(".table-body [aria-colindex='1']").first();
  expect(await cell.getAttribute("title")).toBe("-2,000,000,000");
  expect(await cell.getAttribute("aria-label")).toBe("-2,000,000,000");
  // The width is the person's: it is there after a reload.
  const width = (await header("order").boundingBox())!.width;
  await page.reload();
  await header("order").waitFor();
  await expect.poll(async () => (await header("order").boundingBox())?.width).toBe(width);
  for (let press = 0; press < 12; press += 1) {
    if (press === 0) await header("order").click();
    await table.focus();
    await page.keyboard.press("Shift+ArrowRight");
  }
  await expect.poll(async () => (await column(0))[0]).not.toBe("###");
});

test("Enter does to a row what a double click does, and Space selects it", async () => {
  await orders({}, ["mouseClicked"]);
  await table.focus();
  await page.keyboard.press("ArrowDown");
  await eventually(selected, [1]);
  const clicks = () =>
    gateway.requests.flatMap((request) =>
      request.type === "event" ? [request.what as UserEvent & { clickCount?: number }] : [],
    );
  await page.keyboard.press("Enter");
  await eventually(
    () => clicks().map(({ event, clickCount }) => [event, clickCount]),
    [
      ["mouseClicked", 1],
      ["mouseClicked", 2],
    ],
  );
  gateway.requests.length = 0;
  await table.getByText("4,711,001").dblclick();
  await eventually(
    () => clicks().map(({ event, clickCount }) => [event, clickCount]),
    [
      ["mouseClicked", 1],
      ["mouseClicked", 2],
    ],
  );
  expect(gateway.requests.every((request) => request.type !== "event" || request.seen === DATA)).toBe(true);
  await page.keyboard.press("Control+ArrowDown");
  await page.keyboard.press("Space");
  await eventually(selected, [0, 1]);
  await page.keyboard.press("Space");
  await page.keyboard.press("Control+Space");
  await eventually(selected, [0]);
});

test("something is found as it is typed, and the keyboard goes through what was found", async () => {
  await small();
  await table.focus();
  await page.keyboard.press("Control+f");
  const field = page.getByRole("searchbox", { name: "Find in the table" });
  expect(await field.evaluate((field) => field === document.activeElement)).toBe(true);
  await page.keyboard.type("BOB");
  const told = page.locator(".table-found");
  await eventually(() => told.textContent(), "1 of 2");
  await page.keyboard.press("Enter");
  await eventually(() => told.textContent(), "2 of 2");
  expect(await active()).toBe("6 1 bob");
  await page.keyboard.press("Enter");
  await page.keyboard.press("Shift+Enter");
  await eventually(() => told.textContent(), "2 of 2");
  expect(await table.locator(".found").count()).toBe(2);
  await field.fill("1234.5");
  await eventually(() => told.textContent(), "1 of 1");
  await field.fill("nobody");
  await eventually(() => told.textContent(), "Not found");
  expect(await violations(page)).toEqual([]);
  await page.keyboard.press("Escape");
  expect(await table.evaluate((grid) => grid === document.activeElement)).toBe(true);
  expect(await table.locator(".found").count()).toBe(0);
});

test("rows are copied with headers, and the whole table is saved as CSV", async () => {
  await orders();
  await table.getByText("4,711,001").click();
  await page.keyboard.press("Control+Shift+C");
  const copied = () => page.evaluate(() => navigator.clipboard.readText());
  await eventually(copied, "order\tinternal\tamount\n4711001\t=1+1\t1234.5");
  await page.keyboard.press("Control+c");
  await eventually(copied, "4711001\t=1+1\t1234.5");
  await page.keyboard.press("Control+f");
  const [download] = await Promise.all([
    page.waitForEvent("download"),
    page.getByRole("button", { name: "Save the whole table as CSV" }).click(),
  ]);
  expect(download.suggestedFilename()).toBe("Table.csv");
  const lines = readFileSync(await download.path(), "utf8").split("\r\n");
  expect(lines).toEqual(["order,internal,amount", `4711001,"'=1+1",1234.5`, "2000000,x,2.0", ""]);
});

test("a million rows are saved and searched, and the page stays alive meanwhile", async () => {
  await large();
  await table.focus();
  await page.keyboard.press("Control+f");
  await page.keyboard.type("id 99999");
  await eventually(() => page.locator(".table-found").textContent(), "1 of 10");
  const download = page.waitForEvent("download");
  await page.getByRole("button", { name: "Save the whole table as CSV" }).click();
  gateway.requests.length = 0;
  await page.getByRole("button", { name: "Press" }).click();
  await eventually(() => gateway.requests.length, 1);
  const lines = readFileSync(await (await download).path(), "utf8").split("\r\n");
  expect([lines.length, lines[0], lines[1], lines[MILLION]]).toEqual([
    MILLION + 2,
    "number,id",
    "0,id 000000",
    `${((MILLION - 1) * 7_919) % MILLION},id ${String(((MILLION - 1) * 7_919) % MILLION).padStart(6, "0")}`,
  ]);
});

test("the selected row is seen in forced colours", async () => {
  await small();
  await page.emulateMedia({ forcedColors: "active" });
  await table.getByText("Anna").click();
  const colours = (selector: string) =>
    table
      .locator(selector)
      .first()
      .evaluate((row) => {
        const { backgroundColor, color } = getComputedStyle(row);
        return [backgroundColor, color];
      });
  const [chosen, other] = [await colours("[aria-selected=true]"), await colours("[aria-selected=false]")];
  expect(chosen).not.toEqual(other);
  const highlight = await page.evaluate(() => {
    const probe = document.createElement("p");
    probe.style.cssText = "background: Highlight; color: HighlightText; forced-color-adjust: none";
    document.body.append(probe);
    const { backgroundColor, color } = getComputedStyle(probe);
    probe.remove();
    return [backgroundColor, color];
  });
  expect(chosen).toEqual(highlight);
});

test("a click tells which data it was made on, also when other data have come since", async () => {
  await small();
  gateway.offer(9, datasetMessage(9, 1, [["user", { type: "string", values: ["bixly"] }]]));
  await table.getByText("billy").click();
  gateway.update({
    type: "properties",
    window: 1,
    component: 3,
    properties: { data: { dataset: 9, fingerprint: 77 }, selectedRows: [] },
  });
  const told = () =>
    gateway.requests.flatMap((request) =>
      request.type === "change" && request.property === "selectedRows" ? [[request.value, request.seen]] : [],
    );
  await eventually(() => column(0), ["bixly"]);
  // Of two selections in quick succession only the last one is sent.
  await eventually(told, [[[2], DATA]]);
  await table.getByText("bixly").click();
  await eventually(told, [
    [[2], DATA],
    [[0], 77],
  ]);
});
