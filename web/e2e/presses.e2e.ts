// A press never acts late: the real executable, seen through a line that holds, breaks and goes dead; and a session that
// ends while its page has timers running.
import type { Page } from "playwright-core";
import { mkdtempSync, mkdirSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, afterEach, beforeAll, expect, test } from "vitest";
import { DemoGateway } from "./demo-gateway.ts";
import { eventually, newPage, newPerson, read, useBrowser, violations } from "./pages.ts";
import { Proxy } from "./proxy.ts";

useBrowser();

const COUNT =
  "event.source.parent.getComponent('Told').text = str(int(event.source.parent.getComponent('Told').text) + 1)";
const SCRIPTS: Record<string, string> = {
  Start: COUNT,
  Once: `event.source.enabled = False\n${COUNT}`,
  Slow: "import time\nend = time.time() + 4\nwhile time.time() < end: pass",
  Ask: "system.gui.messageBox('Really?')",
};

let gateway: DemoGateway;
let line: Proxy;
let page: Page;

/** A project with a button for each script, and a label that counts. */
function project(): string {
  const folder = join(mkdtempSync(join(tmpdir(), "rollcall-presses-")), "presses");
  const window = join(folder, "windows", "Main");
  mkdirSync(window, { recursive: true });
  const place = (at: number) => ({ x: 20, y: 20 + at * 50, width: 160, height: 36 });
  const buttons = Object.keys(SCRIPTS).map((name, at) => ({
    kind: "Button",
    name,
    text: name,
    ...place(at),
    events: { actionPerformed: `${name}.py` },
  }));
  const told = { kind: "Label", name: "Told", text: "0", ...place(buttons.length) };
  writeFileSync(join(window, "window.json"), JSON.stringify({ root: { components: [...buttons, told] } }));
  for (const [name, script] of Object.entries(SCRIPTS)) writeFileSync(join(window, `${name}.py`), script);
  writeFileSync(
    join(folder, "project.toml"),
    'title = "Presses"\n[roles]\nclient = ["Operator"]\n[client]\nwindows = ["Main"]\n',
  );
  return folder;
}

beforeAll(async () => {
  gateway = await DemoGateway.start(project());
  line = await Proxy.to(gateway.url);
});
afterEach(() => {
  line.up.release();
  line.down.release();
});
afterAll(async () => {
  line.stop();
  await gateway.stop();
});

const press = (name: string) => page.getByRole("button", { name, exact: true }).click();
const told = () => page.locator(".label-text").textContent();
const lines = () => page.locator(".act").allTextContents();
const said = async (text: string) => (await lines()).some((line) => line.includes(text));

async function open(): Promise<void> {
  page = await newPage(await newPerson());
  await page.goto(`${line.url}/client/presses`);
  await page.getByLabel("User").fill("billy");
  await page.getByLabel("Password").fill("demo");
  await page.keyboard.press("Enter");
  await page.getByRole("button", { name: "Start", exact: true }).waitFor();
}

test("a held press is seen to be on its way, and is not done when the line goes on", async () => {
  await open();
  await press("Start");
  await eventually(told, "1");
  line.up.hold();
  await press("Start");
  expect(await page.getByRole("button", { name: "Start", exact: true }).getAttribute("aria-busy")).toBe("true");
  await eventually(() => said("On its way: Start"), true);
  await eventually(() => said("Sent, not confirmed: Start"), true);
  expect(await violations(page)).toEqual([]);
  await page.waitForTimeout(4_500);
  line.up.release();
  await eventually(() => said("Not done: Start. It reached the gateway too late"), true);
  expect(await told()).toBe("1");
  await press("Start");
  await eventually(told, "2");
});

test("after a break the client learns what became of a press, and nothing is done twice", async () => {
  await open();
  line.down.hold();
  await press("Start");
  await eventually(() => said("Sent, not confirmed: Start"), true);
  line.cut();
  line.down.release();
  await eventually(told, "1");
  await eventually(lines, []);
  line.up.hold();
  await press("Start");
  await eventually(() => said("Sent, not confirmed: Start"), true);
  line.cut();
  line.up.release();
  await eventually(() => said("Not done: Start. It did not reach the gateway"), true);
  expect(await told()).toBe("1");
});

test("a dead line is found out, and a press on it is never lost in silence", async () => {
  await open();
  line.halfOpen();
  await press("Start");
  await eventually(() => said("Sent, not confirmed: Start"), true);
  await eventually(() => said("Not done: Start. It did not reach the gateway"), true);
  expect(await told()).toBe("0");
});

test("what waits is seen and can be taken back; what is not there any more is not pressed", async () => {
  await open();
  await press("Slow");
  await press("Start");
  // The slow one may wait for its worker, too.
  await page.locator(".act", { hasText: "Start" }).getByRole("button", { name: "Take back" }).click();
  await eventually(() => said("Not done: Start. You took it back."), true);
  for (let time = 0; time < 5; time += 1) await press("Once").catch(() => {});
  await eventually(told, "1");
  await eventually(() => page.getByText("Running…").isVisible(), false);
  expect(await told()).toBe("1");
  await page.evaluate(() => {
    const ask = [...document.querySelectorAll("button")].find(({ textContent }) => textContent === "Ask");
    for (let time = 0; time < 3; time += 1) ask?.click();
  });
  await page.getByText("Really?").waitFor();
  await read(page);
  await page.keyboard.press("Enter");
  await eventually(() => said("Not done: Ask. A question was open"), true);
  await eventually(() => page.locator("dialog").count(), 0);
});

test("an ended session's page ends at once, whatever still runs in it", async () => {
  await open();
  const other = await page.context().newPage();
  await other.goto(`${line.url}/client/presses`);
  await other.getByRole("button", { name: "Slow", exact: true }).click();
  await other.getByText("Running…").waitFor();
  await other.getByRole("button", { name: "Start", exact: true }).click();
  await page.getByRole("button", { name: "Log out" }).click();
  await other.getByRole("heading", { name: "You are logged out" }).waitFor();
  // The finished script's timers would have drawn over it by now.
  await other.waitForTimeout(3_000);
  expect(await other.locator(".client").count()).toBe(0);
  expect(await other.getByRole("heading", { name: "You are logged out" }).isVisible()).toBe(true);
});
