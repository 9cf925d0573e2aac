// The pictures of the client in the documents.
import { mkdirSync } from "node:fs";
import { test } from "vitest";
import { DemoGateway } from "./demo-gateway.ts";
import { newPage, newPerson, useBrowser } from "./pages.ts";

useBrowser();

const FOLDER = new URL("../../docs/pictures/", import.meta.url).pathname;

test("pictures of the demo", async () => {
  mkdirSync(FOLDER, { recursive: true });
  const gateway = await DemoGateway.start();
  try {
    for (const scheme of ["light", "dark"] as const) {
      const page = await newPage(await newPerson({ width: 1_240, height: 660, scheme }));
      const take = (name: string) => page.screenshot({ path: `${FOLDER}${name}-${scheme}.png` });
      await page.goto(`${gateway.url}/client/plant`);
      await page.getByLabel("User").fill("billy");
      if (scheme === "light") await take("log-in");
      await page.getByLabel("Password").fill("demo");
      await page.keyboard.press("Enter");
      await page.getByRole("button", { name: "Who is on?" }).click();
      await page.locator(".table-body .table-cell").first().waitFor();
      await page.locator(".chart-bar").first().waitFor();
      await page.locator(".table-body [aria-rowindex='4']").click();
      await page.mouse.move(5, 5);
      await take("sessions");
      if (scheme === "dark") continue;
      await page.getByRole("button", { name: "Count billy" }).click();
      await page.getByRole("dialog").waitFor();
      await take("count-billy");
    }
  } finally {
    await gateway.stop();
  }
});
