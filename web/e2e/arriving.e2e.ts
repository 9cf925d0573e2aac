// A table whose rows come a few at a time: the first are there at once, the others are known to be missing, functions
// that need all of them wait, and show that.
import type { Locator, Page } from "playwright-core";
import { afterEach, expect, test } from "vitest";
import { type Cells, rowsMessage } from "./encode.ts";
import { eventually, newPage, newPerson, useBrowser, violations } from "./pages.ts";
import { StandIn, at, frame, view } from "./stand-in.ts";

useBrowser();

const DATA = 3;
const TOTAL = 100_000;

let gateway: StandIn;
let page: Page;
let table: Locator;

afterEach(() => gateway.stop());

function columns(first: number, count: number): [string, Cells][] {
  const rows = Array.from({ length: count }, (_, at) => first + at);
  return [
    ["number", { type: "integer", values: Int32Array.from(rows, (row) => TOTAL - row) }],
    ["name", { type: "string", values: rows.map((row) => `machine ${row}`) }],
  ];
}

function rows(when: "ahead" | "later", first: number, count: number): Buffer {
  return rowsMessage(when, { number: DATA, first, total: TOTAL }, count, columns(first, count));
}

async function open(): Promise<void> {
  const everywhere = { mode: "anchored" as const, top: true, left: true, bottom: true, right: true };
  const shown = {
    data: { dataset: DATA, fingerprint: 1 },
    selectionMode: 2,
    selectedRows: [],
    ...at(20, 60, 960, 520),
  };
  const components = [...frame("Table"), view("Table", "Table", shown, [], everywhere)];
  const window = { window: 1, path: "Main/Table", kind: "main" as const, problems: [], openedWith: null, components };
  gateway = await StandIn.start({ title: "Plant", windows: [window], dialogs: [] });
  gateway.offer(DATA, rows("ahead", 0, 200));
  page = await newPage(await newPerson());
  await page.goto(`${gateway.url}/client/plant`);
  table = page.getByRole("grid");
  await eventually(() => table.getAttribute("aria-rowcount"), String(TOTAL + 1));
}

function cell(text: string): Locator {
  return table.getByRole("gridcell", { name: text, exact: true });
}

test("it is used at once, shows what is missing, and asks for what the person looks at", async () => {
  await open();
  await eventually(() => cell("machine 5").count(), 1);
  await page.getByText("200 of 100,000 rows.").waitFor();
  await cell("machine 5").click();
  await table.press("Control+End");
  await eventually(
    () =>
      cell("…")
        .count()
        .then((count) => count > 20),
    true,
  );
  expect(await table.getByRole("gridcell", { name: "0", exact: true }).count()).toBe(0);
  await eventually(() => gateway.looks.at(-1)?.dataset, DATA);
  const asked = gateway.looks.at(-1)!.row;
  expect(asked).toBeGreaterThan(TOTAL - 100);
  expect(await violations(page)).toEqual([]);
  gateway.send(rows("later", asked, TOTAL - asked));
  await eventually(() => cell(`machine ${TOTAL - 1}`).count(), 1);
  expect(await cell("…").count()).toBe(0);
});

test("sorting and copying wait for the rest, and say so", async () => {
  await open();
  await page.getByRole("columnheader", { name: "number" }).click();
  await page.getByText("They are put in order once all are here.").waitFor();
  expect(await cell("machine 0").count()).toBe(1);
  await table.press("Control+a");
  await table.press("Control+c");
  await page.getByText("Nothing was copied").waitFor();
  for (let first = 200; first < TOTAL; first += 9_980) gateway.send(rows("later", first, 9_980));
  // Numbers fall while rows rise, so in order the last row is the first.
  await eventually(() => cell(`machine ${TOTAL - 1}`).count(), 1);
  await eventually(() => page.getByText("rows.").count(), 0);
  await table.press("Control+a");
  await table.press("Control+c");
  const copied = await page.evaluate(() => navigator.clipboard.readText());
  expect(copied.split("\n").length).toBe(TOTAL);
  expect(copied.startsWith(`1\tmachine ${TOTAL - 1}\n`)).toBe(true);
});

test("rows of data that is not shown any more change nothing", async () => {
  await open();
  const later = rows("later", 200, 9_980);
  gateway.offer(9, rowsMessage("ahead", { number: 9, first: 0, total: 2 }, 2, columns(7, 2)));
  gateway.update({ type: "properties", window: 1, component: 2, properties: { data: { dataset: 9, fingerprint: 2 } } });
  await eventually(() => cell("machine 7").count(), 1);
  gateway.send(later);
  await eventually(() => table.getAttribute("aria-rowcount"), "3");
  expect(await page.getByText("of 100,000 rows").count()).toBe(0);
});
