/**
 * A line between the browser and a gateway that a test rules: it holds bytes back, lets them go, counts them, carries so
 * many a second, breaks, or goes dead without a word to either side. It reorders nothing but time.
 *
 * It reads no further than it has written, so bytes that it does not carry wait with their sender. The system's own
 * buffers between two programs of one machine are a few megabytes all the same, which Node.js cannot change: a gateway
 * that sends without waiting for the browser's confirmations sees them as a line with a long memory, of which there are
 * many.
 */
import { type AddressInfo, type Server, Socket, createServer } from "node:net";

/** The most that is carried in one go, and the bytes that a socket may hold beside it. */
const SLICE = 8 * 1024;
/** A limited way is served so often in a second, so that its pace is even. */
const SLICES_A_SECOND = 20;

/** One way of the line, for all its connections together. */
export class Way {
  /** How many bytes went this way. */
  carried = 0;
  #isHeld = false;
  #bytesASecond = Infinity;
  /** When the bytes before will have passed, as `performance.now()`. */
  #free = 0;
  readonly #waiting: (() => void)[] = [];

  /** From now on nothing goes this way, not even the end of a connection. */
  hold(): void {
    this.#isHeld = true;
  }

  /** The held bytes go on. */
  release(): void {
    this.#isHeld = false;
    for (const go of this.#waiting.splice(0)) go();
  }

  /** So many bytes a second go this way, of all connections together; without a number as many as can. */
  limit(bytesASecond = Infinity): void {
    this.#bytesASecond = bytesASecond;
    this.#free = 0;
  }

  /** How much may be carried in one go. */
  get slice(): number {
    return Math.min(SLICE, Math.max(64, Math.floor(this.#bytesASecond / SLICES_A_SECOND)));
  }

  /** Waits until so many bytes have passed, after those of others that came before; and while nothing does. */
  async pass(bytes: number): Promise<void> {
    const now = performance.now();
    this.#free = Math.max(this.#free, now) + (bytes / this.#bytesASecond) * 1_000;
    const wait = this.#free - now;
    // Timers are good for a millisecond; a shorter time gathers until it is one.
    if (wait >= 1) await new Promise((resolve) => setTimeout(resolve, wait));
    while (this.#isHeld) await new Promise<void>((resolve) => this.#waiting.push(resolve));
  }
}

interface Carried {
  client: Socket;
  gateway: Socket;
  isDead: boolean;
}

export class Proxy {
  /** From the browser to the gateway. */
  readonly up = new Way();
  /** From the gateway to the browser. */
  readonly down = new Way();
  /** Where the browser reaches the gateway by this line. */
  readonly url: string;
  readonly #server: Server;
  readonly #open = new Set<Carried>();

  private constructor(server: Server, scheme: string) {
    this.#server = server;
    this.url = `${scheme}//127.0.0.1:${(server.address() as AddressInfo).port}`;
  }

  /** A line to the gateway at `url`, on a free port. */
  static async to(url: string): Promise<Proxy> {
    const { hostname, port, protocol } = new URL(url);
    // A way must be able to end before the other one has.
    const server = createServer({ allowHalfOpen: true, highWaterMark: SLICE, noDelay: true });
    await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
    const proxy = new Proxy(server, protocol);
    server.on("connection", (client) => proxy.#carry(client, Number(port), hostname));
    return proxy;
  }

  /** Breaks the connections that are open, for both sides. New ones are carried. */
  cut(): void {
    for (const carried of this.#open) {
      carried.client.resetAndDestroy();
      carried.gateway.resetAndDestroy();
    }
    this.#open.clear();
  }

  /**
   * No byte of the open connections is carried ever again, and neither side is notified: as when a wire is pulled
   * between two switches. New ones are carried.
   */
  halfOpen(): void {
    for (const carried of this.#open) carried.isDead = true;
  }

  /** How many connections are open, dead ones among them. */
  get connections(): number {
    return this.#open.size;
  }

  stop(): void {
    this.cut();
    this.#server.close();
    this.up.release();
    this.down.release();
  }

  #carry(client: Socket, port: number, host: string): void {
    const gateway = new Socket({ allowHalfOpen: true }).connect({ port, host, noDelay: true });
    const carried = { client, gateway, isDead: false };
    this.#open.add(carried);
    const broken = () => {
      if (carried.isDead) return;
      client.destroy();
      gateway.destroy();
      this.#open.delete(carried);
    };
    for (const socket of [client, gateway]) socket.on("error", broken);
    void pump(client, gateway, this.up, carried).then(() => pumped());
    void pump(gateway, client, this.down, carried).then(() => pumped());
    let over = 0;
    const pumped = () => {
      over += 1;
      if (over === 2) broken();
    };
  }
}

/** Carries one way of one connection until its sender ends or one side is gone; for ever, when it is dead. */
async function pump(from: Socket, to: Socket, way: Way, carried: Carried): Promise<void> {
  try {
    for await (const chunk of from as AsyncIterable<Buffer>) {
      for (let at = 0; at < chunk.length;) {
        const slice = chunk.subarray(at, at + way.slice);
        at += slice.length;
        await way.pass(slice.length);
        if (carried.isDead) return await new Promise(() => {});
        if (!to.writable) return;
        // eslint-disable-next-line no-restricted-syntax -- bytes for a socket, not text for a page
        if (!to.write(slice)) await once(to, "drain");
        way.carried += slice.length;
      }
    }
  } catch {
    // One side is gone: the other one is closed.
    if (!carried.isDead) to.destroy();
    return;
  }
  await way.pass(0);
  if (!carried.isDead) to.end();
}

function once(socket: Socket, event: "drain"): Promise<void> {
  return new Promise((resolve, reject) => {
    const closed = () => reject(new Error("closed"));
    socket.once(event, () => {
      socket.off("close", closed);
      resolve();
    });
    socket.once("close", closed);
  });
}
