// While the gateway is away, and after: no act of that time is done late, no typed text is lost, and a log-out is
// insisted on.
import type { Page } from "playwright-core";
import { afterEach, expect, test } from "vitest";
import type { Act, ComponentView, WindowView } from "../src/wire/messages.ts";
import { eventually, newPage, newPerson, useBrowser, violations } from "./pages.ts";
import { StandIn, at, frame, view } from "./stand-in.ts";

useBrowser();

let gateway: StandIn;
let page: Page;

afterEach(() => gateway.stop());

const press = ["actionPerformed"];

function window(number: number, path: string, components: ComponentView[]): WindowView {
  return { window: number, path, kind: "main", problems: [], openedWith: null, components };
}

function main(): WindowView {
  return window(1, "Main", [
    ...frame("Main"),
    view("Button", "Start", { text: "Start", ...at(20, 20, 160, 36) }, press),
    view("ToggleButton", "Pump", { text: "Pump", selected: false, ...at(200, 20, 160, 36) }, press),
    view("CheckBox", "Check", { text: "Check", selected: false, ...at(380, 20, 160, 36) }, press),
    view("TextField", "Name", { text: "", toolTipText: "Name", ...at(20, 80, 160, 36) }, press),
    view("PasswordField", "Secret", { text: "", toolTipText: "Secret", ...at(200, 80, 160, 36) }, press),
    view(
      "NumericTextField",
      "Number",
      { mode: 3, doubleValue: 20, toolTipText: "Number", ...at(380, 80, 160, 36) },
      press,
    ),
  ]);
}

async function open(): Promise<void> {
  gateway = await StandIn.start({ title: "Plant", windows: [main()], dialogs: [] });
  page = await newPage(await newPerson());
  await page.goto(`${gateway.url}/client/plant`);
  await page.getByRole("button", { name: "Start" }).waitFor();
}

const banner = () => page.locator(".banner").textContent();
const lines = () => page.locator(".act > span").allTextContents();
const field = (name: string) => page.getByLabel(name, { exact: true });
const changes = () => gateway.requests.filter((request) => request.type === "change");
const starts = () => gateway.requests.filter((request) => request.type === "start");

async function goAway(): Promise<void> {
  gateway.refuses = true;
  gateway.interrupt();
  await expect.poll(banner).toContain("cannot be reached");
}

/** The session ends as lost, and so do as many more as there are opened before the gateway is back. */
async function loseSessions(count: number): Promise<void> {
  gateway.calls.length = gateway.requests.length = gateway.heard.length = 0;
  gateway.ended = { reason: "lost", message: null };
  await eventually(() => gateway.calls.filter((call) => call === "sessions").length >= count, true);
  gateway.ended = null;
  gateway.refuses = false;
  await eventually(() => starts().length, 1);
}

for (const sessions of [1, 3]) {
  test(`what was chosen while the gateway was away is done in no session that follows, the ${sessions}. after`, async () => {
    await open();
    await goAway();
    await page.getByRole("button", { name: "Pump" }).click();
    await page.getByRole("checkbox").click();
    await field("Name").fill("bob");
    await field("Secret").fill("tiger");
    await field("Number").fill("12.");
    await loseSessions(sessions);
    // The typed text is sent, with its true age.
    await eventually(
      () =>
        gateway.heard.flatMap(({ request }) => (request.type === "change" ? [[request.value, request.act.at]] : [])),
      [
        ["bob", null],
        ["tiger", null],
      ],
    );
    expect(await page.getByRole("button", { name: "Pump" }).getAttribute("aria-pressed")).toBe("false");
    expect(await page.getByRole("checkbox").isChecked()).toBe(false);
    // The lines from before the end of the session can still be read.
    expect(await lines()).toEqual([
      "Not done: Pump. The gateway cannot be reached.",
      "Not done: Check. The gateway cannot be reached.",
      "Not done: Pump. The session ended before the gateway could be told. Do it again.",
      "Not done: Check. The session ended before the gateway could be told. Do it again.",
    ]);
    expect([await field("Name").inputValue(), await field("Number").inputValue()]).toEqual(["bob", "12."]);
    expect(await page.evaluate(() => JSON.stringify({ ...sessionStorage }))).not.toContain("tiger");
  });
}

