/**
 * A log-out that the gateway has not confirmed is owed: the person's log-in, a cookie that no script sees, is still
 * good, and the next person at this browser would go on with it. So it is written down in the browser, for all of its
 * tabs and also for the time after a restart, and nothing is opened under a log-in before the gateway has confirmed
 * that this one is over.
 */
import { Refused, Unreachable, logOut } from "../api/api.ts";
import { browserStorage } from "../windows/memory.ts";
import type { TabStorage } from "./tab.ts";

const OWED = "rollcall.log-out-owed";

/** Where a log-out that is owed is written down; nowhere but here while `storage` keeps nothing. */
export class LogOut {
  readonly #storage: TabStorage | null;
  readonly #ask: () => Promise<void>;
  #isOwed = false;

  constructor(storage: TabStorage | null, ask: () => Promise<void>) {
    this.#storage = storage;
    this.#ask = ask;
  }

  get isOwed(): boolean {
    try {
      return this.#isOwed || (this.#storage?.getItem(OWED) ?? null) !== null;
    } catch {
      return this.#isOwed;
    }
  }

  /** The person logs out: from here on nothing is opened until the gateway knows. */
  owe(): void {
    this.#isOwed = true;
    try {
      this.#storage?.setItem(OWED, "1");
    } catch {
      // It is full, or forbidden: this page remembers.
    }
  }

  /** Tells the gateway, if it is owed. Rejects while it is not confirmed. */
  async settle(): Promise<void> {
    if (!this.isOwed) return;
    try {
      await this.#ask();
    } catch (error) {
      // A person who is no longer logged in has what they wanted.
      if (!(error instanceof Refused) || !error.isNotLoggedIn) throw error;
    }
    this.#isOwed = false;
    try {
      this.#storage?.removeItem(OWED);
    } catch {
      // It was not kept then either.
    }
  }
}

/** The owed log-out of this browser. */
export const owedLogOut = new LogOut(browserStorage(), () => logOut());

/** The text while it is not confirmed. */
export function notConfirmed(error: unknown): { title: string; text: string } {
  const why = error instanceof Unreachable ? error.message : `The gateway says: ${(error as Error).message}`;
  return {
    title: "The log-out is not confirmed",
    text: `${why} Until it knows, whoever uses this browser could go on in your name. Trying again…`,
  };
}
