/** Pages of the tests' browser: each with a list of its faults, which must be empty at the end. */
import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import type { Browser, BrowserContext, Page } from "playwright-core";
import { afterAll, afterEach, beforeAll, expect } from "vitest";
import { openBrowser } from "./chromium.ts";

const AXE = readFileSync(createRequire(import.meta.url).resolve("axe-core/axe.min.js"), "utf8");
/** Chromium's message for every request that fails, also of those that a test makes fail. */
const EXPECTED = [/Failed to load resource/, /WebSocket connection to .* failed/, /not contained in a form/];

let browser: Browser;
const faults: string[] = [];
const contexts: BrowserContext[] = [];

/** Opens the browser before the file's tests, and closes all pages after each. */
export function useBrowser(): void {
  beforeAll(async () => {
    browser = await openBrowser();
  });
  afterEach(async ({ task }) => {
    if (task.result?.state === "fail") console.log(`${task.name}\n${(await Promise.all(states())).join("\n")}`);
    await Promise.all(contexts.splice(0).map((context) => context.close()));
    // Errors of scripts, and refusals by the Content-Security-Policy.
    expect(faults.splice(0)).toEqual([]);
  });
  afterAll(() => browser.close());
}

/** For each page, whether it answers, and its content: the facts to look at when a test has failed. */
function states(): Promise<string>[] {
  const state = async (page: Page) => {
    const silent = new Promise<string>((resolve) => setTimeout(resolve, 3_000, "(it does not answer)"));
    const text = page.evaluate(() => `${document.visibilityState}: ${document.body.innerText.slice(0, 600)}`);
    return `${page.url()} ${await Promise.race([text.catch(String), silent])}`;
  };
  return contexts.flatMap((context) => context.pages()).map(state);
}

export interface Look {
  width?: number;
  height?: number;
  scheme?: "light" | "dark";
  /** Pixels of the screen for each of the page's. */
  scale?: number;
  /** A telephone: fingers, and a page as wide as it. */
  phone?: boolean;
  /** Whether an unsigned certificate is trusted. */
  certificate?: "trusted" | "any";
}

/** A browser of a person's own: no cookie and no storage is shared with another. */
export async function newPerson(look: Look = {}): Promise<BrowserContext> {
  const { width = 1_180, height = 760, scheme = "light", scale = 1, phone = false, certificate = "trusted" } = look;
  const context = await browser.newContext({
    viewport: { width, height },
    colorScheme: scheme,
    deviceScaleFactor: phone ? 3 : scale,
    isMobile: phone,
    hasTouch: phone,
    locale: "en-GB",
    timezoneId: "UTC",
    ignoreHTTPSErrors: certificate === "any",
    permissions: ["clipboard-read", "clipboard-write"],
  });
  contexts.push(context);
  return context;
}

export async function newPage(context: BrowserContext): Promise<Page> {
  const page = await context.newPage();
  watch(page);
  return page;
}

/** Records the faults in a page. */
export function watch(page: Page): void {
  page.on("pageerror", (error) => faults.push(error.stack ?? error.message));
  page.on("console", (message) => {
    const text = message.text();
    if (message.type() === "error" && !EXPECTED.some((expected) => expected.test(text))) faults.push(text);
  });
}

/** The violations that axe-core finds in the page now: the rule, and the place. */
export async function violations(page: Page): Promise<string[]> {
  // Injected past the policy of the page, which would refuse it, by the browser's own console.
  await page.evaluate(AXE);
  // A colour on its way to another one has a contrast that is not meant to be read.
  await page.evaluate(() => Promise.allSettled(document.getAnimations().map((animation) => animation.finished)));
  return page.evaluate(async () => {
    const axe = (window as unknown as { axe: { run(): Promise<{ violations: Violation[] }> } }).axe;
    interface Violation {
      id: string;
      nodes: { html: string; failureSummary: string }[];
    }
    const { violations } = await axe.run();
    return violations.flatMap(({ id, nodes }) => nodes.map((node) => `${id}: ${node.html}\n${node.failureSummary}`));
  });
}

/** Asks again until the answer is as expected, or patience ends: a machine that is held up holds up no test. */
export async function eventually<T>(ask: () => T | Promise<T>, expected: T): Promise<void> {
  await expect.poll(ask, { timeout: 45_000, interval: 30 }).toEqual(expected);
}

/** Waits as long as a person reads a question: the dialog in front takes no answer before. */
export async function read(page: Page): Promise<void> {
  await eventually(
    () =>
      page.evaluate(() => {
        const front = [...document.querySelectorAll<HTMLElement>("dialog[open]")].at(-1);
        return front !== undefined && front.dataset["unread"] === undefined;
      }),
    true,
  );
}
