// Every kind of component, against a gateway that the test plays: the display, and the reports of a person's acts.
import type { Page } from "playwright-core";
import { afterEach, beforeEach, expect, test } from "vitest";
import { gallery, offerGalleryData } from "./gallery.ts";
import { eventually, newPage, newPerson, useBrowser, violations } from "./pages.ts";
import { StandIn } from "./stand-in.ts";

useBrowser();

let gateway: StandIn;
let page: Page;

beforeEach(async () => {
  gateway = await StandIn.start({ title: "Plant", windows: [gallery()], dialogs: [] });
  offerGalleryData(gateway);
  page = await newPage(await newPerson());
  await page.goto(`${gateway.url}/client/plant`);
  await page.getByRole("button", { name: "Press" }).waitFor();
  gateway.requests.length = 0;
});
afterEach(() => gateway.stop());

/** The requests since then, each in a few words. */
function told(): string[] {
  return gateway.requests.map((request) => {
    if (request.type === "change")
      return `${name(request.component)}.${request.property}=${JSON.stringify(request.value)}`;
    return request.type === "event" ? `${name(request.component)} ${request.what.event}` : request.type;
  });
}

function name(component: number): string {
  return gateway.desktop.windows[0]!.components[component]!.name;
}

async function check(expected: string[], act: () => Promise<unknown>): Promise<void> {
  gateway.requests.length = 0;
  await act();
  await eventually(told, expected);
}

function properties(component: string, properties: Record<string, string | number | boolean | number[] | null>): void {
  const number = gateway.desktop.windows[0]!.components.findIndex(({ name }) => name === component);
  gateway.update({ type: "properties", window: 1, component: number, properties });
}

test("fields are named by the labels beside them, and hold what the gateway says", async () => {
  expect(await page.getByLabel("User", { exact: true }).inputValue()).toBe("bi.*");
  expect(await page.getByLabel("Weight").inputValue()).toBe("12.5");
  expect(await page.getByLabel("Notes").inputValue()).toBe("Shift change at six.\nLine 2 is cleaned.");
  expect(await page.getByLabel("Area", { exact: true }).locator("option:checked").textContent()).toBe("Filling");
  expect(await page.getByRole("button", { name: "Running" }).getAttribute("aria-pressed")).toBe("true");
  expect(await page.getByRole("progressbar", { name: "Batch" }).getAttribute("value")).toBe("130");
  expect(await page.getByRole("img", { name: "on" }).isVisible()).toBe(true);
});

test("a press is told after what was entered", async () => {
  const field = page.getByLabel("User", { exact: true });
  await field.evaluate((input: HTMLInputElement) => {
    input.value = "bill";
    input.dispatchEvent(new Event("input"));
    document.querySelector<HTMLElement>("button.component")?.click();
  });
  await eventually(told, ['User.text="bill"', "Button actionPerformed"]);
  gateway.requests.length = 0;
  await page.getByRole("button", { name: "Press" }).click();
  await eventually(() => told().toSorted(), ["Button actionPerformed", "Button mouseClicked"]);
});

test("toggles, lists and numbers tell what they are and that they were used", async () => {
  await check(["Toggle.selected=false", "Toggle actionPerformed"], () =>
    page.getByRole("button", { name: "Running" }).click(),
  );
  await check(["Check.selected=true", "Check actionPerformed"], () => page.getByText("Only designers").click());
  await check(["Area.selectedIndex=2", "Area actionPerformed"], () =>
    page.getByLabel("Area", { exact: true }).selectOption("Packing"),
  );
  await check(["Weight.doubleValue=99.5", "Weight actionPerformed"], async () => {
    await page.getByLabel("Weight").fill("99.5");
    await page.keyboard.press("Enter");
  });
});

test("a number that is none, or out of bounds, is marked and told to nobody", async () => {
  const weight = page.getByLabel("Weight");
  for (const wrong of ["heavy", "100.5", "-1", ""]) {
    await check([], async () => {
      await weight.fill(wrong);
      await page.keyboard.press("Enter");
    });
    expect(await weight.getAttribute("aria-invalid")).toBe("true");
  }
  await page.keyboard.press("Escape");
  expect(await weight.inputValue()).toBe("12.5");
  expect(await weight.getAttribute("aria-invalid")).toBe("false");
});

