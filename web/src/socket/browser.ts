/** The connection's world in a browser: a WebSocket, timers of a worker, the gateway's word. */
import { Refused, whoAmI } from "../api/api.ts";
import type { Ending, Socket, Timers, World } from "./connection.ts";
import type { TimerMessage } from "./timer-worker.ts";

/** A world for one session's connection; `close` ends its worker. */
export function openWorld(): World & { close(): void } {
  const worker = new Worker(new URL("./timer-worker.ts", import.meta.url), { type: "module" });
  return { openSocket, endOf, timers: workerTimers(worker), random: Math.random, close: () => worker.terminate() };
}

function openSocket(token: string): Socket {
  const url = new URL("/api/v1/connect", location.href);
  url.protocol = url.protocol.replace("http", "ws");
  // The token is part of the handshake and never of an address, which would be logged.
  const socket = new WebSocket(url, ["rollcall", `rollcall.token.${token}`]);
  socket.binaryType = "arraybuffer";
  return socket as Socket;
}

async function endOf(token: string): Promise<Ending | null> {
  try {
    await whoAmI(token);
    return null;
  } catch (error) {
    if (!(error instanceof Refused) || !error.isNotLoggedIn) throw error;
    return { end: error.ended?.reason ?? "gone", message: error.ended?.message ?? null };
  }
}

function workerTimers(worker: Worker): Timers {
  const actions = new Map<number, () => void>();
  let last = 0;
  worker.onmessage = ({ data: timer }: MessageEvent<number>) => {
    const action = actions.get(timer);
    actions.delete(timer);
    action?.();
  };
  const post = (message: TimerMessage) => worker.postMessage(message);
  return {
    start(milliseconds, action) {
      const timer = (last += 1);
      actions.set(timer, action);
      post({ timer, milliseconds });
      return () => {
        if (actions.delete(timer)) post({ timer });
      };
    },
    now: () => performance.now(),
  };
}
