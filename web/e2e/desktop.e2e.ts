// Windows, dialogs and the connection, against a gateway that the test plays.
import type { Page } from "playwright-core";
import { afterEach, beforeEach, expect, test } from "vitest";
import type { Ask, WindowView } from "../src/wire/messages.ts";
import { eventually, newPage, newPerson, read, useBrowser, violations } from "./pages.ts";
import { StandIn, at, frame, view } from "./stand-in.ts";

useBrowser();

let gateway: StandIn;
let page: Page;

function main(window: number, path: string): WindowView {
  const press = ["actionPerformed"];
  return {
    window,
    path,
    kind: "main",
    problems: [],
    openedWith: null,
    components: [
      ...frame(path.split("/").at(-1)!),
      view("Button", "Button", { text: `Press in ${path}`, ...at(20, 20, 200, 36) }, press),
      view("Label", "Label", { text: "Filter", ...at(20, 70, 60, 30) }),
      view("TextField", "Filter", { text: "", editable: true, maxChars: -1, ...at(90, 70, 200, 30) }),
    ],
  };
}

function popup(window: number, title: string): WindowView {
  return {
    window,
    path: `Popups/${title}`,
    kind: "popup",
    problems: [],
    openedWith: null,
    components: [...frame(title, 300, 160), view("Button", "Button", { text: `In ${title}`, ...at(20, 20, 120, 36) })],
  };
}

beforeEach(async () => {
  gateway = await StandIn.start({ title: "Plant", windows: [main(1, "Main/Start")], dialogs: [] });
  page = await newPage(await newPerson());
  await page.goto(`${gateway.url}/client/plant`);
  await page.getByText("Press in Main/Start").waitFor();
});
afterEach(() => gateway.stop());

const start = () => gateway.requests.filter(({ type }) => type === "start").at(-1);
const clientId = () => page.locator(".client").getAttribute("data-client-id");

test("one main window is seen, popups are above it and can be closed", async () => {
  gateway.update({ type: "windowOpened", ...main(2, "Main/Other") });
  await page.getByText("Press in Main/Other").waitFor();
  expect(await page.getByText("Press in Main/Start").isVisible()).toBe(false);
  gateway.update({ type: "windowToFront", window: 1, openedWith: null });
  await page.getByText("Press in Main/Start").waitFor();
  expect(await page.getByText("Press in Main/Other").isVisible()).toBe(false);

  gateway.update({ type: "windowOpened", ...popup(3, "First") });
  gateway.update({ type: "windowOpened", ...popup(4, "Second") });
  const [first, second] = [page.getByRole("dialog", { name: "First" }), page.getByRole("dialog", { name: "Second" })];
  await second.waitFor();
  const depth = (popup: typeof first) => popup.evaluate((element) => Number(element.style.zIndex));
  expect(await depth(second)).toBeGreaterThan(await depth(first));
  await first.getByText("First", { exact: true }).click();
  expect(await depth(first)).toBeGreaterThan(await depth(second));
  expect(await violations(page)).toEqual([]);

  await first.getByRole("button", { name: "Close" }).click();
  await eventually(() => gateway.requests.at(-1), { type: "closeWindow", window: 3 });
  gateway.update({ type: "windowClosed", window: 3 });
  await first.waitFor({ state: "detached" });
});

test("a popup is moved by its bar, and put into the middle again", async () => {
  gateway.update({ type: "windowOpened", ...popup(3, "First") });
  const first = page.getByRole("dialog", { name: "First" });
  await first.waitFor();
  const before = (await first.boundingBox())!;
  await page.mouse.move(before.x + 40, before.y + 15);
  await page.mouse.down();
  await page.mouse.move(before.x + 140, before.y + 75, { steps: 4 });
  await page.mouse.up();
  const moved = (await first.boundingBox())!;
  expect([moved.x - before.x, moved.y - before.y]).toEqual([100, 60]);
  gateway.update({ type: "windowCentered", window: 3 });
  await eventually(async () => (await first.boundingBox())!.x, before.x);
});

