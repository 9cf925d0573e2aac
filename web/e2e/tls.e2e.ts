// A gateway with a certificate: browsers speak HTTP/2 with it, and keep the log-in under its strictest name.
import { type ChildProcess, execFileSync, spawn } from "node:child_process";
import { cpSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";
import { environment, executable } from "./demo-gateway.ts";
import { newPage, newPerson, useBrowser } from "./pages.ts";

const PASSWORD = "a password of billy";
const folder = mkdtempSync(join(tmpdir(), "rollcall-tls-"));
let gateway: ChildProcess | undefined;
let url = "";

useBrowser();
beforeAll(async () => {
  const [data, password, config] = ["data", "password", "gateway.toml"].map((name) => join(folder, name));
  const [certificate, key] = ["cert.pem", "key.pem"].map((name) => join(folder, name));
  mkdirSync(join(data!, "projects"), { recursive: true });
  const demo = new URL("../../crates/rollcall/demo/plant", import.meta.url).pathname;
  cpSync(demo, join(data!, "projects", "plant"), { recursive: true });
  const names = ["-subj", "/CN=localhost", "-addext", "subjectAltName=DNS:localhost"];
  const kind = ["-x509", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:prime256v1", "-nodes", "-days", "2"];
  execFileSync("openssl", ["req", ...kind, ...names, "-keyout", key!, "-out", certificate!], { stdio: "pipe" });
  writeFileSync(config!, `[tls]\ncert = "${certificate}"\nkey = "${key}"\n`);
  writeFileSync(password!, `${PASSWORD}\n`);
  const add = ["user", "add", "billy", "--role", "Operator", "--data", data!, "--new-password-file", password!];
  execFileSync(executable(), add, { env: environment() });
  url = await start(["gateway", "--config", config!, "--data", data!, "--listen", "127.0.0.1:0"]);
});
afterAll(async () => {
  if (gateway !== undefined) {
    const process = gateway;
    const ended = new Promise((resolve) => process.once("exit", resolve));
    process.kill("SIGTERM");
    await ended;
  }
  rmSync(folder, { recursive: true, force: true });
});

/** Where it listens, under the name in its certificate. */
function start(args: string[]): Promise<string> {
  const process = spawn(executable(), args, { env: environment() });
  gateway = process;
  let log = "";
  return new Promise((resolve, reject) => {
    process.on("exit", (code) => reject(new Error(`the gateway ended with ${code}:\n${log}`)));
    process.stderr.on("data", (text) => void (log += String(text)));
    process.stdout.on("data", (text) => {
      log += String(text);
      const ready = /^ready: https:\/\/127\.0\.0\.1:(\d+)/m.exec(log);
      if (ready !== null) resolve(`https://localhost:${ready[1]}`);
    });
  });
}

test("a person logs in over HTTP/2, asks who is on, and is known after a reload", async () => {
  const person = await newPerson({ certificate: "any" });
  const page = await newPage(person);
  await page.goto(`${url}/client/plant`);
  const protocols = await page.evaluate(() =>
    performance.getEntriesByType("navigation").map((entry) => (entry as PerformanceNavigationTiming).nextHopProtocol),
  );
  expect(protocols).toEqual(["h2"]);
  await page.getByLabel("User").fill("billy");
  await page.getByLabel("Password").fill(PASSWORD);
  await page.getByRole("button", { name: "Log in" }).click();
  await page.getByRole("button", { name: "Who is on?" }).click();
  await page.getByRole("gridcell", { name: "billy" }).waitFor();
  const [cookie] = await person.cookies();
  expect(cookie).toMatchObject({
    name: "__Host-rollcall",
    path: "/",
    httpOnly: true,
    secure: true,
    sameSite: "Strict",
  });
  await page.reload();
  await page.getByRole("gridcell", { name: "billy" }).waitFor();
});
