// The look of a window: on a project's colours, in both themes, in a person's own colours, on screens of every size.
import type { BrowserContext, Page } from "playwright-core";
import { afterAll, beforeAll, expect, test } from "vitest";
import type { ComponentView, ViewValue, WindowKind, WindowView } from "../src/wire/messages.ts";
import { datasetMessage } from "./encode.ts";
import { type Look, newPage, newPerson, useBrowser, violations } from "./pages.ts";
import { StandIn, at, frame, view } from "./stand-in.ts";

useBrowser();

let gateway: StandIn;

beforeAll(async () => {
  gateway = await StandIn.start({ title: "Plant", windows: [], dialogs: [] });
});
afterAll(() => gateway.stop());

function window(components: ComponentView[], kind: WindowKind = "main", number = 1, path = "Main"): WindowView {
  return { window: number, path, kind, problems: [], openedWith: null, components };
}

/** A page that shows these windows. */
async function show(windows: WindowView[], look: Look = {}, theme: "auto" | "light" | "dark" = "auto"): Promise<Page> {
  const context: BrowserContext = await newPerson(look);
  gateway.desktop = { title: "Plant", theme, windows, dialogs: [] };
  const page = await newPage(context);
  await page.goto(`${gateway.url}/client/plant`);
  await page.locator(".window").first().waitFor({ state: "attached" });
  return page;
}

/** A dataset of two rows, for a table. */
function lines(): Buffer {
  return datasetMessage(1, 2, [["line", { type: "string", values: ["press", "saw"] }]]);
}

/** Everything with text in it, inside of a container. */
function everything(parent: number, y: number, start: number): ComponentView[] {
  const within = (component: ComponentView, number: number): ComponentView => ({
    ...component,
    component: number,
    parent,
  });
  const kinds: [string, Record<string, ViewValue>][] = [
    ["Label", { text: "Pressure" }],
    ["Button", { text: "Start" }],
    ["ToggleButton", { text: "Manual", selected: false }],
    ["CheckBox", { text: "Alarm", selected: true }],
    ["TextField", { text: "line 1", editable: true }],
    ["NumericTextField", { mode: 0, intValue: 12, suffix: "bar", editable: true }],
    ["Indicator", { text: "Running", value: true, onColor: "#00aa00", offColor: "#444444" }],
  ];
  return [false, true].flatMap((disabled, row) =>
    kinds.map(([kind, properties], column) =>
      within(
        view(kind, `${kind} ${row}`, {
          ...at(8 + column * 110, y + row * 44, 100, 32),
          ...properties,
          enabled: !disabled,
        }),
        start + row * kinds.length + column,
      ),
    ),
  );
}

const PAINTS = ["#ffffff", "#f4d35e", "#808080", "#b3261e", "#0b2545", "#000000", "#7f7f7f80"];

