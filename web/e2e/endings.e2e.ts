// The end of a session, whatever is under way in its page; and the reports about presses that the person sees. Against
// a gateway that the test plays.
import type { Page } from "playwright-core";
import { afterEach, beforeEach, expect, test } from "vitest";
import type { EndReason, WindowView } from "../src/wire/messages.ts";
import { datasetMessage } from "./encode.ts";
import { eventually, newPage, newPerson, useBrowser, violations } from "./pages.ts";
import { StandIn, at, frame, view } from "./stand-in.ts";

useBrowser();

const MAIN: WindowView = {
  window: 1,
  path: "Main",
  kind: "main",
  problems: [],
  openedWith: null,
  components: [
    ...frame("Main"),
    view("Button", "Start", { text: "Start pump", ...at(20, 20, 200, 36) }, ["actionPerformed"]),
  ],
};

let gateway: StandIn;
let page: Page;

beforeEach(async () => {
  gateway = await StandIn.start({ title: "Plant", windows: [MAIN], dialogs: [] });
  page = await newPage(await newPerson());
  await page.goto(`${gateway.url}/client/plant`);
  await button().waitFor();
});
afterEach(() => gateway.stop());

const button = () => page.getByRole("button", { name: "Start pump" });
const lines = () => page.locator(".act > span").allTextContents();
const heading = (name: string) => page.getByRole("heading", { name });

const ENDS: [EndReason, string][] = [
  ["loggedOut", "You are logged out"],
  ["userDisabled", "You cannot be logged in"],
  ["idle", "Closed for want of use"],
  ["lifetime", "The session's time is over"],
  ["limit", "Another session took the place of this one"],
  ["passwordChanged", "Your password was changed"],
  ["roleRemoved", "You cannot use this project any more"],
  ["projectClosed", "This project is closed"],
  ["nodeLost", "The connection was lost"],
  ["terminated", "This session was ended"],
];

for (const [reason, title] of ENDS) {
  test(`nothing of a session that has ended touches the page: ${reason}`, async () => {
    gateway.answer = null;
    await button().click();
    // All that a session's page starts is under way: a script that runs, a press that is late, a dialog.
    gateway.update({ type: "running", running: true });
    gateway.update({ type: "dialogOpened", dialog: 1, ask: { ask: "input", message: "Batch", defaultText: "" } });
    gateway.end({ type: "ended", reason, message: null });
    gateway.update({ type: "running", running: true });
    gateway.update({ type: "scriptFailed", file: "x.py", error: "too late" });
    await heading(title).waitFor();
    await page.waitForTimeout(2_600);
    expect([await heading(title).isVisible(), await page.title()]).toEqual([true, title]);
    expect(await page.locator(".client, dialog, .act").count()).toBe(0);
    expect(await violations(page)).toEqual([]);
  });
}

test("a tab that was away is told the reason when it comes back", async () => {
  gateway.ended = { reason: "userDisabled", message: null };
  gateway.interrupt();
  await heading("You cannot be logged in").waitFor();
});

test("a tab that is loaded again after the end is told the reason, too", async () => {
  gateway.ended = { reason: "terminated", message: "Shift change" };
  await page.goto(`${gateway.url}/`);
  gateway.refuses = true;
  await page.goBack();
  await heading("This session was ended").waitFor();
  await page.getByText("Shift change").waitFor();
});

test("a press is marked at once, told to be late, to wait, and not to be done", async () => {
  gateway.answer = null;
  await button().click();
  expect(await button().getAttribute("aria-busy")).toBe("true");
  await eventually(lines, ["On its way: Start pump"]);
  await eventually(lines, ["Sent, not confirmed: Start pump"]);
  expect(await violations(page)).toEqual([]);
  const [{ number } = { number: 0 }] = gateway.acts;
  gateway.tell(number, { state: "waits" });
  await eventually(lines, ["Waiting: Start pump"]);
  await page.getByRole("button", { name: "Take back" }).click();
  await eventually(() => gateway.requests.at(-1)?.type, "takeBack");
  gateway.tell(number, { state: "notDone", why: "unusable" });
  await eventually(lines, ["Not done: Start pump. It could not be used any more when its turn came."]);
  expect(await button().getAttribute("aria-busy")).toBeNull();
  await page.getByRole("button", { name: "OK" }).click();
  await eventually(lines, []);
});

test("after a break it is asked what became of a press, and the press is not sent again", async () => {
  gateway.answer = null;
  await button().click();
  await eventually(() => gateway.acts.length, 1);
  gateway.interrupt();
  await eventually(() => gateway.asked, gateway.acts);
  expect(gateway.asked[0]!.at).not.toBeNull();
  gateway.tell(gateway.acts[0]!.number, { state: "unknown" });
  await eventually(lines, ["Not known whether it was done: Start pump. Look before you repeat it."]);
  expect(gateway.acts.length).toBe(1);
});

test("a file that is being written at the end of the session is not saved any more", async () => {
  const count = 400_000;
  gateway.offer(3, datasetMessage(3, count, [["n", { type: "double", values: Float64Array.from({ length: count }) }]]));
  const table = { data: { dataset: 3, fingerprint: 3 }, selectionMode: 2, selectedRows: [], ...at(20, 60, 900, 400) };
  const components = [...frame("Rows"), view("Table", "Table", table)];
  gateway.update({ type: "windowOpened", ...MAIN, window: 2, path: "Rows", components });
  const saved: string[] = [];
  page.on("download", (download) => saved.push(download.suggestedFilename()));
  await page.getByRole("grid").focus();
  await page.keyboard.press("Control+f");
  await page.getByRole("button", { name: "Save the whole table as CSV" }).click();
  gateway.end({ type: "ended", reason: "terminated", message: null });
  await heading("This session was ended").waitFor();
  const theme = () => page.evaluate(() => document.documentElement.dataset["theme"] ?? null);
  await page.waitForTimeout(3_000);
  expect([saved, await theme(), await page.locator("a[download], .client").count()]).toEqual([[], null, 0]);
});
