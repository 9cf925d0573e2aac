// A person at the demo's window: the real executable, from the log-in to the answers of both examples.
import { readFileSync, writeFileSync } from "node:fs";
import type { BrowserContext, Page } from "playwright-core";
import { afterAll, beforeAll, expect, test } from "vitest";
import { ADDED_PASSWORD, DemoGateway } from "./demo-gateway.ts";
import { eventually, newPage, newPerson, read, useBrowser, violations, watch } from "./pages.ts";

useBrowser();

let gateway: DemoGateway;

beforeAll(async () => {
  gateway = await DemoGateway.start();
});
afterAll(() => gateway.stop());

async function logIn(page: Page, user: string, password = "demo"): Promise<void> {
  await page.getByLabel("User").fill(user);
  await page.getByLabel("Password").fill(password);
  await page.getByRole("button", { name: "Log in" }).click();
}

/** A client of the plant in a tab of its own; the person logs in where that is needed. */
async function openPlant(context: BrowserContext, user: string | null, password?: string): Promise<Page> {
  const page = await newPage(context);
  await page.goto(`${gateway.url}/client/plant`);
  if (user !== null) await logIn(page, user, password);
  await whoIsOn(page).waitFor();
  return page;
}

const whoIsOn = (page: Page) => page.getByRole("button", { name: "Who is on?" });
const clientId = (page: Page) => page.locator(".client").getAttribute("data-client-id");
const column = (page: Page, number: number) =>
  page.locator(`.table-body [aria-colindex='${number}']`).allTextContents();

test("the page of a project asks who is there, and lets nobody in with a wrong password", async () => {
  const page = await newPage(await newPerson());
  await page.goto(`${gateway.url}/client/plant`);
  await page.getByRole("button", { name: "Log in" }).waitFor();
  expect(await violations(page)).toEqual([]);
  await logIn(page, "billy", "wrong");
  const alert = page.getByRole("alert");
  await expect.poll(() => alert.textContent()).not.toBe("");
  expect(await page.getByLabel("User").inputValue()).toBe("billy");
  expect(await page.getByLabel("Password").evaluate((field) => field === document.activeElement)).toBe(true);
  expect(await violations(page)).toEqual([]);
});

test("pictures are shown, also when the session has outlived the log-in", async () => {
  const context = await newPerson();
  const page = await openPlant(context, "billy");
  const width = () =>
    page
      .locator("img.image")
      .first()
      .evaluate((picture: HTMLImageElement) => picture.naturalWidth);
  await expect.poll(width).toBeGreaterThan(0);
  await context.clearCookies();
  await page.reload();
  await whoIsOn(page).waitFor();
  await expect.poll(width).toBeGreaterThan(0);
});

test("from the log-in over the projects to the table and back out", async () => {
  const page = await newPage(await newPerson());
  await page.goto(gateway.url);
  await logIn(page, "billy");
  await page.getByRole("heading", { name: "Projects" }).waitFor();
  expect(await violations(page)).toEqual([]);
  await page.getByRole("link", { name: /Plant/ }).click();
  await whoIsOn(page).click();
  await expect.poll(() => column(page, 1)).toContain("bill.smith");
  expect(await violations(page)).toEqual([]);
  const id = await clientId(page);
  await page.getByRole("button", { name: "Log out" }).click();
  await page.getByRole("button", { name: "Log in" }).waitFor();
  expect((await gateway.sessions()).map((session) => session.clientId)).not.toContain(id);
  await page.reload();
  await page.getByRole("button", { name: "Log in" }).waitFor();
});