test("a window whose file has mistakes says so in its place", async () => {
  const problem = "windows/Main/Broken/window.json:12: <img onerror> is no kind of component";
  gateway.update({ type: "windowOpened", ...main(1, "Main/Broken"), problems: [problem] });
  await page.getByText(problem).waitFor();
  expect(await page.getByText("Press in").count()).toBe(0);
  expect(await violations(page)).toEqual([]);
  gateway.update({ type: "windowOpened", ...main(1, "Main/Broken") });
  await page.getByText("Press in Main/Broken").waitFor();
});

const DIALOGS: [string, Ask, (page: Page) => Promise<unknown>, answer: unknown][] = [
  [
    "a message is read",
    { ask: "message", style: "information", message: "Done", title: "Note" },
    (p) => p.keyboard.press("Enter"),
    { answer: "done" },
  ],
  [
    "a warning is left by Escape",
    { ask: "message", style: "warning", message: "Hot", title: "" },
    (p) => p.keyboard.press("Escape"),
    { answer: "done" },
  ],
  [
    "an error",
    { ask: "message", style: "error", message: "Stopped", title: "Line 1" },
    (p) => p.getByRole("button", { name: "OK" }).click(),
    { answer: "done" },
  ],
  [
    "yes",
    { ask: "confirm", message: "Start?", title: "Confirm", allowCancel: true },
    async (p) => {
      // The question has the focus, and no answer: a key that was meant for something else answers nothing.
      await p.keyboard.press("Enter");
      await p.keyboard.press("Space");
      await p.keyboard.press("Tab");
      await p.keyboard.press("Enter");
    },
    { answer: "boolean", value: true },
  ],
  [
    "no",
    { ask: "confirm", message: "Start?", title: "Confirm", allowCancel: true },
    (p) => p.getByRole("button", { name: "No" }).click(),
    { answer: "boolean", value: false },
  ],
  [
    "Escape is cancel",
    { ask: "confirm", message: "Start?", title: "Confirm", allowCancel: true },
    (p) => p.keyboard.press("Escape"),
    { answer: "cancelled" },
  ],
  [
    "Escape is no where there is no cancel",
    { ask: "confirm", message: "Start?", title: "Confirm", allowCancel: false },
    (p) => p.keyboard.press("Escape"),
    { answer: "boolean", value: false },
  ],
  [
    "a text is taken as it stands",
    { ask: "input", message: "Batch", defaultText: "A-17" },
    (p) => p.keyboard.press("Enter"),
    { answer: "text", value: "A-17" },
  ],
  [
    "a text is typed over",
    { ask: "input", message: "Batch", defaultText: "A-17" },
    async (p) => {
      await p.keyboard.type("B-2");
      await p.keyboard.press("Enter");
    },
    { answer: "text", value: "B-2" },
  ],
  [
    "a text is as long as an answer may be",
    { ask: "input", message: "Batch", defaultText: "" },
    async (p) => {
      await p.keyboard.insertText("12345 ".repeat(20_000));
      await p.keyboard.press("Enter");
    },
    { answer: "text", value: "12345 ".repeat(20_000).slice(0, 100_000) },
  ],
  [
    "a text is not given",
    { ask: "input", message: "Batch", defaultText: "A-17" },
    (p) => p.keyboard.press("Escape"),
    { answer: "cancelled" },
  ],
  [
    "a password",
    { ask: "password", message: "Password", title: "Check", echoChar: "*" },
    async (p) => {
      await p.keyboard.type("geheim");
      await p.keyboard.press("Enter");
    },
    { answer: "text", value: "geheim" },
  ],
];