/** The least contrast among all texts that are seen, with the text that has it. */
function leastContrast(page: Page): Promise<{ ratio: number; text: string }> {
  return page.evaluate(() => {
    type Colour = [number, number, number, number];
    const canvas = document.createElement("canvas").getContext("2d", { willReadFrequently: true })!;
    const parse = (css: string): Colour => {
      canvas.clearRect(0, 0, 1, 1);
      canvas.fillStyle = css;
      canvas.fillRect(0, 0, 1, 1);
      const [r = 0, g = 0, b = 0, a = 0] = canvas.getImageData(0, 0, 1, 1).data;
      return [r, g, b, a / 255];
    };
    const over = (top: Colour, below: Colour): Colour => [
      top[0] * top[3] + below[0] * (1 - top[3]),
      top[1] * top[3] + below[1] * (1 - top[3]),
      top[2] * top[3] + below[2] * (1 - top[3]),
      1,
    ];
    const luminance = ([r, g, b]: Colour) => {
      const linear = (byte: number) => (byte <= 10.31 ? byte / 3294.6 : ((byte / 255 + 0.055) / 1.055) ** 2.4);
      return 0.2126 * linear(r) + 0.7152 * linear(g) + 0.0722 * linear(b);
    };
    const behind = (element: Element | null): Colour =>
      element === null
        ? [255, 255, 255, 1]
        : over(parse(getComputedStyle(element).backgroundColor), behind(element.parentElement));
    let least = { ratio: 21, text: "" };
    for (const element of document.querySelectorAll<HTMLElement>(".stage *")) {
      const own = [...element.childNodes].some((node) => node.nodeType === 3 && node.textContent!.trim() !== "");
      if (!(own || element.matches("input:not([type=checkbox]), textarea, select")) || !element.checkVisibility())
        continue;
      const ground = behind(element);
      const style = getComputedStyle(element);
      let opacity = 1;
      for (let around: Element | null = element; around !== null; around = around.parentElement)
        // A part that appears with the pointer must be readable once it is there.
        opacity *= Number(getComputedStyle(around).opacity) || 1;
      const [r, g, b, a] = parse(style.color);
      const ink = over([r, g, b, a * opacity], ground);
      const [one, other] = [luminance(ink), luminance(ground)];
      const ratio = (Math.max(one, other) + 0.05) / (Math.min(one, other) + 0.05);
      if (ratio < least.ratio) least = { ratio, text: `${element.className}: ${element.textContent} ${style.color}` };
    }
    return least;
  });
}

test.each(["light", "dark"] as const)("in the %s everything can be read on what a project paints", async (scheme) => {
  for (const [at_, paint] of PAINTS.entries()) {
    const components = frame("Painted", 820, 500);
    components.push(view("Container", "Box", { ...at(0, 0, 800, 110), background: paint }));
    components.push(...everything(2, 4, 3));
    // Painted upon painted: the content of the inner box is seen against that box.
    const other = PAINTS[(at_ + 3) % PAINTS.length]!;
    const inner = { ...view("Container", "Outer", { ...at(0, 120, 800, 120), background: paint }), component: 20 };
    const innermost = {
      ...view("Container", "Inner", { ...at(0, 0, 800, 110), background: other }),
      component: 21,
      parent: 20,
    };
    components.push(inner, innermost, ...everything(21, 4, 22));
    components[0]!.properties["background"] = other;
    components.push(...everything(1, 260, 40));
    const table = view("Table", "Table", {
      ...at(8, 360, 700, 120),
      background: paint,
      data: { dataset: 1, fingerprint: 1 },
      selectionMode: 2,
    });
    components.push({ ...table, component: 60, parent: 1 });
    gateway.offer(1, lines());
    const page = await show([window(components)], { scheme });
    await page.getByText("saw").waitFor();
    const { ratio, text } = await leastContrast(page);
    expect(ratio, `${paint} and ${other}: ${text}`).toBeGreaterThanOrEqual(4.5);
    await page.context().close();
  }
});

test("a colour of letters that a project has chosen for a light page is read in the dark, too", async () => {
  for (const scheme of ["light", "dark"] as const) {
    const components = frame("Letters", 800, 300);
    for (const [row, foreground] of ["#000080", "#8b0000", "#ffff00", "#333333"].entries()) {
      components.push(view("Label", `L${row}`, { ...at(8, row * 40, 100, 30), text: "Level", foreground }));
      components.push(view("Button", `B${row}`, { ...at(120, row * 40, 100, 30), text: "Go", foreground }));
    }
    const page = await show([window(components)], { scheme });
    const { ratio, text } = await leastContrast(page);
    expect(ratio, `${scheme}: ${text}`).toBeGreaterThanOrEqual(4.5);
    await page.context().close();
  }
});

test("a project decides on its theme", async () => {
  const page = await show([window(frame("Main"))], { scheme: "dark" }, "light");
  const scheme = () => page.evaluate(() => getComputedStyle(document.documentElement).colorScheme);
  const back = () => page.locator("body").evaluate((body) => getComputedStyle(body).backgroundColor);
  expect([await scheme(), await back()]).toEqual(["light", "rgb(238, 241, 244)"]);
  gateway.update({ type: "desktop", title: "Plant", theme: "dark", windows: [], dialogs: [] });
  await expect.poll(back).toBe("rgb(18, 23, 28)");
});

