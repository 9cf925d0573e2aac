/** The real executable, as `rollcall demo`: a gateway with people on it, which the test can kill and start again. */
import { type ChildProcess, execFile, spawn } from "node:child_process";
import { cpSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { basename, join } from "node:path";
import { promisify } from "node:util";

const PASSWORD = "demo";
/** Of people that a test adds: the demo's own is too short for anybody else. */
export const ADDED_PASSWORD = "a password to try";
/** A dozen people log in one after the other, each with a check of the password. */
const PATIENCE = 90_000;

export interface ListedSession {
  clientId: string;
  username: string;
  project: string;
  address: string;
  creationTime: number;
}

export class DemoGateway {
  readonly #folder = mkdtempSync(join(tmpdir(), "rollcall-demo-"));
  #process: ChildProcess | null = null;
  #log = "";
  url = "";

  /** `project` is a folder that becomes a project beside those of the demo. */
  static async start(project?: string): Promise<DemoGateway> {
    const gateway = new DemoGateway();
    if (project !== undefined) cpSync(project, join(gateway.data, "projects", basename(project)), { recursive: true });
    await gateway.startAgain();
    return gateway;
  }

  /** On the same data folder, and, after the first time, on the same port. */
  async startAgain(): Promise<void> {
    const listen = this.url === "" ? "127.0.0.1:0" : this.url.replace("http://", "");
    const child = spawn(executable(), ["demo", "--listen", listen, "--data", this.data], { env: environment() });
    this.#process = child;
    this.#log = "";
    this.url = await new Promise((resolve, reject) => {
      const fail = (why: string) => reject(new Error(`the demo ${why}:\n${this.#log}`));
      const timer = setTimeout(() => fail("did not become ready"), PATIENCE);
      child.on("exit", (code, signal) => fail(`ended with ${code ?? signal}`));
      child.stderr.on("data", (text) => void (this.#log += String(text)));
      child.stdout.on("data", (text) => {
        this.#log += String(text);
        const ready = /^ready: (\S+)/m.exec(this.#log);
        if (ready === null) return;
        clearTimeout(timer);
        resolve(ready[1]!);
      });
    });
  }

  get data(): string {
    return join(this.#folder, "data");
  }

  /** A file of a project, as in `plant/project.toml`. */
  projectFile(path: string): string {
    return join(this.data, "projects", path);
  }

  /** As a power cut would. */
  async kill(): Promise<void> {
    await this.#end("SIGKILL");
  }

  async stop(): Promise<void> {
    await this.#end("SIGTERM");
    rmSync(this.#folder, { recursive: true, force: true });
  }

  async #end(signal: NodeJS.Signals): Promise<void> {
    const child = this.#process;
    this.#process = null;
    if (child === null || child.exitCode !== null) return;
    const ended = new Promise((resolve) => child.once("exit", resolve));
    child.kill(signal);
    await ended;
  }

  /** Runs the command line against the gateway, and returns its output. */
  async command(...args: string[]): Promise<string> {
    const { stdout } = await promisify(execFile)(executable(), args, { env: environment(this.url) });
    return stdout;
  }

  async addUser(name: string): Promise<void> {
    const password = join(this.#folder, "password");
    writeFileSync(password, `${ADDED_PASSWORD}\n`);
    const who = ["--user", "admin", "--new-password-file", password];
    await this.command("user", "add", ...who, "--role", "Operator", "--", name);
  }

  /** The sessions that the command line lists. */
  async sessions(...filters: string[]): Promise<ListedSession[]> {
    return JSON.parse(
      await this.command("sessions", "--user", "admin", "--format", "json", ...filters),
    ) as ListedSession[];
  }

  /** A client of a user that stays on until it is stopped. */
  async headlessClient(user: string, hostname: string): Promise<() => void> {
    const args = ["client", "--user", user, "--project", "plant", "--hostname", hostname];
    const child = spawn(executable(), args, { env: environment(this.url) });
    await new Promise<void>((resolve, reject) => {
      child.stdout.on("data", (text) => String(text).includes("on: ") && resolve());
      child.on("exit", () => reject(new Error(`the client of ${user} ended`)));
    });
    return () => void child.kill("SIGTERM");
  }
}

export function executable(): string {
  const path = process.env["ROLLCALL"];
  if (path === undefined) {
    throw new Error(
      "ROLLCALL names no executable: run `cargo xtask test browser`, or set it to target/debug/rollcall.",
    );
  }
  return path;
}

export function environment(gateway = ""): NodeJS.ProcessEnv {
  const kept = Object.entries(process.env).filter(([name]) => !name.startsWith("ROLLCALL_"));
  const own = { ROLLCALL_PASSWORD: PASSWORD, ...(gateway !== "" && { ROLLCALL_GATEWAY: gateway }) };
  return { ...Object.fromEntries(kept), ...own };
}