for (const [name, ask, act, answer] of DIALOGS) {
  test(`dialog: ${name}`, async () => {
    const button = page.getByText("Press in Main/Start");
    await button.focus();
    gateway.update({ type: "dialogOpened", dialog: 5, ask });
    const dialog = page.locator("dialog[open]");
    await dialog.waitFor();
    expect(await violations(page)).toEqual([]);
    expect(await page.evaluate(() => document.activeElement?.closest("dialog") !== null)).toBe(true);
    // The focus stays inside, however often Tab is pressed; between two rounds browsers show their own controls.
    for (let tab = 0; tab < 6; tab += 1) await page.keyboard.press("Tab");
    expect(await button.evaluate((element) => element === document.activeElement)).toBe(false);
    await dialog.evaluate((element: HTMLElement) => {
      (element.querySelector<HTMLElement>("[data-first]") ?? element).focus();
    });
    await read(page);
    await act(page);
    await eventually(() => gateway.requests.at(-1), { type: "answer", dialog: 5, answer } as never);
    await dialog.waitFor({ state: "detached" });
    expect(await button.evaluate((element) => element === document.activeElement)).toBe(true);
  });
}

test("several dialogs wait, and the last is answered first", async () => {
  for (const dialog of [1, 2, 3]) {
    gateway.update({
      type: "dialogOpened",
      dialog,
      ask: { ask: "message", style: "information", message: `Number ${dialog}`, title: "" },
    });
  }
  await page.getByText("Number 3").waitFor();
  gateway.update({ type: "dialogClosed", dialog: 2 });
  await page.getByText("Number 2").waitFor({ state: "detached" });
  await read(page);
  await page.keyboard.press("Escape");
  await page.getByText("Number 3").waitFor({ state: "detached" });
  // The one beneath has not been read yet.
  await page.keyboard.press("Enter");
  expect(await page.getByText("Number 1").isVisible()).toBe(true);
  await read(page);
  await page.keyboard.press("Enter");
  const answers = () => gateway.requests.flatMap((request) => (request.type === "answer" ? [request.dialog] : []));
  await eventually(answers, [3, 1]);
});

test("scripts that fail are told of in one box", async () => {
  for (const number of [1, 2])
    gateway.update({ type: "scriptFailed", file: `timer_${number}.py`, error: `Traceback ${number}\n  <script>` });
  await page.getByText("timer_2.py").waitFor();
  expect(await page.locator("dialog").count()).toBe(1);
  expect(await page.locator(".failure-error").allTextContents()).toEqual([
    "Traceback 1\n  <script>",
    "Traceback 2\n  <script>",
  ]);
  expect(await violations(page)).toEqual([]);
  await read(page);
  await page.keyboard.press("Escape");
  expect(await page.locator("dialog").count()).toBe(0);
});

test("a script that runs for a while is seen to run", async () => {
  gateway.update({ type: "running", running: true });
  await page.getByText("Running…").waitFor();
  expect(await page.getByRole("main").getAttribute("aria-busy")).toBe("true");
  gateway.update({ type: "running", running: false });
  await page.getByText("Running…").waitFor({ state: "hidden" });
  expect(await page.getByRole("main").getAttribute("aria-busy")).toBe("false");
});

test("after an interruption the client goes on: same session, focus and entries, and nothing was done meanwhile", async () => {
  const id = await clientId();
  const filter = page.getByLabel("Filter");
  await filter.fill("bi");
  await eventually(() => gateway.requests.at(-1)?.type, "change");
  gateway.desktop.windows[0]!.components[4]!.properties["text"] = "bi";
  gateway.requests.length = 0;
  // No welcome comes: the client stays away for as long as the test wants.
  await page.context().setOffline(true);
  gateway.interrupt();
  const banner = page.locator(".banner");
  await expect.poll(() => banner.textContent()).toContain("cannot be reached");
  await page.getByText("Press in Main/Start").click();
  await expect.poll(() => banner.textContent()).toContain("nothing was done");
  await filter.click();
  await page.keyboard.press("End");
  await page.keyboard.type("ll");
  await page.context().setOffline(false);
  await eventually(() => banner.textContent(), "");
  await eventually(() => gateway.requests.map(({ type }) => type), ["start", "change"]);
  // Values that the gateway knew are restored, should it have been restarted; the rest is sent as a change, as it would
  // have been.
  expect(start()).toEqual({
    type: "start",
    windows: [{ path: "Main/Start", openedWith: null, changes: [{ component: 4, property: "text", value: "bi" }] }],
  });
  expect(gateway.requests.at(-1)).toEqual({ type: "change", window: 1, component: 4, property: "text", value: "bill" });
  expect(await filter.inputValue()).toBe("bill");
  expect(await filter.evaluate((field) => field === document.activeElement)).toBe(true);
  expect(await clientId()).toBe(id);
});

