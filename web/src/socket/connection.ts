/**
 * The connection of a session: it is kept alive, and taken up again after every interruption until the session is over.
 *
 * A state machine without a browser: sockets, timers and chance are given to it.
 *
 *     connecting ──welcome──▶ open ──closed, silent──▶ waiting ──timer──▶ connecting ──… ──▶ ended
 *
 * A browser does not distinguish a socket that the gateway refused from a gateway that is down. So after each failure
 * the session's token is tried in a plain request, whose answer decides. The next socket does not wait for that answer,
 * which may never come where a line is held.
 */
import type { End } from "../session/end.ts";
import type { ClientFrame, DesktopRequest, DesktopUpdate, GatewayFrame, Welcome } from "../wire/messages.ts";
import { delayBefore } from "./backoff.ts";
import { type Assembled, Assembly } from "./pieces.ts";
import { TimeBase } from "./time-base.ts";

/** The members of a WebSocket that are used. */
export interface Socket {
  onmessage: ((event: { data: unknown }) => void) | null;
  onclose: ((event: { code: number }) => void) | null;
  send(text: string): void;
  close(): void;
}

/** Timers; those of a page in the background are slowed down by browsers, which would cost it its session. */
export interface Timers {
  start(milliseconds: number, action: () => void): () => void;
  now(): number;
}

/** How a session came to its end. */
export interface Ending {
  end: End;
  message: string | null;
}

export interface World {
  openSocket(token: string): Socket;
  /** How the session of the token has ended, or null where it lives; rejects when the gateway cannot be asked. */
  endOf(token: string): Promise<Ending | null>;
  timers: Timers;
  random(): number;
}

export interface Listener {
  /** The gateway greets: at first, and after each interruption. */
  welcomed(welcome: Welcome): void;
  updated(update: DesktopUpdate): void;
  /** Rows of a dataset: the first of it before the message which names it, others later. */
  received(rows: Assembled): void;
  /** A person's request is too large for one message, and was not sent. */
  refused(): void;
  /** The gateway cannot be reached for now. */
  interrupted(): void;
  /** It is over, for good. */
  ended(end: End, message: string | null): void;
}

/** Closed because the session was opened from elsewhere: "policy violation" (RFC 6455, 7.4.1). */
const REPLACED = 1008;
/** A gateway that has sent nothing for so many keep-alives, each of which it answers, is not there. */
const SILENT_PERIODS = 1.5;
/** The bytes taken are confirmed to the gateway after so many, or after a whole message. */
const TOLD_EVERY = 16 * 1024;
/** How often it is looked whether the gateway is there: so many times in the time between two keep-alives. */
const LOOKS = 10;
/** Longer than it takes to greet, in milliseconds. */
const GREETING = 10_000;

/** The largest message that the gateway takes, in bytes; it closes the socket on a larger one. */
export const MOST_SENT = 1024 * 1024;

export class Connection {
  readonly #token: string;
  readonly #world: World;
  readonly #listener: Listener;
  #socket: Socket | null = null;
  #stopTimer: () => void = () => {};
  #attempt = 0;
  readonly #timeBase = new TimeBase();
  #keepAlive = 0;
  #lastHeard = 0;
  #assembly = new Assembly();
  /** How many bytes of pieces have come on this socket, and of how many the gateway knows. */
  #taken = 0;
  #told = 0;
  #lastSent = 0;
  #isOpen = false;
  #isAsking = false;
  #isOver = false;

  constructor(token: string, world: World, listener: Listener) {
    this.#token = token;
    this.#world = world;
    this.#listener = listener;
    this.#connect();
  }

  get isOpen(): boolean {
    return this.#isOpen;
  }

  /**
   * Sends a person's request; false, and nothing is sent, while the gateway cannot be reached. A request that is too
   * large for a message would cost the connection each time it is tried: it is given up, and the listener is notified.
   */
  request(request: DesktopRequest): boolean {
    return this.#send({ type: "desktop", request });
  }

  /** Asks for the rows of a dataset from this one on. */
  look(dataset: number, row: number): void {
    this.#send({ type: "look", dataset, row });
  }

  /** Tells that the person is there. */
  activity(): void {
    this.#send({ type: "activity" });
  }

  /** Reports that the page is visible and shows the acts that wait to be run. */
  watching(): void {
    this.#send({ type: "watching", at: this.at(this.#world.timers.now()) });
  }

  /**
   * The reading of the gateway's clock at a moment of this browser's clock, at the earliest; null where that is not
   * known.
   */
  at(moment: number): number | null {
    return this.#timeBase.at(moment);
  }