test("what was sent after an interruption was told: a restart puts it back, and it is not told again", async () => {
  await open();
  await goAway();
  await field("Name").fill("bob");
  gateway.refuses = false;
  await eventually(() => changes().length, 1);
  // The gateway begins anew, twice: it knows only the contents of the start request.
  gateway.desktop = { ...gateway.desktop, windows: [main()] };
  for (let restart = 0; restart < 2; restart += 1) {
    gateway.requests.length = 0;
    gateway.desktop.windows[0]!.components[5]!.properties["text"] = "bob";
    gateway.interrupt();
    await eventually(() => starts().length, 1);
    expect(starts()[0]).toEqual({
      type: "start",
      windows: [{ path: "Main", openedWith: null, changes: [{ component: 5, property: "text", value: "bob" }] }],
    });
    await eventually(banner, "");
    expect(changes()).toEqual([]);
  }
});

const heading = (name: string) => page.getByRole("heading", { name });

test("a log-out that the gateway has not confirmed is insisted on, also by the page after", async () => {
  await open();
  await goAway();
  gateway.broken.add("logout").add("sessions");
  gateway.calls.length = 0;
  await page.getByRole("button", { name: "Log out" }).click();
  await heading("The log-out is not confirmed").waitFor();
  expect(await page.locator(".client, .window").count()).toBe(0);
  expect(await violations(page)).toEqual([]);
  // The way to sessions is open again, and nothing is opened.
  gateway.broken.delete("sessions");
  gateway.refuses = false;
  await page.reload();
  await heading("The log-out is not confirmed").waitFor();
  await page.goto(gateway.url);
  await page.getByText("The gateway cannot be reached.").waitFor();
  expect(gateway.calls.filter((call) => ["sessions", "projects", "login"].includes(call))).toEqual([]);
  gateway.calls.length = 0;
  await page.goto(`${gateway.url}/client/plant`);
  await heading("The log-out is not confirmed").waitFor();
  gateway.broken.delete("logout");
  await page.getByRole("button", { name: "Start" }).waitFor();
  const asked = gateway.calls.filter((call) => call === "logout" || call === "sessions");
  expect(asked.slice(-2)).toEqual(["logout", "sessions"]);
  expect(asked.indexOf("sessions")).toBe(asked.length - 1);
});

test("on a line that holds everything the page is over at once, and nothing is opened before the log-out is known", async () => {
  await open();
  gateway.held.add("logout");
  gateway.calls.length = 0;
  await page.getByRole("button", { name: "Log out" }).click();
  await heading("Logging out…").waitFor();
  expect(await page.locator(".client, .window").count()).toBe(0);
  await page.waitForTimeout(7_000);
  expect(gateway.calls.includes("sessions")).toBe(false);
  await heading("The log-out is not confirmed").waitFor();
});

/** Opens a second window, and goes back from it. */
async function goBackFromOther(): Promise<void> {
  await open();
  await page.getByRole("button", { name: "Start" }).click();
  gateway.update({ type: "windowOpened", ...window(2, "Other", [...frame("Other")]) });
  await eventually(path, "/client/plant/Other");
  gateway.answer = null;
  await page.goBack();
  await eventually(() => gateway.requests.at(-1)?.type, "navigate");
  expect(path()).toBe("/client/plant/Main");
}

const path = () => new URL(page.url()).pathname;

test("Back says how old it is, and leads nowhere when it is refused", async () => {
  await goBackFromOther();
  const { request, at: came } = gateway.heard.at(-1)!;
  const { act } = request as { act: Act };
  expect(act.at).toBeGreaterThan(came - 1_000);
  expect(act.at).toBeLessThanOrEqual(came);
  gateway.tell(act.number, { state: "notDone", why: "late" });
  await eventually(path, "/client/plant/Other");
  await page.getByText("Not done: go to Main. It reached the gateway too late").waitFor();
});

