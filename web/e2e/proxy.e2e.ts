// The line of the tests itself: held bytes come later and in order, limited bytes take their time, a cut is reported to
// both ends and a dead line is not.
import { type AddressInfo, type Socket, connect, createServer } from "node:net";
import { afterEach, expect, test } from "vitest";
import { eventually } from "./pages.ts";
import { Proxy } from "./proxy.ts";

const open: { stop(): void }[] = [];
afterEach(() => open.splice(0).forEach((each) => each.stop()));

/** A line to a server that echoes. */
async function line(): Promise<Proxy> {
  const server = createServer((socket) => void socket.on("error", () => {}).pipe(socket));
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const proxy = await Proxy.to(`http://127.0.0.1:${(server.address() as AddressInfo).port}`);
  open.push(proxy, { stop: () => server.close() });
  return proxy;
}

class Caller {
  readonly #socket: Socket;
  heard = "";
  isClosed = false;

  constructor(proxy: Proxy) {
    this.#socket = connect(Number(new URL(proxy.url).port), "127.0.0.1");
    this.#socket.on("data", (bytes) => void (this.heard += bytes.toString("latin1")));
    this.#socket.on("error", () => {});
    this.#socket.on("close", () => void (this.isClosed = true));
    open.push({ stop: () => this.#socket.destroy() });
  }

  say(text: string): void {
    // eslint-disable-next-line no-restricted-syntax -- bytes for a socket, not text for a page
    this.#socket.write(text);
  }
}

test("what is held comes once it is released, in order", async () => {
  const proxy = await line();
  const caller = new Caller(proxy);
  caller.say("before ");
  await eventually(() => caller.heard, "before ");
  proxy.down.hold();
  caller.say("first ");
  await eventually(() => proxy.up.carried, 13);
  caller.say("second");
  await eventually(() => proxy.up.carried, 19);
  expect([caller.heard, proxy.down.carried]).toEqual(["before ", 7]);
  proxy.down.release();
  await eventually(() => caller.heard, "before first second");
});

test("a limited way takes its time", async () => {
  const proxy = await line();
  proxy.up.limit(100_000);
  const caller = new Caller(proxy);
  const began = performance.now();
  caller.say("x".repeat(50_000));
  await eventually(() => caller.heard.length, 50_000);
  expect(performance.now() - began).toBeGreaterThan(450);
});

test("a cut is told, and a dead line is not", async () => {
  const proxy = await line();
  const [cut, dead] = [new Caller(proxy), new Caller(proxy)];
  cut.say("x");
  await eventually(() => cut.heard, "x");
  proxy.cut();
  await eventually(() => [cut.isClosed, dead.isClosed], [true, true]);
  const second = new Caller(proxy);
  second.say("y");
  await eventually(() => second.heard, "y");
  proxy.halfOpen();
  second.say("z");
  const fresh = new Caller(proxy);
  fresh.say("new");
  await eventually(() => fresh.heard, "new");
  expect([second.heard, second.isClosed]).toEqual(["y", false]);
});
