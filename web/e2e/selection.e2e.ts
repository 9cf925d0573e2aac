// A selection stays with its row, on the real gateway: select bob, let bixly take his place, press Details.
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import type { Page } from "playwright-core";
import { afterAll, beforeAll, expect, test } from "vitest";
import { DemoGateway } from "./demo-gateway.ts";
import { eventually, newPage, newPerson, useBrowser } from "./pages.ts";

useBrowser();

const PEOPLE = (names: string[]) =>
  `system.dataset.toDataSet(["username", "orders"], [${names.map((name) => `["${name}", 2000000]`).join(", ")}])`;
const TABLE = 'table = event.source.parent.getComponent("Table")\n';
const TELL = `event.source.parent.getComponent("Told").text`;

const FILES: Record<string, string> = {
  "project.toml": '[roles]\nclient = ["Operator"]\n\n[client]\nwindows = ["Roster"]\n',
  "windows/Roster/window.json": JSON.stringify({
    root: {
      components: [
        {
          kind: "Table",
          name: "Table",
          ...{ x: 16, y: 60, width: 600, height: 300 },
          columnAttributesData: [{ name: "orders", title: "Order", numberFormat: "0" }],
          events: { mouseClicked: "clicked.py" },
        },
        ...["Fill", "Swap", "Remove", "Details"].map((name, at) => ({
          kind: "Button",
          name,
          text: name,
          ...{ x: 16 + at * 130, y: 12, width: 120, height: 36 },
          events: { actionPerformed: `${name.toLowerCase()}.py` },
        })),
        { kind: "Label", name: "Told", ...{ x: 16, y: 380, width: 600, height: 30 } },
      ],
    },
  }),
  "windows/Roster/fill.py": `${TABLE}table.data = ${PEOPLE(["anna", "bob", "bixly"])}\n`,
  "windows/Roster/swap.py": `${TABLE}table.data = ${PEOPLE(["anna", "bixly", "bob"])}\n`,
  "windows/Roster/remove.py": `${TABLE}table.data = ${PEOPLE(["anna", "bixly"])}\n`,
  "windows/Roster/details.py":
    `${TABLE}row = table.selectedRow\n` + `${TELL} = "nobody" if row < 0 else table.data.getValueAt(row, "username")\n`,
  "windows/Roster/clicked.py":
    `table = event.source\nif event.clickCount == 2:\n` +
    `    ${TELL} = "twice " + table.data.getValueAt(table.selectedRow, "username")\n`,
};

let folder: string;
let gateway: DemoGateway;

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), "rollcall-roster-"));
  for (const [path, text] of Object.entries(FILES)) {
    const file = join(folder, "roster", path);
    mkdirSync(dirname(file), { recursive: true });
    writeFileSync(file, text);
  }
  gateway = await DemoGateway.start(join(folder, "roster"));
});
afterAll(async () => {
  await gateway.stop();
  rmSync(folder, { recursive: true, force: true });
});

async function openRoster(): Promise<Page> {
  const page = await newPage(await newPerson());
  await page.goto(`${gateway.url}/client/roster`);
  await page.getByLabel("User").fill("billy");
  await page.getByLabel("Password").fill("demo");
  await page.getByRole("button", { name: "Log in" }).click();
  await press(page, "Fill");
  await eventually(() => names(page), ["anna", "bob", "bixly"]);
  return page;
}

const press = (page: Page, name: string) => page.getByRole("button", { name, exact: true }).click();
const names = (page: Page) => page.locator(".table-body [aria-colindex='1']").allTextContents();
const told = (page: Page) => page.locator(".label-text").textContent();
const selected = (page: Page) => page.locator(".table-body [aria-selected=true] [aria-colindex='1']").allTextContents();

test("bixly takes bob's place, and Details tells of bob", async () => {
  const page = await openRoster();
  expect(await page.getByRole("columnheader").allTextContents()).toEqual(["username", "Order"]);
  expect(await page.locator(".table-body [aria-colindex='2']").first().textContent()).toBe("2000000");
  await page.getByText("bob").click();
  await press(page, "Details");
  await eventually(() => told(page), "bob");
  await press(page, "Swap");
  await eventually(() => names(page), ["anna", "bixly", "bob"]);
  expect(await selected(page)).toEqual(["bob"]);
  await press(page, "Details");
  await eventually(() => told(page), "bob");
  // The keys are where bob is now, and not where he was.
  await page.getByRole("grid").focus();
  await page.keyboard.press("Enter");
  await eventually(() => told(page), "twice bob");
  await press(page, "Remove");
  await eventually(() => names(page), ["anna", "bixly"]);
  expect(await selected(page)).toEqual([]);
  await press(page, "Details");
  await eventually(() => told(page), "nobody");
});

test("Enter on a row does what two clicks do", async () => {
  const page = await openRoster();
  await page.getByRole("grid").focus();
  await page.keyboard.press("ArrowDown");
  await page.keyboard.press("Enter");
  await eventually(() => told(page), "twice bob");
  await page.getByText("bixly").dblclick();
  await eventually(() => told(page), "twice bixly");
});