test("example 1: Who is on? fills the table with every session", async () => {
  const page = await openPlant(await newPerson(), "billy");
  await whoIsOn(page).click();
  const id = (await clientId(page))!;
  await expect.poll(() => column(page, 5)).toContain(id);
  const listed = await gateway.sessions();
  expect((await column(page, 5)).toSorted()).toEqual(listed.map((session) => session.clientId).toSorted());
  expect((await column(page, 1)).toSorted()).toEqual(listed.map(({ username }) => username).toSorted());
  expect((await column(page, 2)).toSorted()).toEqual(listed.map(({ project }) => project).toSorted());
  expect(await page.getByRole("grid").getByRole("columnheader").allTextContents()).toEqual([
    "username",
    "project",
    "address",
    "isDesigner",
    "clientId",
    "creationTime",
  ]);
  // The chart by project, which follows from the table.
  const plant = listed.filter(({ project }) => project === "plant").length;
  const chart = page.getByRole("table", { name: "Sessions by project" });
  await eventually(async () => (await chart.getByRole("row").allTextContents()).includes(`plant${plant}`), true);
});

test("example 2: Count billy says what the command line says", async () => {
  const page = await openPlant(await newPerson(), "billy");
  const button = page.getByRole("button", { name: "Count billy" });
  await button.click();
  const dialog = page.getByRole("dialog");
  await dialog.waitFor();
  const count = (await gateway.sessions("--username", "billy")).length;
  expect(count).toBeGreaterThanOrEqual(4);
  expect(await dialog.locator(".dialog-message").textContent()).toBe(`Billy has ${count} sessions`);
  expect(await violations(page)).toEqual([]);
  await read(page);
  await page.keyboard.press("Escape");
  await dialog.waitFor({ state: "detached" });
  expect(await button.evaluate((element) => element === document.activeElement)).toBe(true);
  // The script has ended with its dialog: the client goes on.
  await whoIsOn(page).click();
  await expect.poll(async () => (await column(page, 1)).length).toBeGreaterThan(10);
});

test("the filters are Java's, for the whole name", async () => {
  const page = await openPlant(await newPerson(), "anna");
  const users = async (filter: string) => {
    await page.getByLabel("User filter").fill(filter);
    await page.keyboard.press("Enter");
  };
  await users("bi.ly");
  await eventually(async () => [...new Set(await column(page, 1))].toSorted(), ["billy", "bixly"]);
  await users("bill\\.smith");
  await eventually(async () => new Set(await column(page, 1)), new Set(["bill.smith"]));
  await users("bi[");
  await page.getByText("Unclosed character class near index 2").waitFor();
  await read(page);
  await page.keyboard.press("Enter");
  expect(await violations(page)).toEqual([]);
});

test("two people in two browsers see each other", async () => {
  const [billy, anna] = await Promise.all([
    openPlant(await newPerson(), "billy"),
    openPlant(await newPerson(), "anna"),
  ]);
  const ids = await Promise.all([clientId(billy), clientId(anna)]);
  for (const page of [billy, anna]) {
    await whoIsOn(page).click();
    await expect.poll(() => column(page, 5)).toEqual(expect.arrayContaining(ids));
  }
});

test("each tab has its session, keeps it over a reload, and a duplicated tab gets its own", async () => {
  const person = await newPerson();
  const first = await openPlant(person, "billy");
  const second = await openPlant(person, null);
  const [one, two] = [await clientId(first), await clientId(second)];
  expect(two).not.toBe(one);
  await first.reload();
  await whoIsOn(first).waitFor();
  await eventually(() => clientId(first), one);

  // A window that a page opens begins with a copy of the page's storage, as a duplicated tab does.
  const opening = person.waitForEvent("page");
  await first.evaluate(() => void window.open(location.href));
  const copy = await opening;
  watch(copy);
  await whoIsOn(copy).waitFor();
  const three = await clientId(copy);
  expect([one, two]).not.toContain(three);
  expect(await clientId(first)).toBe(one);
  const listed = (await gateway.sessions("--username", "billy")).map((session) => session.clientId);
  expect(listed).toEqual(expect.arrayContaining([one, two, three]));
});

