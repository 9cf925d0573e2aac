// Addresses, Back and Forward; popups and Escape; the remains of a page that goes; the console. With the real gateway.
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import type { BrowserContext, Page } from "playwright-core";
import { afterAll, beforeAll, expect, test } from "vitest";
import { DemoGateway } from "./demo-gateway.ts";
import { eventually, newPage, newPerson, read, useBrowser, violations } from "./pages.ts";
import { Proxy } from "./proxy.ts";

useBrowser();

const folder = mkdtempSync(join(tmpdir(), "rollcall-places-"));
const project = join(folder, "places");
let gateway: DemoGateway;

/** Counts in a component of the client, since the globals of scripts are those of a worker. */
const COUNT = "counted = event.source.parent.getComponent('Counted')\ncounted.text = str(int(counted.text) + 1)\n";

interface Placed {
  kind: string;
  name: string;
  x?: number;
  y: number;
  events?: Record<string, string>;
  [property: string]: unknown;
}

function writeWindow(path: string, components: Placed[], scripts: Record<string, string>, own: object = {}): void {
  const file = (name: string) => join(project, "windows", path, name);
  mkdirSync(dirname(file("x")), { recursive: true });
  const placed = components.map((component) => ({
    x: 16,
    width: 220,
    height: 32,
    layout: ["top", "left"],
    ...component,
  }));
  const { root = {}, ...window } = own as { root?: object };
  const title = path.split("/").at(-1);
  writeFileSync(file("window.json"), JSON.stringify({ title, ...window, root: { ...root, components: placed } }));
  for (const [name, text] of Object.entries(scripts)) writeFileSync(file(name), text);
}

const button = (name: string, y: number, script: string): Placed => ({
  kind: "Button",
  name,
  text: name,
  y,
  events: { actionPerformed: script },
});

beforeAll(async () => {
  mkdirSync(project, { recursive: true });
  writeFileSync(
    join(project, "project.toml"),
    'title = "Places"\n[roles]\nclient = ["Operator"]\n[client]\nwindows = ["Overview"]\n',
  );
  const changed = { propertyChange: "changed.py" };
  writeWindow(
    "Overview",
    [
      button("Line 1", 16, "line.py"),
      button("Pop", 56, "pop.py"),
      button("Ask", 96, "ask.py"),
      button("Password", 136, "password.py"),
      button("Print", 176, "print.py"),
      button("Count", 216, "count.py"),
      { kind: "Label", name: "Told", text: "", y: 256 },
      { kind: "Label", name: "Counted", text: "0", y: 296 },
      { kind: "TextField", name: "Field", x: 260, y: 16, toolTipText: "Field", events: changed },
      { kind: "NumericTextField", name: "Number", x: 260, y: 56, toolTipText: "Number", events: changed },
      { kind: "CheckBox", name: "Check", text: "Check", x: 260, y: 96, events: changed },
    ],
    {
      "line.py": "system.nav.swapTo('Linie 1/Übersicht', {'line': 4})",
      "pop.py": "system.nav.openWindow('Pop')",
      "ask.py": "event.source.parent.getComponent('Told').text = system.gui.inputBox('Why?', 'because')",
      "password.py": "event.source.parent.getComponent('Told').text = system.gui.passwordBox('Secret?')",
      "print.py": "print 'rows:', event.source.parent.getComponent('Told').name, 3\nraise ValueError('broken <b>')",
      "changed.py": `${COUNT}print 'changed %s' % event.propertyName`,
      "count.py":
        "root = event.source.parent\nroot.getComponent('Told').text = 'n=' + root.getComponent('Counted').text",
    },
  );
  writeWindow(
    "Linie 1/Übersicht",
    [{ kind: "Label", name: "Line", text: "", y: 16 }, button("Back to it", 56, "back.py")],
    {
      "opened.py": "root = event.source.rootContainer\nroot.getComponent('Line').text = 'line %d' % root.line",
      "back.py": "system.nav.swapTo('Overview')",
    },
    {
      events: { visionWindowOpened: "opened.py" },
      root: { custom: { line: { type: "integer", value: 0 } } },
    },
  );
  writeWindow("Secret", [], {});
  const fields: Placed[] = [
    { kind: "NumericTextField", name: "Amount", toolTipText: "Amount", y: 16, intValue: 7 },
    { kind: "TextField", name: "Keys", toolTipText: "Keys", y: 56, events: { keyPressed: "key.py" } },
  ];
  writeWindow("Pop", fields, { "key.py": "pass" }, { kind: "popup", width: 260, height: 120 });
  writeWindow("Fixed", [], {}, { kind: "popup", closable: false });
  gateway = await DemoGateway.start(project);
});
afterAll(async () => {
  await gateway.stop();
  rmSync(folder, { recursive: true, force: true });
});