test("the address is that of the window in front when the line breaks before Back is answered", async () => {
  await goBackFromOther();
  gateway.desktop = { ...gateway.desktop, windows: [main(), window(2, "Other", [...frame("Other")])] };
  gateway.interrupt();
  await eventually(() => starts().length, 2);
  await eventually(path, "/client/plant/Other");
  // And it follows later updates.
  gateway.update({ type: "windowOpened", ...window(3, "Third", [...frame("Third")]) });
  await eventually(path, "/client/plant/Third");
});

test("a number half typed is seen not to be entered after a reload, and is once the field is left", async () => {
  await open();
  await field("Number").fill("12.5");
  await page.reload();
  await page.getByText("Not entered yet.").waitFor();
  expect(await field("Number").inputValue()).toBe("12.5");
  // An update from the gateway meanwhile does not take it away.
  gateway.update({ type: "properties", window: 1, component: 7, properties: { doubleValue: 30 } });
  await page.getByText("It is 30 now.").waitFor();
  expect(await field("Number").inputValue()).toBe("12.5");
  expect(await violations(page)).toEqual([]);
  await field("Number").focus();
  await page.keyboard.press("Tab");
  await eventually(changes, [{ type: "change", window: 1, component: 7, property: "doubleValue", value: 12.5 }]);
  await eventually(() => page.locator(".numeric-note").textContent(), "");
});

test("a number that arrives does not take the place of one that is being typed", async () => {
  await open();
  const arrive = (number: number) =>
    gateway.update({ type: "properties", window: 1, component: 7, properties: { doubleValue: number } });
  await field("Number").focus();
  await page.keyboard.press("Control+a");
  await page.keyboard.type("12");
  arrive(50);
  await page.getByText("It is 50 now. Enter keeps yours, Escape takes 50.").waitFor();
  await page.keyboard.type("0\n");
  await eventually(changes, [{ type: "change", window: 1, component: 7, property: "doubleValue", value: 120 }]);
  // A person who is only in the field sees arriving values, and takes typed text back by Escape.
  arrive(60);
  await eventually(() => field("Number").inputValue(), "60");
  await page.keyboard.type("1");
  arrive(70);
  await page.getByText("It is 70 now.").waitFor();
  await page.keyboard.press("Escape");
  expect(await field("Number").inputValue()).toBe("70");
  // An invalid entry is marked, until a number takes its place.
  await page.keyboard.type("x\n");
  expect(await field("Number").getAttribute("aria-invalid")).toBe("true");
  await page.keyboard.press("Escape");
  expect(await field("Number").getAttribute("aria-invalid")).toBe("false");
});

test("what is no number, or has more digits than one, is shown as it is", async () => {
  await open();
  for (const [mode, property, value, shown] of [
    [3, "doubleValue", "NaN", "NaN"],
    [3, "doubleValue", "Infinity", "Infinity"],
    [1, "longValue", "9007199254740993", "9007199254740993"],
    [2, "floatValue", Math.fround(0.1), "0.1"],
  ] as const) {
    gateway.update({ type: "properties", window: 1, component: 7, properties: { mode, [property]: value } });
    await eventually(() => field("Number").inputValue(), shown);
    // Enter and leaving change nothing where nothing was typed.
    await field("Number").focus();
    await page.keyboard.press("Enter");
    await page.keyboard.press("Tab");
    expect(await field("Number").inputValue()).toBe(shown);
  }
  expect(changes()).toEqual([]);
});

const takeBack = () => page.getByRole("button", { name: "Take back" });