test("a log-out in one tab ends the person's other tabs", async () => {
  const person = await newPerson();
  const first = await openPlant(person, "bob");
  const second = await openPlant(person, null);
  await first.getByRole("button", { name: "Log out" }).click();
  await first.getByRole("button", { name: "Log in" }).waitFor();
  await second.getByRole("heading", { name: "You are logged out" }).waitFor();
});

test("a gateway that is killed and started again finds its clients as they were", async () => {
  const page = await openPlant(await newPerson(), "billy");
  const id = (await clientId(page))!;
  const [before] = (await gateway.sessions()).filter((session) => session.clientId === id);
  await page.getByLabel("User filter").fill("bi.*");
  // A popup about a session, which a script opens with its parameters.
  await whoIsOn(page).click();
  await page.getByRole("gridcell", { name: id }).click();
  await page.getByRole("button", { name: "Details" }).click();
  const popup = page.getByRole("dialog", { name: "Session" });
  await popup.getByText(id).waitFor();
  await gateway.kill();
  const banner = page.locator(".banner");
  await expect.poll(() => banner.textContent()).toContain("cannot be reached");
  expect(await violations(page)).toEqual([]);
  await gateway.startAgain();
  await eventually(() => banner.textContent(), "");
  expect(await clientId(page)).toBe(id);
  expect(await page.getByLabel("User filter").inputValue()).toBe("bi.*");
  await popup.getByText(id).waitFor();
  const [after] = (await gateway.sessions()).filter((session) => session.clientId === id);
  expect(after?.creationTime).toBe(before?.creationTime);
  // The entry has reached the gateway, too, and scripts run.
  await page.getByRole("button", { name: "Filter", exact: true }).click();
  await expect.poll(async () => new Set(await column(page, 1))).toContain("billy");
  expect(await column(page, 1)).not.toContain("bob");
});

/** Markup, a change of direction, and as long as a name may be; the last two only as hosts are called. */
const HOSTILE = ['<img src=x onerror="document.title=1">', "\u202egnp.exe", `\u200fl${"o".repeat(252)}g`];

test("names of people and hosts are text, whatever they are", async () => {
  await expect(gateway.addUser("n".repeat(10_000))).rejects.toThrow("at most 255 characters");
  const clients: (() => void)[] = [];
  try {
    for (const [number, name] of HOSTILE.entries()) {
      if (number === 0) await gateway.addUser(name);
      else await expect(gateway.addUser(name)).rejects.toThrow("cannot be seen");
      clients.push(await gateway.headlessClient("bob", `<script>${number}</script>${name}`.slice(0, 200)));
    }
    // High enough for all rows to be in view.
    const page = await openPlant(await newPerson({ height: 1_600 }), HOSTILE[0]!, ADDED_PASSWORD);
    expect(await page.locator(".top-bar-user").textContent()).toContain(HOSTILE[0]);
    await whoIsOn(page).click();
    await expect.poll(() => column(page, 1)).toContain(HOSTILE[0]);
    const addresses = await column(page, 3);
    for (const [number, name] of HOSTILE.entries()) {
      expect(addresses).toContain(`<script>${number}</script>${name}`.slice(0, 200));
    }
    expect(await page.locator("img[onerror], .table script").count()).toBe(0);
    expect(await page.title()).not.toBe("1");
    expect(await violations(page)).toEqual([]);
    const wide = await page.evaluate(() => document.documentElement.scrollWidth > innerWidth);
    expect(wide).toBe(false);
  } finally {
    for (const stop of clients) stop();
  }
});

test("a note from one person is shown to another, who goes on from there", async () => {
  const [billy, anna] = await Promise.all([
    openPlant(await newPerson(), "billy"),
    openPlant(await newPerson(), "anna"),
  ]);
  await billy.getByRole("button", { name: "Send note" }).click();
  await billy.getByRole("textbox", { name: /A note to everybody/ }).fill("Line 2 <b>stops</b> at six");
  await read(billy);
  await billy.keyboard.press("Enter");
  for (const page of [billy, anna]) {
    await page.getByText("billy: Line 2 <b>stops</b> at six").waitFor();
    await read(page);
    await page.keyboard.press("Enter");
    await page.getByRole("dialog").waitFor({ state: "detached" });
  }
});