async function open(
  context: BrowserContext,
  path: string,
  user: string | null = "billy",
  url = gateway.url,
): Promise<Page> {
  const page = await newPage(context);
  await page.goto(`${url}/client/places${path}`);
  if (user !== null) {
    await page.getByLabel("User").fill(user);
    await page.getByLabel("Password").fill("demo");
    await page.getByRole("button", { name: "Log in" }).click();
  }
  await page.locator(".client[data-client-id]:not([data-client-id=''])").waitFor();
  return page;
}

const address = (page: Page) => decodeURIComponent(new URL(page.url()).pathname);
const clientId = (page: Page) => page.locator(".client").getAttribute("data-client-id");
const press = (page: Page, name: string) => page.getByRole("button", { name, exact: true }).click();
const LINE = "/client/places/Linie 1/Übersicht";

test("each main window has its address; Back and Forward go from one to the other and stay in the client", async () => {
  const page = await open(await newPerson(), "");
  await eventually(() => address(page), "/client/places/Overview");
  const id = await clientId(page);
  await press(page, "Line 1");
  await page.getByText("line 4").waitFor();
  await eventually(() => address(page), LINE);
  // With the values that a script had opened it with.
  await page.goBack();
  await page.getByRole("button", { name: "Line 1" }).waitFor();
  await page.goForward();
  await page.getByText("line 4").waitFor();
  expect(address(page)).toBe(LINE);
  // A reload keeps it, and the session.
  await page.reload();
  await page.getByText("line 4").waitFor();
  expect([address(page), await clientId(page)]).toEqual([LINE, id]);
  await page.goBack();
  await page.getByRole("button", { name: "Line 1" }).waitFor();
  await eventually(() => address(page), "/client/places/Overview");
  expect(await clientId(page)).toBe(id);
  expect(await page.evaluate(() => history.length)).toBeLessThan(5);
});

test("a Back that the line held is not done late, and the address is again that of the window in front", async () => {
  const line = await Proxy.to(gateway.url);
  try {
    const page = await open(await newPerson(), "", "billy", line.url);
    await press(page, "Line 1");
    await eventually(() => address(page), LINE);
    line.up.hold();
    await page.goBack();
    await page.getByText("Sent, not confirmed: go to Overview").waitFor();
    await page.waitForTimeout(4_500);
    line.up.release();
    await page.getByText("Not done: go to Overview. It reached the gateway too late").waitFor();
    await eventually(() => address(page), LINE);
    await page.getByText("line 4").waitFor();
  } finally {
    line.stop();
  }
});

test("a link leads to its window after the log-in, and an address that leads nowhere says so", async () => {
  const page = await open(await newPerson(), "/Overview");
  await page.getByRole("button", { name: "Line 1" }).waitFor();
  expect(address(page)).toBe("/client/places/Overview");
  for (const nowhere of ["/Nowhere", "/Secret", "/Pop", "/%zz", "/Overview/x"]) {
    const other = await open(await newPerson(), nowhere);
    await other.getByRole("heading", { name: /There is no window/ }).waitFor();
    expect(new URL(other.url()).pathname).toBe(`/client/places${nowhere}`);
    expect(await violations(other)).toEqual([]);
    await press(other, "Go to Overview");
    await other.getByRole("button", { name: "Line 1" }).waitFor();
    expect(address(other)).toBe("/client/places/Overview");
    await other.context().close();
  }
});

test("Escape closes a popup once nothing in it wants the key, and the focus goes back", async () => {
  const page = await open(await newPerson(), "");
  const popup = page.getByRole("dialog", { name: "Pop" });
  const opened = async () => {
    await press(page, "Pop");
    await popup.waitFor();
  };
  await opened();
  expect(address(page)).toBe("/client/places/Overview");
  await page.keyboard.press("Escape");
  await popup.waitFor({ state: "detached" });
  expect(await page.evaluate(() => document.activeElement?.textContent)).toBe("Pop");
  await opened();
  const amount = popup.getByLabel("Amount");
  await amount.fill("12");
  await page.keyboard.press("Escape");
  await eventually(() => amount.inputValue(), "7");
  expect(await popup.count(), "the field takes back what was typed first").toBe(1);
  await popup.getByLabel("Keys").focus();
  await page.keyboard.press("Escape");
  await amount.focus();
  expect(await popup.count(), "a component whose scripts hear of keys has them").toBe(1);
  await page.keyboard.press("Escape");
  await popup.waitFor({ state: "detached" });
  // A dialog has the key to itself.
  await opened();
  await page.getByRole("button", { name: "Ask" }).click();
  await page.getByText("Why?").waitFor();
  await read(page);
  await page.keyboard.press("Escape");
  await page.getByText("Why?").waitFor({ state: "detached" });
  expect(await popup.count()).toBe(1);
});

