// How long a person waits: from a click to 10,000 rows on the screen, and for a large table to be sorted and scrolled.
//
// Times are taken in the page, from the click's own time stamp to the frame after the one in which the rows were drawn.
// What was measured is written to the file that REPORT names: a list of names, each with its samples in milliseconds.
import { writeFileSync } from "node:fs";
import type { Page } from "playwright-core";
import { afterAll, expect, test } from "vitest";
import { DemoGateway } from "../e2e/demo-gateway.ts";
import { datasetMessage } from "../e2e/encode.ts";
import { newPage, newPerson, useBrowser } from "../e2e/pages.ts";
import { StandIn, at, frame, view } from "../e2e/stand-in.ts";

useBrowser();

const RUNS = Number(process.env["RUNS"] ?? 11);
/** A percentile of 99 wants a hundred. */
const CLICKS = Math.max(RUNS, 200);
const samples: [name: string, milliseconds: number[]][] = [];

function note(name: string, ...milliseconds: number[]): void {
  samples.push([name, milliseconds]);
}

afterAll(() => {
  const report = process.env["REPORT"];
  if (report !== undefined) writeFileSync(report, JSON.stringify(samples));
  else console.log(JSON.stringify(samples));
});

test("from a click to 10,000 rows", async () => {
  const gateway = await DemoGateway.start(new URL("project", import.meta.url).pathname);
  try {
    const page = await newPage(await newPerson());
    await page.goto(`${gateway.url}/client/project`);
    await page.getByLabel("User").fill("billy");
    await page.getByLabel("Password").fill("demo");
    await page.getByRole("button", { name: "Log in" }).click();
    await page.getByRole("button", { name: "Fill" }).waitFor();
    const first = await clickUntilDrawn(page);
    note("click to 10,000 rows, the client's first", first);
    const times: number[] = [];
    for (let click = 0; click < CLICKS; click += 1) times.push(await clickUntilDrawn(page));
    note("click to 10,000 rows", ...times);
    expect(await page.getByRole("grid").getAttribute("aria-rowcount")).toBe("10001");
  } finally {
    await gateway.stop();
  }
});

function clickUntilDrawn(page: Page): Promise<number> {
  return page.evaluate(
    () =>
      new Promise<number>((resolve) => {
        const cell = () => document.querySelector(".table-body .table-cell")?.textContent;
        const before = cell();
        const start = performance.now();
        const look = () => {
          // The frame in which the cell is another is being made; the next one begins when it is on the screen.
          if (cell() === before) requestAnimationFrame(look);
          else requestAnimationFrame(() => resolve(performance.now() - start));
        };
        document.querySelector<HTMLElement>("button.component")?.click();
        look();
      }),
  );
}

const COLUMNS = { number: "integers", since: "dates", user: "500 different texts", id: "texts that all differ" };

for (const rows of [100_000, 1_000_000]) {
  const size = rows.toLocaleString("en");
  test(`a table of ${rows} rows`, async () => {
    const gateway = await openTable(rows);
    try {
      const page = await newPage(await newPerson());
      const start = performance.now();
      await page.goto(`${gateway.url}/client/plant`);
      await page.locator(".table-body .table-cell").first().waitFor();
      note(`${size} rows: address to rows, with all of its data`, performance.now() - start);
      for (const [column, what] of Object.entries(COLUMNS)) {
        note(`${size} rows: first sort by ${what}`, await sort(page, column));
        const again: number[] = [];
        for (let run = 0; run < RUNS; run += 1) again.push(await sort(page, column));
        note(`${size} rows: sort by ${what}`, ...again);
      }
      note(`${size} rows: a frame while scrolling`, ...(await scroll(page)));
    } finally {
      gateway.stop();
    }
  });
}

async function openTable(rows: number): Promise<StandIn> {
  const gateway = await StandIn.start({
    title: "Table",
    dialogs: [],
    windows: [
      {
        window: 1,
        path: "Table",
        kind: "main",
        problems: [],
        openedWith: null,
        components: [
          ...frame("Table"),
          view("Table", "Table", {
            data: { dataset: 1, fingerprint: 1 },
            selectionMode: 2,
            selectedRows: [],
            ...at(20, 20, 960, 560),
          }),
        ],
      },
    ],
  });
  const numbers = Int32Array.from({ length: rows }, (_, row) => (row * 7_919) % rows);
  gateway.offer(
    1,
    datasetMessage(1, rows, [
      ["number", { type: "integer", values: numbers }],
      ["since", { type: "date", values: BigInt64Array.from(numbers, (number) => BigInt(number) * 60_000n) }],
      ["user", { type: "string", values: Array.from(numbers, (number) => `user ${number % 500}`), repeats: true }],
      ["id", { type: "string", values: Array.from(numbers, (number) => `id ${number.toString(16)}`) }],
    ]),
  );
  return gateway;
}

/** From a click on a header to the frame after the one with the rows in order. */
function sort(page: Page, column: string): Promise<number> {
  return page.evaluate(
    (name) =>
      new Promise<number>((resolve) => {
        const grid = document.querySelector(".table")!;
        const header = [...grid.querySelectorAll<HTMLElement>("[role=columnheader]")].find(
          (cell) => cell.textContent === name,
        )!;
        const start = performance.now();
        header.click();
        // The third click takes the order away, which is no sorting.
        if (header.ariaSort === "none") header.click();
        const look = () => {
          if (grid.ariaBusy === "true") requestAnimationFrame(look);
          else requestAnimationFrame(() => resolve(performance.now() - start));
        };
        requestAnimationFrame(look);
      }),
    column,
  );
}

/** Two hundred frames in which the table is scrolled by most of its height. */
function scroll(page: Page): Promise<number[]> {
  return page.evaluate(
    () =>
      new Promise<number[]>((resolve) => {
        const grid = document.querySelector(".table")!;
        const times: number[] = [];
        let before = performance.now();
        const step = () => {
          const now = performance.now();
          times.push(now - before);
          before = now;
          if (times.length > 200) return resolve(times.slice(1));
          grid.scrollTop += 400;
          requestAnimationFrame(step);
        };
        requestAnimationFrame(step);
      }),
  );
}
