/**
 * The addresses of windows: each main window has one, and the browser's Back and Forward go from one to the other.
 *
 * An entry of the history is not a command. It names the window that was in front, and the gateway is asked for it, as
 * by a script's `swapTo`; the result decides which address is shown. Popups have no addresses.
 */

/** The content of an entry of the history. */
interface Entry {
  rollcall: { path: string; openedWith: string | null };
}

/** The part of the browser's history that is used. */
export type History = Pick<globalThis.History, "pushState" | "replaceState" | "state">;

/** A main window that is, or was, in front. */
export interface Place {
  path: string;
  /** The values that a script has opened it with, as signed by the gateway. */
  openedWith: string | null;
}

/** A window that a person wants: null where the address is only the project's, or cannot be read. */
export type Wanted = { path: string; openedWith: string | null } | null;

/**
 * Project and window of an address of a client; null where it is not a client's. A text that cannot be decoded names no
 * window.
 */
export function parsedAddress(pathname: string): { project: string; window: string | null } | null {
  const [, project, rest = ""] = /^\/client\/([^/]+)(?:\/(.*))?$/.exec(pathname) ?? [];
  if (project === undefined) return null;
  const window = rest.replace(/\/+$/, "");
  return { project: decoded(project), window: window === "" ? null : decoded(window) };
}

/** The address of a project's window, or, without one, of the project. */
export function addressOf(project: string, window: string | null): string {
  const start = `/client/${encodeURIComponent(project)}`;
  if (window === null) return start;
  const [first = "", ...rest] = window.split("/").map(encodeURIComponent);
  // Below `images` are the project's pictures. An escape means the same and is not taken for that.
  return [start, first === "images" ? "%69mages" : first, ...rest].join("/");
}

export class Addresses {
  readonly #project: string;
  readonly #history: History;
  readonly #pathname: () => string;
  /** Whether the person did something since the last entry was made. */
  #hasActed = false;
  /** The path that the address asks for and the gateway has not answered yet. */
  #asked: string | null = null;
  /** The act by which the gateway is asked. */
  #act: number | null = null;

  constructor(project: string, history: History, pathname: () => string) {
    this.#project = project;
    this.#history = history;
    this.#pathname = pathname;
  }

  /** The person acted: the result is worth an entry. The result of a timer is not. */
  acted(): void {
    this.#hasActed = true;
  }

  /** The window that the address names, if it is not the one in front: the gateway is to be asked for it. */
  wanted(front: Place | null): Wanted {
    const path = parsedAddress(this.#pathname())?.window ?? null;
    if (path === null || path === front?.path) return null;
    this.#asked = path;
    const entry = this.#entry;
    return { path, openedWith: entry?.path === path ? entry.openedWith : null };
  }

  /**
   * The gateway has refused a window. Returns whether the address asks for it: then the address stays until another
   * window comes in front.
   */
  refused(path: string): boolean {
    const isAsked = this.#asked === path;
    if (isAsked) this.#asked = null;
    return isAsked;
  }

  /** The gateway is asked by an act of this number. */
  askedBy(act: number): void {
    this.#act = act;
  }

  /** Whether an act asks for the window that the address names. */
  isAskedBy(act: number): boolean {
    return this.isAsking && this.#act === act;
  }

  /** Whether the gateway has been asked for the window that the address names, and has not answered. */
  get isAsking(): boolean {
    return this.#asked !== null;
  }

  /** The person goes on from there. */
  goOn(front: Place | null): void {
    this.#asked = null;
    this.#record("replaceState", front);
  }

  /** A main window is in front, or none. */
  show(front: Place | null): void {
    const before = parsedAddress(this.#pathname())?.window ?? null;
    if (front === null) return;
    if (this.#asked !== null && this.#asked !== front.path) return;
    if (before === front.path) {
      // The same address: only the values that it is opened with may have changed.
      this.#asked = null;
      if (this.#entry?.openedWith !== front.openedWith || this.#entry.path !== front.path)
        this.#record("replaceState", front);
      return;
    }
    // The first window of a client takes the place of the project's own address.
    const isNew = before !== null && this.#hasActed;
    this.#hasActed = false;
    this.#record(isNew ? "pushState" : "replaceState", front);
  }

  get #entry(): Entry["rollcall"] | null {
    return (this.#history.state as Partial<Entry> | null)?.rollcall ?? null;
  }

  #record(how: "pushState" | "replaceState", front: Place | null): void {
    const entry: Entry | null =
      front === null ? null : { rollcall: { path: front.path, openedWith: front.openedWith } };
    this.#history[how](entry, "", addressOf(this.#project, front?.path ?? null));
  }
}

function decoded(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    // Half an escape: no window has such a name, and the page reports that.
    return text;
  }
}
