/** The browser of the tests: Debian's Chromium, without a window and without anything that calls home. */
import { existsSync } from "node:fs";
import { type Browser, chromium } from "playwright-core";

const PLACES = [process.env["CHROMIUM"], "/usr/bin/chromium", "/usr/bin/chromium-browser", "/usr/bin/google-chrome"];

export async function openBrowser(): Promise<Browser> {
  const executablePath = PLACES.find((place) => place !== undefined && existsSync(place));
  if (executablePath === undefined) {
    throw new Error("There is no Chromium: `cargo xtask test install` installs Debian's, or name one in CHROMIUM.");
  }
  return chromium.launch({
    executablePath,
    args: [
      "--no-sandbox", // Tests run as root in containers, where Chromium's own sandbox cannot be made.
      "--disable-gpu",
      "--disable-quic",
      "--no-first-run",
      "--disable-background-networking",
      "--disable-component-update",
      "--disable-sync",
      "--disable-dev-shm-usage",
    ],
  });
}