test("Take back is of its own line, whatever becomes of the lines around it", async () => {
  await open();
  gateway.answer = { state: "waits" };
  await field("Name").focus();
  for (let time = 0; time < 8; time += 1) await page.getByRole("button", { name: "Start" }).click();
  // All of them can be seen and taken back.
  await eventually(() => takeBack().count(), 8);
  await takeBack().last().scrollIntoViewIfNeeded();
  expect(await violations(page)).toEqual([]);
  const numbers = gateway.acts.map(({ number }) => number);
  await takeBack().first().focus();
  gateway.tell(numbers[0]!, { state: "runs" });
  await eventually(() => takeBack().count(), 7);
  // The focus goes back to where it was, and a key that was meant for the first line takes back no other.
  expect(await page.evaluate(() => document.activeElement?.textContent)).toBe("Start");
  gateway.answer = null;
  await takeBack().nth(1).click();
  await eventually(() => gateway.heard.at(-1)?.request, { type: "takeBack", act: numbers[2]! });
});

test("a script that takes a moment is not said to run", async () => {
  await open();
  const busy = await page.evaluateHandle(() => {
    const seen: (string | null)[] = [];
    const main = document.querySelector("main")!;
    new MutationObserver(() => seen.push(main.getAttribute("aria-busy"))).observe(main, { attributes: true });
    return seen;
  });
  gateway.update({ type: "running", running: true });
  gateway.update({ type: "running", running: false });
  gateway.update({ type: "properties", window: 1, component: 2, properties: { text: "Started" } });
  await page.getByRole("button", { name: "Started" }).waitFor();
  expect(await busy.jsonValue()).not.toContain("true");
});

test("the focus stays in the windows when one takes the place of another, and on a button that its script disables", async () => {
  await open();
  const focused = () =>
    page.evaluate(() => document.activeElement?.getAttribute("aria-label") ?? document.activeElement?.textContent);
  const start = page.getByRole("button", { name: "Start" });
  await start.focus();
  const enable = (enabled: boolean) =>
    gateway.update({ type: "properties", window: 1, component: 2, properties: { enabled } });
  enable(false);
  await eventually(() => start.getAttribute("aria-disabled"), "true");
  expect(await violations(page)).toEqual([]);
  await page.keyboard.press("Enter");
  await page.keyboard.press("Space");
  enable(true);
  await eventually(() => start.getAttribute("aria-disabled"), null);
  expect([await focused(), gateway.requests.filter(({ type }) => type === "event")]).toEqual(["Start", []]);
  await page.keyboard.press("Enter");
  await eventually(() => gateway.requests.filter(({ type }) => type === "event").length, 1);
  // A person who goes on leaves it disabled like any other.
  enable(false);
  await eventually(() => start.getAttribute("aria-disabled"), "true");
  await page.keyboard.press("Tab");
  expect(await start.isDisabled()).toBe(true);
  await page.keyboard.press("Shift+Tab");
  expect(await focused()).not.toBe("Start");
  await field("Name").focus();
  gateway.update({ type: "properties", window: 1, component: 5, properties: { visible: false } });
  await eventually(() => page.evaluate(() => document.activeElement !== document.body), true);
  gateway.update({ type: "windowOpened", ...window(2, "Other", [...frame("Other")]) });
  await eventually(focused, "Other");
  gateway.update({ type: "windowToFront", window: 1, openedWith: null });
  await eventually(focused, "Main");
  // A swap: the one goes before the other comes.
  gateway.update({ type: "windowClosed", window: 2 });
  gateway.update({ type: "windowClosed", window: 1 });
  gateway.update({ type: "windowOpened", ...window(3, "Third", [...frame("Third")]) });
  await eventually(focused, "Third");
});

test("a zone that the browser does not know is no reason not to open", async () => {
  gateway = await StandIn.start({ title: "Plant", windows: [main()], dialogs: [] });
  gateway.timeZone = "Mars/Olympus_Mons";
  page = await newPage(await newPerson());
  await page.goto(`${gateway.url}/client/plant`);
  await page.getByRole("button", { name: "Start" }).waitFor();
  expect(await page.locator(".top-bar-zone").textContent()).toContain("UTC");
});
