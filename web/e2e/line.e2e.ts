// A person on a slow line, at the real gateway: a table is used at once and whole in the end, and a press is answered
// meanwhile. Smaller tables by default; LINE=full has 100,000 rows at 1 Mbit/s and 1,000,000 at 10 Mbit/s, in minutes.
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import type { Page } from "playwright-core";
import { afterAll, afterEach, beforeAll, expect, test } from "vitest";
import { DemoGateway } from "./demo-gateway.ts";
import { newPage, newPerson, useBrowser } from "./pages.ts";
import { Proxy } from "./proxy.ts";

useBrowser();

const isFull = process.env["LINE"] === "full";
const MBIT = 125_000;
const LINES = [
  { name: "slow", mbit: 1, rows: isFull ? 100_000 : 20_000 },
  { name: "middling", mbit: isFull ? 10 : 2, rows: isFull ? 1_000_000 : 100_000 },
];
const PATIENCE = isFull ? 600_000 : 120_000;

const folder = mkdtempSync(join(tmpdir(), "rollcall-line-"));
let gateway: DemoGateway;
let line: Proxy;

/** Two columns of numbers without a pattern, of which compression makes little. */
function fill(rows: number): string {
  return `state = 12345
rows = []
for i in xrange(${Math.min(rows, 20_000)}):
    state = (state * 1103515245 + 12345) % 2147483648
    rows.append([i, state, state * 0.37])
rows = rows * ${Math.ceil(rows / 20_000)}
table = event.source.parent.getComponent("Table")
table.data = system.dataset.toDataSet(["number", "noise", "ratio"], rows)
`;
}

function writeProject(project: string): void {
  const write = (path: string, text: string) => {
    mkdirSync(dirname(join(project, path)), { recursive: true });
    writeFileSync(join(project, path), text);
  };
  write(
    "project.toml",
    'title = "Line"\n\n[roles]\nclient = ["Operator"]\ndesigner = []\n\n[client]\nwindows = ["Rows"]\n',
  );
  const place = (x: number, y: number, width: number, height: number) => ({ x, y, width, height });
  const button = (name: string, x: number) => {
    const events = { actionPerformed: `${name}.py` };
    return { kind: "Button", name, text: name, ...place(x, 16, 120, 32), events };
  };
  const components = [
    ...[...LINES.map(({ name }) => name), "hello"].map((name, at) => button(name, 16 + at * 136)),
    { kind: "Label", name: "Label", text: "-", ...place(500, 16, 300, 32) },
    { kind: "Table", name: "Table", ...place(16, 64, 900, 480) },
  ];
  write("windows/Rows/window.json", JSON.stringify({ title: "Rows", root: { components } }));
  for (const { name, rows } of LINES) write(`windows/Rows/${name}.py`, fill(rows));
  write(
    "windows/Rows/hello.py",
    'label = event.source.parent.getComponent("Label")\nlabel.text = label.text + "hello"\n',
  );
}

beforeAll(async () => {
  const project = join(folder, "line");
  writeProject(project);
  gateway = await DemoGateway.start(project);
  line = await Proxy.to(gateway.url);
});
afterEach(() => line.down.limit());
afterAll(async () => {
  line.stop();
  await gateway.stop();
  rmSync(folder, { recursive: true, force: true });
});

async function openWindow(): Promise<Page> {
  const page = await newPage(await newPerson());
  await page.goto(`${line.url}/client/line`);
  await page.getByLabel("User").fill("billy");
  await page.getByLabel("Password").fill("demo");
  await page.getByRole("button", { name: "Log in" }).click();
  await page.getByRole("button", { name: "hello" }).waitFor();
  return page;
}

for (const { name, mbit, rows } of LINES) {
  const size = rows.toLocaleString("en");
  test(
    `${size} rows at ${mbit} Mbit/s are used at once, let a press pass, and come whole`,
    async () => {
      const page = await openWindow();
      const label = page.locator(".label").first();
      const row = (place: string) => page.locator(".table-body .table-row").nth(0).getByText(place, { exact: true });
      const grid = page.getByRole("grid");
      const under = page.locator(".table-arrival");
      line.down.limit(mbit * MBIT);
      await page.getByRole("button", { name, exact: true }).click();
      await expect.poll(() => grid.getAttribute("aria-rowcount"), { timeout: 60_000 }).toBe(String(rows + 1));
      await row("0").waitFor();
      await expect.poll(() => under.textContent()).toContain(`of ${size} rows.`);
      const began = performance.now();
      await page.getByRole("button", { name: "hello" }).click();
      await expect.poll(() => label.textContent(), { timeout: 30_000, interval: 20 }).toContain("hello");
      console.log(
        `${size} rows at ${mbit} Mbit/s: a press was answered after ${Math.round(performance.now() - began)} ms`,
      );
      expect(await under.isVisible()).toBe(true);
      // The rows to which the person goes are there before the rest.
      await grid.click();
      await grid.press("Control+End");
      const last = page.locator(".table-body .table-row:not(.not-here)").last();
      await expect.poll(() => last.getAttribute("aria-rowindex"), { timeout: 30_000 }).toBe(String(rows + 1));
      await expect.poll(() => under.isVisible(), { timeout: PATIENCE }).toBe(false);
      console.log(`${size} rows at ${mbit} Mbit/s: whole after ${Math.round((performance.now() - began) / 1_000)} s`);
      await grid.press("Control+Home");
      await page.getByRole("columnheader", { name: "number" }).click();
      await expect.poll(() => page.locator('[aria-sort="ascending"]').count()).toBe(1);
      expect(await page.locator(".banner:visible").count()).toBe(0);
    },
    PATIENCE + 120_000,
  );
}

test("a line that breaks in the middle of a table costs neither the session nor the table", async () => {
  const page = await openWindow();
  const id = await page.locator(".client").getAttribute("data-client-id");
  const under = page.locator(".table-arrival");
  line.down.limit(2 * MBIT);
  await page.getByRole("button", { name: "slow", exact: true }).click();
  await under.waitFor();
  line.cut();
  await expect.poll(() => under.isVisible(), { timeout: PATIENCE }).toBe(true);
  await expect.poll(() => under.isVisible(), { timeout: PATIENCE }).toBe(false);
  expect(await page.locator(".client").getAttribute("data-client-id")).toBe(id);
}, 180_000);
