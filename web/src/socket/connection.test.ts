// The connection's life, with sockets, timers and chance of the test's own.
import { expect, test } from "vitest";
import type { ClientFrame, GatewayFrame } from "../wire/messages.ts";
import { delayBefore } from "./backoff.ts";
import { Connection, type Ending, MOST_SENT, type Listener, type Socket, type World } from "./connection.ts";

const WELCOME: GatewayFrame = {
  type: "welcome",
  session: {
    clientId: "0A1B2C3D",
    username: "billy",
    project: "plant",
    address: "line-1",
    ip: "10.0.0.1",
    hostname: null,
    isDesigner: false,
    creationTime: 0,
    lastActivity: 0,
    state: "active",
  },
  roles: [],
  timeZone: "UTC",
  keepAliveMs: 10_000,
  resumePeriodMs: 30_000,
  secure: false,
  clock: { clock: 1, now: 1_000 },
  pressAgeMs: 5_000,
};

class FakeSocket implements Socket {
  onmessage: Socket["onmessage"] = null;
  onclose: Socket["onclose"] = null;
  isClosed = false;
  readonly sent: ClientFrame[] = [];

  send(text: string) {
    this.sent.push(JSON.parse(text) as ClientFrame);
  }

  close() {
    this.isClosed = true;
  }

  say(frame: GatewayFrame) {
    this.onmessage?.({ data: JSON.stringify(frame) });
  }
}

/** A world in which time passes only when the test lets it. */
class Scene implements World {
  readonly sockets: FakeSocket[] = [];
  readonly told: string[] = [];
  gateway: "knows" | "forgot" | "down" | "silent" = "knows";
  asked = 0;
  ending: Ending = { end: "gone", message: null };
  #now = 0;
  #timers: { at: number; action: () => void }[] = [];
  readonly connection: Connection;

  constructor() {
    const tell = (what: string) => void this.told.push(what);
    const listener: Listener = {
      welcomed: () => tell("welcomed"),
      updated: (update) => tell(update.type),
      received: ({ kind, message }) => tell(`${kind}: ${message.byteLength} bytes`),
      refused: () => tell("refused"),
      interrupted: () => tell("interrupted"),
      ended: (end, message) => tell(`ended: ${end} ${message ?? ""}`.trim()),
    };
    this.connection = new Connection("token", this, listener);
  }

  openSocket(token: string) {
    expect(token).toBe("token");
    const socket = new FakeSocket();
    this.sockets.push(socket);
    return socket;
  }

  endOf() {
    this.asked += 1;
    if (this.gateway === "silent") return new Promise<null>(() => {});
    if (this.gateway === "down") return Promise.reject(new Error("down"));
    return Promise.resolve(this.gateway === "knows" ? null : this.ending);
  }