test("what is half typed survives a reload, in dialogs and in fields, and no password does", async () => {
  const page = await open(await newPerson(), "");
  await press(page, "Ask");
  await page.getByLabel("Why?").fill("since six o'clock");
  await page.reload();
  const answer = page.getByLabel("Why?");
  await eventually(() => answer.inputValue(), "since six o'clock");
  await read(page);
  await page.keyboard.type("!");
  await page.keyboard.press("Enter");
  await page.getByText("since six o'clock!").waitFor();
  await page.getByLabel("Number").fill("12.");
  await page.reload();
  await eventually(() => page.getByLabel("Number").inputValue(), "12.");
  // It is seen not to be entered, and is once the field is left.
  await page.getByText("Not entered yet.").waitFor();
  await page.getByLabel("Number").focus();
  await page.keyboard.press("Tab");
  await page.keyboard.press("Control+Backquote");
  await page.getByText("changed intValue").waitFor();
  await page.keyboard.press("Control+Backquote");
  await press(page, "Password");
  await page.getByLabel("Secret?").fill("tiger");
  await page.evaluate(() => dispatchEvent(new PageTransitionEvent("pagehide")));
  expect(await page.evaluate(() => JSON.stringify({ ...sessionStorage }))).not.toContain("tiger");
  await page.reload();
  await eventually(() => page.getByLabel("Secret?").inputValue(), "");
});

test("a restart of the gateway is not an event for what was entered", async () => {
  const page = await open(await newPerson(), "");
  // Pressed again until it is so: on a slow machine a press may be too old to be done, as for a person.
  const count = (expected: string) =>
    eventually(async () => {
      await press(page, "Count");
      await page.waitForTimeout(300);
      return page.locator(".label-text").first().textContent();
    }, expected);
  // By a key, as a person does: an act without an input seems older, which may be before the gateway's clock was known.
  await page.getByLabel("Field").press("b");
  await page.getByLabel("Number").fill("12");
  await page.keyboard.press("Enter");
  await page.getByLabel("Check").check();
  // Text, check box, and a number in four types.
  await count("n=6");
  await gateway.kill();
  await expect.poll(() => page.locator(".banner").textContent()).toContain("cannot be reached");
  await page.getByLabel("Field").fill("bob");
  await gateway.startAgain();
  await eventually(() => page.locator(".banner").textContent(), "");
  const entered = async () => [
    await page.getByLabel("Field").inputValue(),
    await page.getByLabel("Number").inputValue(),
    await page.getByLabel("Check").isChecked(),
  ];
  expect(await entered()).toEqual(["bob", "12", true]);
  // The entry from that time is kept, and came too late to be acted on.
  await count("n=0");
  // Once more: a late entry counts as sent, and stands in a window that is opened anew.
  await gateway.kill();
  await expect.poll(() => page.locator(".banner").textContent()).toContain("cannot be reached");
  await gateway.startAgain();
  await eventually(() => page.locator(".banner").textContent(), "");
  expect(await entered()).toEqual(["bob", "12", true]);
  await count("n=0");
});

test("a tab that is closed leaves the list at once, one that is loaded again stays", async () => {
  const person = await newPerson();
  const stays = await open(person, "");
  const closes = await open(person, "", null);
  const [staying, closing] = [await clientId(stays), await clientId(closes)];
  const listed = async () => (await gateway.sessions("--username", "billy")).map((session) => session.clientId);
  expect(await listed()).toEqual(expect.arrayContaining([staying, closing]));
  await closes.close({ runBeforeUnload: true });
  const begun = performance.now();
  await stays.reload();
  await expect.poll(listed, { timeout: 15_000 }).not.toContain(closing);
  expect(performance.now() - begun, "before the gateway would have given it up").toBeLessThan(20_000);
  await stays.getByRole("button", { name: "Count" }).waitFor();
  expect(await clientId(stays)).toBe(staying);
  expect(await listed()).toContain(staying);
});

test("the console shows what scripts print, line by line and as text", async () => {
  const page = await open(await newPerson(), "");
  await press(page, "Print");
  await page.getByRole("alertdialog").getByText("broken").waitFor();
  await read(page);
  await page.keyboard.press("Enter");
  await page.keyboard.press("Control+Backquote");
  const console = page.getByRole("region", { name: "Console" });
  const texts = () => console.locator(".console-line:visible .console-text").allTextContents();
  await expect.poll(texts).toHaveLength(2);
  expect((await texts())[0]).toBe("rows: Told 3");
  expect((await texts())[1]).toContain("ValueError: broken <b>");
  expect(await console.locator("b").count()).toBe(0);
  expect(await violations(page)).toEqual([]);
  await console.getByLabel("Show").selectOption("errors");
  expect(await texts()).toHaveLength(1);
  await console.getByLabel("Show").selectOption("all");
  await console.getByLabel("Filter the console").fill("ROWS told");
  expect(await texts()).toEqual(["rows: Told 3"]);
  // Escape empties the filter, then closes; the focus goes back.
  await console.getByLabel("Filter the console").press("Escape");
  expect(await texts()).toHaveLength(2);
  await page.getByLabel("Check").check();
  await expect.poll(texts).toContain("changed selected");
  await console.getByLabel("Filter the console").press("Escape");
  await expect.poll(() => console.count()).toBe(0);
  // After a reload it is closed, and has the earlier output.
  await page.reload();
  await press(page, "Console");
  await expect.poll(texts).toContain("rows: Told 3");
});