const ENDS: ["terminated" | "idle" | "limit" | "roleRemoved", string | null, string][] = [
  ["terminated", "Shift <b>change</b>", "This session was ended"],
  ["idle", null, "Closed for want of use"],
  ["limit", null, "Another session took the place of this one"],
  ["roleRemoved", null, "You cannot use this project any more"],
];

for (const [reason, message, title] of ENDS) {
  test(`the end is told in words: ${reason}`, async () => {
    const id = await clientId();
    gateway.end({ type: "ended", reason, message });
    await page.getByRole("heading", { name: title }).waitFor();
    if (message !== null) await page.getByText(message).waitFor();
    expect(await violations(page)).toEqual([]);
    await page.getByRole("button", { name: "Open again" }).click();
    await page.getByText("Press in Main/Start").waitFor();
    expect(await clientId()).not.toBe(id);
  });
}

test("a session that was lost is followed by another with the same windows", async () => {
  await page.getByLabel("Filter").fill("anna");
  await eventually(() => gateway.requests.at(-1)?.type, "change");
  gateway.end({ type: "ended", reason: "lost", message: null });
  await eventually(() => start()?.type === "start" && gateway.requests.at(-1)?.type === "start", true);
  await eventually(start, {
    type: "start",
    windows: [{ path: "Main/Start", openedWith: null, changes: [{ component: 4, property: "text", value: "anna" }] }],
  });
});

test("a script sends the person to another project, or closes the client", async () => {
  gateway.update({ type: "leave", to: { to: "closed" } });
  gateway.end({ type: "ended", reason: "loggedOut", message: null });
  await page.getByRole("heading", { name: "The client is closed" }).waitFor();
  await page.getByRole("button", { name: "Open again" }).click();
  await page.getByText("Press in Main/Start").waitFor();
  gateway.update({ type: "leave", to: { to: "project", project: "a/b ?" } });
  gateway.end({ type: "ended", reason: "loggedOut", message: null });
  await page.waitForURL(`${gateway.url}/client/a%2Fb%20%3F`);
  await page.getByText("Press in Main/Start").waitFor();
});

test("a window that is replaced under its person tells of nothing that the person has not done", async () => {
  const components = () => [
    ...frame("Other"),
    view("TextField", "Amount", { ...at(8, 8, 120, 32), text: "", editable: true, toolTipText: "Amount" }, [
      "focusLost",
    ]),
  ];
  const other = { window: 9, path: "Other", kind: "main" as const, problems: [], openedWith: null };
  gateway.update({ type: "windowOpened", ...other, components: components() });
  await page.getByLabel("Amount").fill("1");
  await eventually(() => gateway.requests.at(-1)?.type, "change");
  gateway.requests.length = 0;
  const changed = [...components(), view("Label", "New", { ...at(8, 60, 120, 32), text: "Its file has changed" })];
  gateway.update({ type: "windowOpened", ...other, components: changed });
  await page.getByText("Its file has changed").waitFor();
  await page.getByLabel("Amount").fill("2");
  await eventually(() => gateway.requests.map(({ type }) => type), ["change"]);
});