test("a window is changed on disk under an open client: its mistakes are shown in its place, then it is back", async () => {
  const page = await openPlant(await newPerson(), "billy");
  const id = await clientId(page);
  await page.getByLabel("User filter").fill("anna");
  const file = gateway.projectFile("plant/windows/Sessions/window.json");
  const before = readFileSync(file, "utf8");
  try {
    writeFileSync(file, before.replace('"Who is on?", "text"', '"Who is on?", "txet"'));
    await page.getByText('no property "txet"').waitFor();
    expect(await violations(page)).toEqual([]);
    writeFileSync(file, before.replace('"text": "Who is on?"', '"text": "Who is there?"'));
    await page.getByRole("button", { name: "Who is there?" }).click();
    await expect.poll(async () => (await column(page, 1)).length).toBeGreaterThan(5);
  } finally {
    writeFileSync(file, before);
  }
  await whoIsOn(page).waitFor();
  expect(await clientId(page)).toBe(id);
});

test("the keyboard alone does it all", async () => {
  const page = await newPage(await newPerson());
  await page.goto(`${gateway.url}/client/plant`);
  await page.getByLabel("User").waitFor();
  const { keyboard } = page;
  // The form begins with its first field.
  await keyboard.type("anna");
  await keyboard.press("Tab");
  await keyboard.type("demo");
  await keyboard.press("Enter");
  await whoIsOn(page).waitFor();
  const tabTo = async (name: string) => {
    for (let tab = 0; tab < 40; tab += 1) {
      await keyboard.press("Tab");
      const reached = await page.evaluate(() => document.activeElement?.textContent?.trim() ?? "");
      if (reached === name) return;
    }
    throw new Error(`Tab does not reach ${name}`);
  };
  await tabTo("Who is on?");
  await keyboard.press("Space");
  await expect.poll(async () => (await column(page, 1)).length).toBeGreaterThan(10);
  await tabTo("Count billy");
  await keyboard.press("Enter");
  await page.getByRole("dialog").waitFor();
  await read(page);
  await keyboard.press("Enter");
  await page.getByRole("dialog").waitFor({ state: "detached" });
  // To the table, which is one stop before: its second row, and the popup about it.
  await page.getByRole("grid").focus();
  await keyboard.press("ArrowDown");
  await keyboard.press("ArrowDown");
  const chosen = await page.locator("[aria-selected=true] [aria-colindex='5']").textContent();
  await tabTo("Details");
  await keyboard.press("Enter");
  const popup = page.getByRole("dialog", { name: "Session" });
  await popup.getByText(chosen!).waitFor();
  expect(await violations(page)).toEqual([]);
  // The focus came with the popup, and goes back to where it was.
  await keyboard.press("Tab");
  await keyboard.press("Enter");
  await popup.waitFor({ state: "detached" });
  expect(await page.evaluate(() => document.activeElement?.textContent)).toBe("Details");
});

test("on a small screen the window scrolls, and stays usable", async () => {
  const page = await newPage(await newPerson({ width: 390, height: 700 }));
  await page.goto(`${gateway.url}/client/plant`);
  await logIn(page, "billy");
  await whoIsOn(page).click();
  await expect.poll(async () => (await column(page, 1)).length).toBeGreaterThan(5);
  const wide = await page.evaluate(() => document.documentElement.scrollWidth > innerWidth);
  expect(wide).toBe(false);
  // For axe a label that is scrolled away names nothing.
  await page.locator(".main-window").evaluate((window) => window.scrollTo(0, 0));
  expect(await violations(page)).toEqual([]);
});