/** A window as people make them: labels beside fields, a row of buttons, a table. */
function usual(): ComponentView[] {
  const components = frame("Usual", 1_024, 700);
  components.push(
    view("Label", "Label 1", { ...at(16, 20, 90, 24), text: "User filter" }),
    view("TextField", "Field 1", { ...at(110, 16, 180, 32), text: "bi.*", editable: true }),
    view("Label", "Label 2", { ...at(310, 20, 100, 24), text: "Project filter" }),
    view("TextField", "Field 2", { ...at(414, 16, 180, 32), text: "", editable: true }),
    view("Button", "Go", { ...at(620, 14, 120, 36), text: "Who is on?" }),
    view("Button", "Other", { ...at(750, 14, 230, 36), text: "Acknowledge all" }),
    view("CheckBox", "Box", { ...at(16, 60, 150, 28), text: "Only alarms", selected: true }),
    view("Table", "Table", { ...at(16, 100, 992, 580), data: { dataset: 1, fingerprint: 1 }, selectionMode: 2 }, [], {
      mode: "anchored",
      top: true,
      left: true,
      bottom: true,
      right: true,
    }),
  );
  gateway.offer(1, lines());
  return components;
}

/** Which texts are cut, and which controls are too small for a finger. */
function faults(page: Page): Promise<string[]> {
  return page.evaluate(() => {
    const found: string[] = [];
    for (const element of document.querySelectorAll<HTMLElement>(
      ".button, .label-text, .check-box, .top-bar *, .quiet",
    )) {
      if (!element.checkVisibility() || element.matches(".top-bar-title, .top-bar-user")) continue;
      if (element.scrollWidth > element.clientWidth + 1 || element.scrollHeight > element.clientHeight + 2)
        found.push(`cut: ${element.className} ${element.textContent}`);
    }
    for (const element of document.querySelectorAll<HTMLElement>(
      "button, input:not(.check-box-box), select, a, .check-box",
    )) {
      const { width, height } = element.getBoundingClientRect();
      if (element.checkVisibility() && (width < 24 || height < 24))
        found.push(`small: ${element.className} ${element.textContent}`);
    }
    return found;
  });
}

const panning = (page: Page) =>
  page.evaluate(() =>
    [...document.querySelectorAll("html, body, .stage, .main-window, .window-content, .popup-window, .top-bar")]
      .filter((element) => element.scrollWidth > element.clientWidth + 1)
      .map((element) => `${element.className} ${element.scrollWidth} > ${element.clientWidth}`),
  );

test("on a telephone nothing is panned sideways, nothing is cut, and everything is large enough for a finger", async () => {
  const popup = frame("Details", 600, 300);
  popup.push(view("Label", "L", { ...at(8, 8, 300, 30), text: "A line of which the popup is wider than the screen" }));
  const page = await show([window(usual())], { width: 390, height: 844, phone: true });
  expect(await panning(page)).toEqual([]);
  expect(await faults(page)).toEqual([]);
  // In the order in which they are read.
  const tops = await Promise.all(
    ["User filter", "Project filter", "Who is on?", "Only alarms", "press"].map((text) =>
      page
        .getByText(text)
        .first()
        .evaluate((element) => element.getBoundingClientRect().top),
    ),
  );
  expect(tops).toEqual(tops.toSorted((a, b) => a - b));
  expect(await violations(page)).toEqual([]);
  gateway.update({ type: "windowOpened", ...window(popup, "popup", 2, "Details") });
  await page.getByRole("dialog").waitFor();
  expect(await panning(page)).toEqual([]);
  // On something wider it is the same window with the same elements.
  await page.setViewportSize({ width: 1_180, height: 760 });
  await expect.poll(() => page.locator(".window-content.below").count()).toBe(0);
});