  timers = {
    start: (milliseconds: number, action: () => void) => {
      const timer = { at: this.#now + milliseconds, action };
      this.#timers.push(timer);
      return () => void (this.#timers = this.#timers.filter((other) => other !== timer));
    },
    now: () => this.#now,
  };

  random() {
    return 0.5;
  }

  get socket(): FakeSocket {
    return this.sockets.at(-1)!;
  }

  /** Lets time pass, and everything happen that it brings. */
  async pass(milliseconds: number) {
    const end = this.#now + milliseconds;
    for (;;) {
      await new Promise((resolve) => setImmediate(resolve));
      const next = this.#timers.filter(({ at }) => at <= end).sort((a, b) => a.at - b.at)[0];
      if (next === undefined) break;
      this.#timers = this.#timers.filter((timer) => timer !== next);
      this.#now = next.at;
      next.action();
    }
    this.#now = end;
  }
}

function piece(kind: number, flags: number, part: Uint8Array): ArrayBuffer {
  return new Uint8Array([kind, flags, 0, 0, 0, 0, 0, 0, ...part]).buffer;
}

function opened(): Scene {
  const scene = new Scene();
  scene.socket.say(WELCOME);
  return scene;
}

test("it passes on what comes, and sends once it is open", () => {
  const scene = new Scene();
  expect(scene.connection.request({ type: "closeWindow", window: 1, act: { number: 1, at: 1_000 } })).toBe(false);
  scene.socket.say(WELCOME);
  scene.socket.onmessage?.({ data: piece(1, 3, new Uint8Array(16)) });
  scene.socket.say({ type: "desktop", update: { type: "running", running: true } });
  expect(scene.told).toEqual(["welcomed", "rowsAhead: 16 bytes", "running"]);
  expect(scene.connection.request({ type: "closeWindow", window: 1, act: { number: 1, at: 1_000 } })).toBe(true);
  expect(scene.socket.sent).toEqual([
    { type: "taken", bytes: 24 },
    { type: "desktop", request: { type: "closeWindow", window: 1, act: { number: 1, at: 1_000 } } },
  ]);
});

test("it keeps alive as often as the welcome says", async () => {
  const scene = opened();
  for (let period = 0; period < 5; period += 1) {
    await scene.pass(10_000);
    scene.socket.say({ type: "keepAlive", clock: { clock: 1, now: 1_000 } });
  }
  expect(scene.socket.sent.length).toBe(5);
  expect(scene.sockets.length).toBe(1);
});

test("a gateway that is silent is taken for gone, though the socket does not say so", async () => {
  const scene = opened();
  await scene.pass(20_000);
  expect(scene.told).toEqual(["welcomed", "interrupted"]);
  expect(scene.sockets[0]!.isClosed).toBe(true);
  await scene.pass(300);
  expect(scene.sockets.length).toBe(2);
});

test("a large message under way shows that the gateway is there, and is whole at its end", async () => {
  const scene = opened();
  const text = new TextEncoder().encode(
    JSON.stringify({ type: "desktop", update: { type: "running", running: true } }),
  );
  for (let at = 0; at < text.length; at += 1) {
    // A piece each second: no whole message for a minute, and no answer to a keep-alive.
    await scene.pass(1_000);
    const flags = (at === 0 ? 1 : 0) | (at === text.length - 1 ? 2 : 0);
    scene.socket.onmessage?.({ data: piece(0, flags, text.subarray(at, at + 1)) });
  }
  expect(text.length).toBeGreaterThan(40);
  expect(scene.told).toEqual(["welcomed", "running"]);
  expect(scene.sockets.length).toBe(1);
  expect(scene.socket.sent.at(-1)).toEqual({ type: "taken", bytes: text.length * 9 });
});

test("the gateway is told how far this has come, from nothing on each socket", () => {
  const scene = opened();
  const large = new Uint8Array(16 * 1024 - 8);
  scene.socket.onmessage?.({ data: piece(2, 1, large.subarray(0, 100)) });
  expect(scene.socket.sent).toEqual([]);
  scene.socket.onmessage?.({ data: piece(2, 0, large) });
  expect(scene.socket.sent).toEqual([{ type: "taken", bytes: 108 + 16 * 1024 }]);
  scene.socket.onclose?.({ code: 1006 });
  scene.connection.hurry();
  scene.socket.say(WELCOME);
  scene.socket.onmessage?.({ data: piece(1, 3, new Uint8Array(2)) });
  expect(scene.socket.sent).toEqual([{ type: "taken", bytes: 10 }]);
  scene.connection.look(7, 500);
  expect(scene.socket.sent.at(-1)).toEqual({ type: "look", dataset: 7, row: 500 });
});

test("it comes back to the same session after a restart", async () => {
  const scene = opened();
  scene.gateway = "down";
  scene.socket.onclose?.({ code: 1006 });
  for (let failure = 0; failure < 4; failure += 1) {
    await scene.pass(5_000);
    scene.socket.onclose?.({ code: 1006 });
  }
  scene.gateway = "knows";
  await scene.pass(5_000);
  scene.socket.say(WELCOME);
  expect(scene.told.filter((what) => what !== "interrupted")).toEqual(["welcomed", "welcomed"]);
  expect(scene.connection.isOpen).toBe(true);
});

test("a gateway that does not answer how the session ended holds up no socket, and is not asked again meanwhile", async () => {
  const scene = opened();
  scene.gateway = "silent";
  for (let failure = 0; failure < 5; failure += 1) {
    scene.socket.onclose?.({ code: 1006 });
    await scene.pass(5_000);
    expect(scene.sockets.length).toBe(failure + 2);
  }
  expect(scene.asked).toBe(1);
  scene.socket.say(WELCOME);
  expect(scene.connection.isOpen).toBe(true);
});

test("a session that the gateway does not know any more is over", async () => {
  const scene = opened();
  scene.gateway = "forgot";
  scene.socket.onclose?.({ code: 1006 });
  await scene.pass(60_000);
  expect(scene.told).toEqual(["welcomed", "interrupted", "ended: gone"]);
  expect(scene.sockets.length).toBe(1);
});

test("an end is told once, and nothing is tried after it", async () => {
  const scene = opened();
  const socket = scene.socket;
  const close = socket.onclose;
  socket.say({ type: "ended", reason: "terminated", message: "Shift change" });
  close?.({ code: 1000 });
  scene.connection.hurry();
  await scene.pass(60_000);
  expect(scene.told.slice(0, 2)).toEqual(["welcomed", "ended: terminated Shift change"]);
  expect(scene.sockets.length).toBe(1);
});

test("a session that was opened from elsewhere is left alone", async () => {
  const scene = opened();
  scene.socket.onclose?.({ code: 1008 });
  await scene.pass(60_000);
  expect(scene.told).toEqual(["welcomed", "ended: replaced"]);
});

test("when the network is back it does not wait", async () => {
  const scene = opened();
  scene.gateway = "down";
  scene.socket.onclose?.({ code: 1006 });
  await scene.pass(0);
  scene.connection.hurry();
  expect(scene.sockets.length).toBe(2);
  scene.connection.hurry();
  expect(scene.sockets.length).toBe(2);
});

test("a gateway that accepts and does not greet is tried again", async () => {
  const scene = new Scene();
  await scene.pass(11_000);
  expect(scene.sockets.length).toBe(2);
});

test("waits grow, up to a limit, and are spread by chance", () => {
  expect([0, 1, 2, 3, 4, 5, 50].map((attempt) => delayBefore(attempt, 0))).toEqual([
    150, 300, 600, 1_200, 2_400, 2_500, 2_500,
  ]);
  expect(delayBefore(0, 0.999)).toBe(300);
  expect(delayBefore(50, 0.999)).toBeLessThanOrEqual(5_000);
});

test("what is too large for a message is given up instead of the connection", () => {
  const scene = opened();
  for (const [text, sent] of [
    ["x".repeat(MOST_SENT / 2), 1],
    ["x".repeat(MOST_SENT), 1],
    ["ü".repeat(MOST_SENT / 2), 1],
    ["ü".repeat(MOST_SENT / 4), 2],
  ] as const) {
    const value = { window: 1, component: 2, property: "text", value: text, act: { number: 1, at: null } };
    expect(scene.connection.request({ type: "change", ...value })).toBe(true);
    expect(scene.socket.sent.length).toBe(sent);
  }
  expect(scene.told).toEqual(["welcomed", "refused", "refused"]);
  expect(scene.socket.isClosed).toBe(false);
});
