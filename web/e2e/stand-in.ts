/**
 * A gateway that a test plays: it serves the built client, and the test sends every message to it. For cases that a
 * real gateway meets only seldom, or only with a million rows; everything else is tested against the real one.
 */
import { readFileSync } from "node:fs";
import { type Server, createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { extname } from "node:path";
import { onTestFailed } from "vitest";
import { getCurrentTest } from "vitest/suite";
import { type WebSocket, WebSocketServer } from "ws";
import type {
  Act,
  ActState,
  ClientFrame,
  ComponentView,
  Desktop,
  DesktopRequest,
  DesktopUpdate,
  GatewayFrame,
  Session,
  ViewValue,
} from "../src/wire/messages.ts";

const DIST = new URL("../dist/", import.meta.url);
const TYPES: Record<string, string> = {
  ".html": "text/html; charset=utf-8",
  ".js": "text/javascript",
  ".css": "text/css",
  ".svg": "image/svg+xml",
};
/** As strict as the real one's. */
export const POLICY =
  "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' blob:; connect-src 'self'; worker-src 'self'; " +
  "base-uri 'none'; form-action 'self'; frame-ancestors 'none'";

/** The desktop; in the person's own colours unless a test sets others. */
export type Shown = Omit<Desktop, "theme"> & Partial<Pick<Desktop, "theme">>;
/** A request without the number of its act: enough for most tests. */
type Bare<T> = T extends unknown ? Omit<T, "act" | "unanswered"> : never;

export class StandIn {
  readonly url: string;
  readonly #server: Server;
  readonly #sockets = new WebSocketServer({ noServer: true, handleProtocols: () => "rollcall" });
  /** The requests from the client, in order. */
  readonly requests: Bare<DesktopRequest>[] = [];
  /** Where the person looked at rows that were not there. */
  readonly looks: { dataset: number; row: number }[] = [];
  /** Requests with their acts, and when they came, by the gateway's clock. */
  readonly heard: { request: DesktopRequest; at: number }[] = [];
  /** The parts of the API that were asked, in order. */
  readonly calls: string[] = [];
  /** The paths that are not answered, and those that are broken off. */
  readonly held = new Set<string>();
  readonly broken = new Set<string>();
  timeZone = "UTC";
  /** The acts that came with them, and those that the client has asked for. */
  readonly acts: Act[] = [];
  readonly asked: Act[] = [];
  /** The outcome that is sent for each act; null: none is sent. */
  answer: ActState | null = { state: "done" };
  /** Said of a session that is over. */
  ended: { reason: string; message: string | null } | null = null;
  /** Whether it opens no socket. */
  refuses = false;
  readonly #datasets = new Map<number, Buffer>();
  /** The sockets that were opened and closed, and the messages about windows: printed when a test has failed. */
  readonly #told: string[] = [];
  #socket: WebSocket | null = null;
  #sessions = 0;
  desktop: Shown;

  private constructor(server: Server, desktop: Shown) {
    this.#server = server;
    this.desktop = desktop;
    this.url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
    server.on("upgrade", (request, socket, head) => {
      if (this.refuses) return socket.destroy();
      this.#sockets.handleUpgrade(request, socket, head, (opened) => this.#opened(opened));
    });
  }

  static async start(desktop: Shown): Promise<StandIn> {
    const server = createServer();
    await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
    const standIn = new StandIn(server, desktop);
    // A stand-in for all tests of a file belongs to none of them.
    if (getCurrentTest() !== undefined) onTestFailed(() => console.log(standIn.#told.join("\n")));
    server.on("request", (request, response) => {
      const path = new URL(request.url ?? "/", "http://gateway").pathname;
      response.setHeader("Content-Security-Policy", POLICY);
      if (path.startsWith("/api/")) {
        const call = path.split("/").at(-1) ?? "";
        standIn.calls.push(call);
        if (standIn.held.has(call)) return;
        if (standIn.broken.has(call)) return void response.destroy();
        response.setHeader("Content-Type", "application/json");
        if (standIn.ended !== null && path.endsWith("/me")) response.statusCode = 401;
        response.end(JSON.stringify(standIn.#answer(path)));
        return;
      }
      const name = path.startsWith("/assets/") ? path.slice(1) : "index.html";
      response.setHeader("Content-Type", TYPES[extname(name)] ?? "application/octet-stream");
      response.end(readFileSync(new URL(name, DIST)));
    });
    return standIn;
  }

  stop(): void {
    this.#socket?.terminate();
    this.#server.close();
    this.#server.closeAllConnections();
  }

  /** A dataset that goes ahead of the next message that names it. */
  offer(number: number, message: Buffer): void {
    this.#datasets.set(number, message);
  }

  /** Sends bytes, such as further rows of a dataset. */
  send(message: Buffer): void {
    this.#socket?.send(message);
  }

  update(update: DesktopUpdate): void {
    this.#say({ type: "desktop", update });
  }

  /** Says where an act stands. */
  tell(number: number, state: ActState | null): void {
    if (state !== null) this.update({ type: "act", number, window: 1, component: 2, state });
  }

  end(frame: Extract<GatewayFrame, { type: "ended" }>): void {
    this.#say(frame);
  }

  /** The line breaks. */
  interrupt(): void {
    this.#socket?.terminate();
  }

  #answer(path: string): unknown {
    if (path.endsWith("/sessions")) {
      this.#sessions += 1;
      return { token: "t".repeat(43), session: this.#session(), roles: [] };
    }
    if (path.endsWith("/me") && this.ended !== null) {
      return { code: "notLoggedIn", message: "over", ended: this.ended };
    }
    return { username: "billy", roles: [], projects: [] };
  }

  #clock() {
    return { clock: 1, now: Math.floor(performance.now()) };
  }

  #session(): Session {
    return {
      clientId: this.#sessions.toString(16).padStart(8, "0").toUpperCase(),
      username: "billy",
      project: "plant",
      address: "line-1",
      ip: "127.0.0.1",
      hostname: "line-1",
      isDesigner: false,
      creationTime: 0,
      lastActivity: 0,
      state: "active",
    };
  }

  #note(text: string): void {
    this.#told.push(`${performance.now().toFixed(0)} ${text}`);
  }

  #opened(socket: WebSocket): void {
    this.#socket = socket;
    this.#note("a socket was opened");
    socket.on("close", (code) => this.#note(`a socket was closed: ${code}`));
    socket.on("message", (data) => this.#heard(JSON.parse(String(data)) as ClientFrame));
    this.#say({
      type: "welcome",
      session: this.#session(),
      roles: [],
      timeZone: this.timeZone,
      keepAliveMs: 10_000,
      resumePeriodMs: 30_000,
      secure: false,
      clock: this.#clock(),
      pressAgeMs: 5_000,
    });
  }

  #heard(frame: ClientFrame): void {
    if (frame.type === "keepAlive" || frame.type === "watching") this.#say({ type: "keepAlive", clock: this.#clock() });
    if (frame.type === "look") this.looks.push({ dataset: frame.dataset, row: frame.row });
    if (frame.type !== "desktop") return;
    const { act, unanswered, ...request } = frame.request as DesktopRequest & { act?: Act; unanswered?: Act[] };
    this.heard.push({ request: frame.request, at: performance.now() });
    this.requests.push(request as Bare<DesktopRequest>);
    this.asked.push(...(unanswered ?? []));
    if (typeof act === "object") {
      this.acts.push(act);
      this.tell(act.number, this.answer);
    }
    if (frame.request.type === "start") this.update({ type: "desktop", theme: "auto", ...this.desktop });
  }

  #say(frame: GatewayFrame): void {
    const text = JSON.stringify(frame);
    if (frame.type === "desktop") this.#note(text.slice(0, 200));
    for (const [number, message] of this.#datasets) {
      if (!text.includes(`"dataset":${number}`)) continue;
      this.#socket?.send(message);
    }
    this.#socket?.send(text);
  }
}

let component = 0;

/** A component of a window; those of a window are made one after the other, its own first. */
export function view(
  kind: string,
  name: string,
  properties: Record<string, ViewValue>,
  events: string[] = [],
  layout: ComponentView["layout"] = { mode: "anchored", top: true, left: true, bottom: false, right: false },
): ComponentView {
  component = kind === "Window" ? 0 : component + 1;
  const parent = kind === "Window" ? null : component === 1 ? 0 : 1;
  const all = { enabled: true, visible: true, toolTipText: null, background: null, foreground: null, ...properties };
  return { component, parent, kind, name, layout, events, properties: all };
}

/** The window itself and its Root Container. */
export function frame(title: string, width = 1_000, height = 600): ComponentView[] {
  return [view("Window", title, { title, width, height, closable: true }), view("Container", "Root Container", {})];
}

export function at(x: number, y: number, width: number, height: number): Record<string, number> {
  return { x, y, width, height };
}