test("a picture that is wider than the screen is made smaller as a whole", async () => {
  const components = frame("Mimic", 1_000, 600);
  components.push(
    view("Container", "Tank", { ...at(100, 100, 800, 400), background: "#dddddd" }),
    view("Label", "Level", { ...at(400, 200, 120, 40), text: "87 %" }),
  );
  const page = await show([window(components)], { width: 390, height: 844, phone: true });
  expect(await panning(page)).toEqual([]);
  const [tank, level] = await Promise.all(
    [".container:not(.root)", ".label"].map((found) =>
      page.locator(found).evaluate((e) => e.getBoundingClientRect().toJSON()),
    ),
  );
  expect(level.left).toBeGreaterThan(tank.left);
  expect(level.right).toBeLessThan(tank.right);
});

test("letters of double size are whole, at the browser's zoom and at its size of letters", async () => {
  // At 200 % a screen of 1280 by 800 has 640 by 400 of the page's pixels.
  const zoomed = await show([window(usual())], { width: 640, height: 400, scale: 2 });
  expect([await panning(zoomed), await faults(zoomed)]).toEqual([[], []]);
  const large = await show([window(usual())], { width: 1_280, height: 800 });
  const height = () =>
    large.getByRole("button", { name: "Who is on?" }).evaluate((e) => e.getBoundingClientRect().height);
  const before = await height();
  await large.evaluate(() => void (document.documentElement.style.fontSize = "200%"));
  await expect.poll(height).toBeGreaterThan(before * 1.5);
  expect([await panning(large), await faults(large)]).toEqual([[], []]);
});

test("on a screen of 3840 by 2160 letters and windows are nearly twice as large", async () => {
  const measure = async (width: number, height: number) => {
    const page = await show([window(usual())], { width, height });
    const of = (text: string) =>
      page
        .getByText(text)
        .first()
        .evaluate((element) => {
          const { height } = element.getBoundingClientRect();
          return { letters: parseFloat(getComputedStyle(element).fontSize), height };
        });
    const [button, bar, row] = [await of("Who is on?"), await of("Log out"), await of("press")];
    expect([await panning(page), await faults(page)]).toEqual([[], []]);
    return { button, bar, row };
  };
  const [small, large] = [await measure(1_920, 1_080), await measure(3_840, 2_160)];
  expect(small.button.letters).toBe(15);
  for (const part of ["button", "bar", "row"] as const) {
    expect(large[part].letters / small[part].letters).toBeGreaterThan(1.7);
    expect(large[part].height / small[part].height).toBeGreaterThan(1.6);
  }
});

test("in the system's own colours states are told without the theme's", async () => {
  const components = frame("States", 800, 300);
  components.push(
    view("Button", "Off", { ...at(8, 8, 120, 36), text: "Off", enabled: false }),
    view("Button", "On", { ...at(140, 8, 120, 36), text: "On" }),
    view("ToggleButton", "Up", { ...at(8, 60, 120, 36), text: "Up", selected: false }),
    view("ToggleButton", "Down", { ...at(140, 60, 120, 36), text: "Down", selected: true, background: "#ff0000" }),
  );
  const page = await show([window(components)]);
  await page.emulateMedia({ forcedColors: "active" });
  const style = (name: string) =>
    page.getByRole("button", { name, exact: true }).evaluate((element) => {
      const { color, backgroundColor, outlineStyle, outlineWidth } = getComputedStyle(element);
      return { color, backgroundColor, outline: `${outlineStyle} ${outlineWidth}` };
    });
  expect((await style("Off")).color).not.toBe((await style("On")).color);
  expect((await style("Down")).color).not.toBe((await style("Up")).color);
  expect((await style("Down")).backgroundColor).not.toBe((await style("Up")).backgroundColor);
  await page.getByRole("button", { name: "On", exact: true }).focus();
  await page.keyboard.press("Tab");
  await page.keyboard.press("Shift+Tab");
  expect((await style("On")).outline).toBe("solid 3px");
});