test("keys are told as Java numbers them, where there is a script for them", async () => {
  await page.getByLabel("User", { exact: true }).focus();
  gateway.requests.length = 0;
  await page.keyboard.press("Shift+X");
  await eventually(() => told().length >= 4, true);
  const keys = gateway.requests.flatMap((request) => (request.type === "event" ? [request.what] : []));
  expect(keys.slice(1)).toEqual([
    { event: "keyPressed", keyCode: 88, keyChar: "X", shiftDown: true, controlDown: false, altDown: false },
    { event: "keyTyped", keyCode: 0, keyChar: "X", shiftDown: true, controlDown: false, altDown: false },
  ]);
  await check(['Notes.text="x"'], () => page.getByLabel("Notes").fill("x"));
});

test("a label that can be clicked can be pressed with the keyboard", async () => {
  await check(["Painted mouseClicked"], () => page.getByText("Painted").click());
  await check(["Painted mouseClicked"], async () => {
    await page.getByRole("button", { name: "Painted" }).focus();
    await page.keyboard.press("Enter");
  });
});

test("a picture and a bar that can be clicked have names, stay what they are, and can be pressed with the keyboard", async () => {
  for (const [role, name, component] of [
    ["button", "Logo", "Logo"],
    ["progressbar", "Batch", "Progress"],
  ] as const) {
    await check([`${component} mouseClicked`], async () => {
      await page.getByRole(role, { name, exact: true }).focus();
      await page.keyboard.press("Space");
    });
  }
});

test("what scripts change is shown", async () => {
  properties("Button", { text: "<b>Press</b>", enabled: false, toolTipText: "Nothing to do" });
  const button = page.getByRole("button", { name: "<b>Press</b>" });
  await button.waitFor();
  expect(await button.isDisabled()).toBe(true);
  expect(await button.getAttribute("title")).toBe("Nothing to do");
  properties("Weight", { mode: 0, intValue: 7, suffix: "" });
  await eventually(() => page.getByLabel("Weight").inputValue(), "7");
  properties("User", { text: "anna", editable: false });
  await eventually(() => page.getByLabel("User", { exact: true }).inputValue(), "anna");
  expect(await page.getByLabel("User", { exact: true }).getAttribute("readonly")).not.toBeNull();
  properties("Check", { visible: false });
  await eventually(() => page.getByText("Only designers").isVisible(), false);
  properties("Light", { value: false });
  await page.getByRole("img", { name: "off" }).waitFor();
});

test("a script moves a component, and gives one the focus", async () => {
  properties("Button", { x: 500, width: 200 });
  const button = page.getByRole("button", { name: "Press" });
  await eventually(async () => (await button.boundingBox())?.width, 200);
  gateway.update({ type: "focus", window: 1, component: 7 });
  await eventually(() => page.evaluate(() => document.activeElement?.getAttribute("aria-labelledby") !== null), true);
  expect(await page.getByLabel("User", { exact: true }).evaluate((field) => field === document.activeElement)).toBe(
    true,
  );
});

test("the table follows the size of the window, being anchored to its edges", async () => {
  const table = page.getByRole("grid");
  const before = (await table.boundingBox())!;
  await page.setViewportSize({ width: 1_380, height: 860 });
  await eventually(async () => {
    const now = (await table.boundingBox())!;
    return [Math.round(now.width - before.width), Math.round(now.height - before.height)];
  }, [200, 100]);
});

test("charts say their numbers to those who do not see them", async () => {
  const rows = await page.getByRole("table", { name: "By project" }).getByRole("row").allTextContents();
  expect(rows).toEqual(["projectclientsdesigners", "plant72", "packaging41", "warehouse20"]);
  expect(await page.locator(".chart-bar").count()).toBe(6);
});

for (const scheme of ["light", "dark"] as const) {
  test(`axe finds nothing wrong, ${scheme}`, async () => {
    await page.emulateMedia({ colorScheme: scheme });
    expect(await violations(page)).toEqual([]);
  });
}