  /** Tries at once: the network is back, or the person is. An open connection may have died, and is tested. */
  hurry(): void {
    if (this.#isOver) return;
    if (this.#socket !== null) return void this.#send({ type: "keepAlive" });
    this.#stopTimer();
    this.#connect();
  }

  /** Leaves; nothing is reported any more. */
  stop(): void {
    this.#isOver = true;
    this.#drop();
  }

  #connect(): void {
    const socket = (this.#socket = this.#world.openSocket(this.#token));
    this.#assembly = new Assembly();
    this.#taken = this.#told = 0;
    socket.onmessage = ({ data }) => this.#heard(data);
    socket.onclose = ({ code }) => this.#closed(code);
    this.#later(GREETING, () => this.#closed(0));
  }

  #later(milliseconds: number, action: () => void): void {
    this.#stopTimer();
    this.#stopTimer = this.#world.timers.start(milliseconds, action);
  }

  /** Forgets the socket, whatever may still arrive on it. */
  #drop(): void {
    this.#stopTimer();
    this.#isOpen = false;
    const socket = this.#socket;
    this.#socket = null;
    if (socket === null) return;
    socket.onmessage = null;
    socket.onclose = null;
    socket.close();
  }

  #closed(code: number): void {
    this.#drop();
    if (code === REPLACED) return this.#end("replaced", null);
    this.#listener.interrupted();
    this.#askForEnd();
    this.#wait();
  }

  /** Asks whether the session is over; once at a time. */
  #askForEnd(): void {
    if (this.#isAsking) return;
    this.#isAsking = true;
    this.#world.endOf(this.#token).then(
      (ending) => {
        this.#isAsking = false;
        // A socket that has been opened since has newer information.
        if (ending !== null && !this.#isOpen) this.#end(ending.end, ending.message);
      },
      () => void (this.#isAsking = false),
    );
  }

  #wait(): void {
    if (this.#isOver || this.#socket !== null) return;
    const delay = delayBefore(this.#attempt, this.#world.random());
    this.#attempt += 1;
    this.#later(delay, () => this.#connect());
  }

  #end(end: End, message: string | null): void {
    if (this.#isOver) return;
    this.stop();
    this.#listener.ended(end, message);
  }

  #heard(data: unknown): void {
    this.#lastHeard = this.#world.timers.now();
    if (data instanceof ArrayBuffer) this.#piece(data);
    else this.#frame(String(data));
  }

  /** Some of a large message: it shows that the gateway is there, however long the rest takes. */
  #piece(piece: ArrayBuffer): void {
    this.#taken += piece.byteLength;
    const whole = this.#assembly.take(piece);
    if (whole?.kind === "frame") this.#frame(new TextDecoder().decode(whole.message));
    else if (whole !== null) this.#listener.received(whole);
    // The gateway sends only so far ahead of the confirmed bytes: more than are confirmed at a time here.
    if (whole === null && this.#taken - this.#told < TOLD_EVERY) return;
    this.#told = this.#taken;
    this.#send({ type: "taken", bytes: this.#taken });
  }

  #frame(text: string): void {
    const frame = JSON.parse(text) as GatewayFrame;
    switch (frame.type) {
      case "welcome":
        return this.#welcomed(frame);
      case "desktop":
        return this.#listener.updated(frame.update);
      case "ended":
        return this.#end(frame.reason, frame.message);
      case "invalid":
        // A mistake of ours. The gateway has not acted on it; the person can go on.
        return console.error(`The gateway did not understand: ${frame.message}`);
      case "keepAlive":
        return this.#timeBase.note(frame.clock, this.#lastHeard);
    }
  }

  #welcomed(welcome: Welcome): void {
    this.#attempt = 0;
    this.#isOpen = true;
    this.#keepAlive = welcome.keepAliveMs;
    this.#timeBase.note(welcome.clock, this.#lastHeard);
    this.#lastSent = this.#lastHeard;
    this.#look();
    this.#listener.welcomed(welcome);
  }

  /** Checks again and again that the gateway sends something, and sends it keep-alives. */
  #look(): void {
    this.#later(this.#keepAlive / LOOKS, () => {
      const now = this.#world.timers.now();
      if (now - this.#lastHeard > this.#keepAlive * SILENT_PERIODS) return this.#closed(0);
      if (now - this.#lastSent >= this.#keepAlive * 0.9) {
        this.#lastSent = now;
        this.#send({ type: "keepAlive" });
      }
      this.#look();
    });
  }

  #send(frame: ClientFrame): boolean {
    if (!this.#isOpen || this.#socket === null) return false;
    const text = JSON.stringify(frame);
    if (isTooLarge(text)) this.#listener.refused();
    else this.#socket.send(text);
    return true;
  }
}

/** Bytes are counted only when there may be too many: a UTF-16 unit takes three at most. */
function isTooLarge(text: string): boolean {
  return text.length * 3 > MOST_SENT && new TextEncoder().encode(text).byteLength > MOST_SENT;
}
