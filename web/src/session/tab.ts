/**
 * Which session this tab has.
 *
 * Each tab has a session of its own and keeps it over a reload, so its token is in the tab's `sessionStorage`. A
 * browser copies that storage when a tab is duplicated, and two tabs would fight for one session. So a page leaves a
 * mark when it is left, and takes it away when it comes: the copy of a living tab's storage has a token and no mark,
 * and is recognized by that. (A tab that crashed has none either, and gets a new session; the old one ends by itself.)
 */

const SESSION = "rollcall.session";
const LEFT = "rollcall.left";

/** The part of `sessionStorage` that is used. */
export type TabStorage = Pick<Storage, "getItem" | "setItem" | "removeItem">;

export interface TabSession {
  project: string;
  token: string;
}

export class Tab {
  readonly #storage: TabStorage;

  constructor(storage: TabStorage) {
    this.#storage = storage;
  }

  /** The page comes: the session that this tab had before, if it is its own. */
  arrive(): TabSession | null {
    const isOwn = this.#storage.getItem(LEFT) !== null;
    this.#storage.removeItem(LEFT);
    const session = isOwn ? parsed(this.#storage.getItem(SESSION)) : null;
    if (session === null) this.forget();
    return session;
  }

  /** The page is left, for a reload or for ever. */
  leave(): void {
    this.#storage.setItem(LEFT, "1");
  }

  /** The page is there again, from the browser's memory. */
  comeBack(): void {
    this.#storage.removeItem(LEFT);
  }

  keep(session: TabSession): void {
    this.#storage.setItem(SESSION, JSON.stringify(session));
  }

  forget(): void {
    this.#storage.removeItem(SESSION);
  }
}

function parsed(text: string | null): TabSession | null {
  try {
    const session = JSON.parse(text ?? "null") as Partial<TabSession> | null;
    return typeof session?.project === "string" && typeof session.token === "string"
      ? { project: session.project, token: session.token }
      : null;
  } catch {
    return null;
  }
}
