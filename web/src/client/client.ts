/**
 * A client: a session in this tab, and its windows for as long as it lasts.
 *
 * It brings together what knows nothing of each other: the tab's session, the connection, the outbox, windows, dialogs
 * and the frame around them.
 */
import { leaveTab, openSession, logOut, picture } from "../api/api.ts";
import { Console } from "../console/console.ts";
import { Arrivals } from "../datasets/arrivals.ts";
import { Dialogs } from "../dialogs/dialogs.ts";
import { type Drafts, type Untold, NO_DRAFTS, keepDrafts, takeDrafts } from "../session/drafts.ts";
import type { End } from "../session/end.ts";
import type { Tab } from "../session/tab.ts";
import { browser } from "../socket/browser.ts";
import { Connection } from "../socket/connection.ts";
import { browserStorage, memory } from "../windows/memory.ts";
import { OpenWindow, seenIn } from "../windows/model.ts";
import { setScreenZone } from "../text/zone.ts";
import { Stage } from "../windows/stage.ts";
import type { Desktop, DesktopRequest, DesktopUpdate, Destination, ReopenedWindow, Welcome } from "../wire/messages.ts";
import { Addresses, type Place } from "./addresses.ts";
import { notOpened } from "./not-opened.ts";
import { type Change, Outbox } from "./outbox.ts";
import { fitting } from "./reopened.ts";
import { Shell } from "./shell.ts";

/** Typing and pointing are told of this often, in milliseconds, while nothing else is. */
const ACTIVITY_PAUSE = 15_000;

/** What a session leaves to the one that follows it. */
export interface Remains {
  windows: ReopenedWindow[];
  untold: Untold[];
}

/** How a client came to its end. */
export type Leaving =
  { how: "ended"; end: End; message: string | null; remains: Remains } | { how: "left"; to: Destination };

/** Runs a client with the session of `token` until it ends; `remains` is what a session before it has left. */
export function runClient(root: HTMLElement, project: string, token: string, remains: Remains): Promise<Leaving> {
  return new Promise((resolve) => {
    new Client(root, project, token, remains, resolve);
  });
}

/** Opens a session for this tab. */
export async function newSession(tab: Tab, project: string): Promise<string> {
  const { token } = await openSession(project);
  tab.keep({ project, token });
  return token;
}

class Client {
  readonly #shell: Shell;
  readonly #stage: Stage;
  readonly #dialogs: Dialogs;
  readonly #outbox: Outbox;
  readonly #connection: Connection;
  readonly #resolve: (leaving: Leaving) => void;
  readonly #datasets = new Arrivals((dataset, row) => this.#connection.look(dataset, row));
  readonly #stopListening = new AbortController();
  readonly #token: string;
  readonly #addresses: Addresses;
  readonly #console: Console;
  /** What is to be opened again if the gateway knows no windows. */
  #before: ReopenedWindow[];
  /** What was typed before this page, and is to be gone on with. */
  #drafts: Drafts;
  #clientId = "";
  #isStarted = false;
  #addressTimer = 0;
  #lastActivity = 0;
  #leaving: Destination | null = null;

  constructor(
    root: HTMLElement,
    project: string,
    token: string,
    { windows, untold }: Remains,
    resolve: (leaving: Leaving) => void,
  ) {
    this.#before = windows;
    this.#drafts = { ...NO_DRAFTS, untold };
    this.#token = token;
    this.#resolve = resolve;
    this.#addresses = new Addresses(project, history, () => location.pathname);
    this.#console = new Console((open) => {
      this.#connection.request({ type: "console", open });
      this.#shell.showConsole(open);
    });
    this.#outbox = new Outbox(
      (request) => this.#send(request),
      (milliseconds, action) => {
        const timer = setTimeout(action, milliseconds);
        return () => clearTimeout(timer);
      },
    );
    this.#stage = new Stage({
      picture: (path) => picture(project, path, token),
      memory: (place) => memory(browserStorage(), [project, ...place]),
      changed: (window, component, property, value, seen) => {
        window.enter(component, property, value);
        this.#outbox.change({ window: window.number, component, property, value, ...seenIn(seen) });
      },
      happened: (window, component, what, seen) =>
        this.#act(
          { type: "event", window: window.number, component, what, ...seenIn(seen) },
          what.event === "actionPerformed",
        ),
      closed: (window) => this.#act({ type: "closeWindow", window: window.number }, true),
    });
    this.#dialogs = new Dialogs((dialog, answer) => this.#outbox.answer(dialog, answer));
    this.#shell = new Shell(root, this.#stage.element, this.#dialogs.element, this.#console.element, {
      logOut: () => void this.#logOut(token),
      toggleConsole: () => this.#console.toggle(),
    });
    this.#connection = new Connection(token, browser, {
      welcomed: (welcome) => this.#welcomed(welcome),
      updated: (update) => this.#updated(update),
      received: (rows) => this.#datasets.received(rows),
      refused: () => this.#shell.sayTooLarge(),
      interrupted: () => this.#interrupted(),
      ended: (end, message) => this.#ended(end, message),
    });
    this.#listen();
  }

  #listen(): void {
    const { signal } = this.#stopListening;
    const active = () => this.#active();
    document.addEventListener("pointerdown", active, { signal, capture: true });
    document.addEventListener("keydown", active, { signal, capture: true });
    document.addEventListener("keydown", (event) => this.#key(event), { signal });
    window.addEventListener("popstate", () => this.#wentBack(), { signal });
    window.addEventListener("pagehide", () => this.#pageLeft(), { signal });
    window.addEventListener("online", () => this.#connection.hurry(), { signal });
    document.addEventListener(
      "visibilitychange",
      () => (document.hidden ? this.#keepDrafts() : this.#connection.hurry()),
      { signal },
    );
  }

  #key(event: KeyboardEvent): void {
    // A dialog has the keys to itself.
    if (this.#dialogs.isOpen) return;
    // The key above the tabulator, whatever is printed on it.
    if (event.code === "Backquote" && event.ctrlKey && !event.altKey) {
      event.preventDefault();
      this.#console.toggle();
    } else if (event.key === "Escape") {
      this.#stage.escape(event);
    }
  }

  #active(): void {
    this.#addresses.acted();
    const now = performance.now();
    if (now - this.#lastActivity < ACTIVITY_PAUSE) return;
    this.#lastActivity = now;
    this.#connection.activity();
  }

  // --- Addresses -------------------------------------------------------------------------------------------------------

  get #place(): Place | null {
    const main = this.#stage.main;
    return main === undefined ? null : { path: main.path, openedWith: main.openedWith };
  }

  /** The person went back or forward, or changed the address: the gateway is asked for that window. */
  #wentBack(): void {
    // A dialog waits for its answer first, and whoever leaves goes nowhere else.
    if (this.#dialogs.isOpen || this.#leaving !== null) return this.#addresses.goOn(this.#place);
    this.#stage.notice(null);
    const wanted = this.#addresses.wanted(this.#place);
    if (wanted === null || this.#outbox.act({ type: "navigate", ...wanted })) return;
    this.#shell.sayNothingWasDone();
    this.#addresses.goOn(this.#place);
  }

  /** Shows the address of the window in front, once the windows have changed as far as they do at once. */
  #showAddress(): void {
    clearTimeout(this.#addressTimer);
    this.#addressTimer = window.setTimeout(() => {
      if (this.#leaving === null) this.#addresses.show(this.#place);
    });
  }

  #notOpened(path: string, reason: string): void {
    if (!this.#addresses.refused(path)) return;
    const goOn = () => {
      this.#stage.notice(null);
      this.#addresses.goOn(this.#place);
    };
    this.#stage.notice(notOpened(path, reason, this.#stage.main?.title ?? null, goOn));
  }

  // --- What was typed, for a page that is loaded again -----------------------------------------------------------------

  #keepDrafts(): void {
    if (!this.#isStarted) return;
    const dialogs = this.#dialogs.drafts;
    keepDrafts(sessionStorage, this.#clientId, {
      untold: this.#untold(true),
      halfTyped: this.#stage.halfTyped(),
      dialogs,
    });
  }

  /** Entries that the gateway was not told of; for a storage those without passwords. */
  #untold(forStorage: boolean): Untold[] {
    return this.#stage.windows.flatMap((window) =>
      window
        .untold()
        .filter(({ component }) => !forStorage || window.components.get(component)?.kind !== "PasswordField")
        .map((entry) => ({ path: window.path, ...entry })),
    );
  }

  /** Goes on from what was typed before this page, or before this session. */
  #goOnFromDrafts(): void {
    const { untold, halfTyped } = this.#drafts;
    this.#drafts = NO_DRAFTS;
    for (const { path, component, property, value, seen } of untold) {
      const window = this.#stage.windows.find((window) => window.path === path);
      const known = window?.components.get(component);
      // What was selected in other data is selected no more.
      if (window === undefined || known === undefined || (seen !== undefined && seen !== known.seen)) continue;
      window.enter(component, property, value);
      this.#stage.update(window.number, component, new Set([property]));
      this.#outbox.change({ window: window.number, component, property, value, ...seenIn(seen) });
    }
    for (const { path, component, text } of halfTyped) this.#stage.typeAgain(path, component, text);
  }

  #pageLeft(): void {
    this.#keepDrafts();
    if (this.#leaving === null) leaveTab(this.#token);
  }

  // --- To the gateway --------------------------------------------------------------------------------------------------

  #act(request: Parameters<Outbox["act"]>[0], isIntended: boolean): void {
    // That the pointer came over something is not worth a word; that a press had no effect is.
    if (!this.#outbox.act(request) && isIntended) this.#shell.sayNothingWasDone();
  }

  #send(request: DesktopRequest): boolean {
    const isSent = this.#connection.request(request);
    if (isSent && request.type === "change") {
      this.#stage.find(request.window)?.told(request.component, request.property, request.value, request.seen);
    }
    return isSent;
  }

  async #logOut(token: string): Promise<void> {
    this.#leaving = { to: "logIn" };
    // The session first: with the log-in's end it would end for another reason. Either may be over already.
    await logOut(token).catch(() => {});
    this.#leave({ how: "left", to: this.#leaving });
  }

  // --- From the gateway ------------------------------------------------------------------------------------------------

  #welcomed(welcome: Welcome): void {
    this.#datasets.clear();
    setScreenZone(welcome.timeZone);
    this.#shell.showSession(welcome.session);
    this.#console.setZone(welcome.timeZone);
    if (this.#clientId === "") {
      const { untold } = this.#drafts;
      this.#drafts = takeDrafts(sessionStorage, welcome.session.clientId);
      this.#drafts = { ...this.#drafts, untold: [...untold, ...this.#drafts.untold] };
      this.#dialogs.remember(this.#drafts.dialogs);
    }
    this.#clientId = welcome.session.clientId;
    const shown = this.#stage.windows.map((window) => window.reopened());
    this.#connection.request({ type: "start", windows: fitting(shown.length > 0 ? shown : this.#before) });
  }

  #updated(update: DesktopUpdate): void {
    switch (update.type) {
      case "desktop":
        return this.#started(update);
      case "windowOpened":
        this.#stage.open(new OpenWindow(update, this.#datasets.named));
        return this.#showAddress();
      case "windowClosed":
        this.#stage.close(update.window);
        return this.#showAddress();
      case "windowToFront": {
        const window = this.#stage.find(update.window);
        if (window !== undefined) window.openedWith = update.openedWith;
        this.#stage.toFront(update.window);
        return this.#showAddress();
      }
      case "notOpened":
        return this.#notOpened(update.path, update.reason);
      case "printed":
        return this.#console.print(update.lines, update.anew, update.lost);
      case "windowCentered":
        return this.#stage.center(update.window);
      case "properties": {
        const changed = this.#stage
          .find(update.window)
          ?.change(update.component, update.properties, this.#datasets.named);
        if (changed !== undefined) this.#stage.update(update.window, update.component, changed);
        return;
      }
      case "focus":
        return this.#stage.focus(update.window, update.component);
      case "dialogOpened":
        return this.#dialogs.open(update);
      case "dialogClosed":
        return this.#dialogs.close(update.dialog);
      case "scriptFailed":
        return this.#dialogs.scriptFailed(update.file, update.error);
      case "running":
        return this.#shell.showRunning(update.running);
      case "leave":
        this.#leaving = update.to;
        return;
    }
  }

  /** The gateway has told everything: at first, and after each interruption. */
  #started(desktop: Desktop): void {
    this.#before = [];
    document.title = desktop.title;
    document.documentElement.dataset["theme"] = desktop.theme;
    this.#shell.showTitle(desktop.title);
    this.#shell.showConnected(true);
    this.#shell.showRunning(false);
    const before = this.#stage.windows;
    const windows = desktop.windows.map((view) => new OpenWindow(view, this.#datasets.named));
    const sameAs = pairs(before, windows);
    for (const [known, window] of sameAs) window.goOnFrom(known);
    const remains = (change: Change): Change | null => {
      const known = before.find(({ number }) => number === change.window);
      const window = known && sameAs.get(known);
      const component = window?.components.get(change.component);
      if (window === undefined || component === undefined) return null;
      // What was selected in other data is not shown as selected here. The gateway is told all the same: it must not go
      // on with what was selected before.
      const isOfOther = change.seen !== undefined && change.seen !== component.seen;
      if (!isOfOther) window.enter(change.component, change.property, change.value);
      return { ...change, window: window.number };
    };
    const waiting = desktop.dialogs.filter(({ dialog }) => !this.#outbox.hasAnswered(dialog));
    this.#outbox.release(remains, (dialog) => desktop.dialogs.some((open) => open.dialog === dialog));
    this.#stage.showAll(windows);
    this.#dialogs.showAll(waiting);
    const wanted = this.#isStarted ? null : this.#addresses.wanted(this.#place);
    this.#isStarted = true;
    this.#goOnFromDrafts();
    if (wanted !== null) this.#outbox.act({ type: "navigate", ...wanted });
    this.#showAddress();
    if (this.#console.isOpen) this.#connection.request({ type: "console", open: true });
  }

  #interrupted(): void {
    this.#outbox.hold();
    this.#shell.showConnected(false);
  }

  #ended(end: End, message: string | null): void {
    if (this.#leaving !== null) return this.#leave({ how: "left", to: this.#leaving });
    const windows = this.#stage.windows.map((window) => window.reopened());
    const remains = { windows: windows.length > 0 ? windows : this.#before, untold: this.#untold(false) };
    this.#leave({ how: "ended", end, message, remains });
  }

  #leave(leaving: Leaving): void {
    this.#connection.stop();
    this.#stopListening.abort();
    clearTimeout(this.#addressTimer);
    delete document.documentElement.dataset["theme"];
    this.#outbox.hold();
    this.#dialogs.clear();
    this.#resolve(leaving);
  }
}

/** Windows of the same path, in their order: numbers change when a gateway is restarted. */
function pairs(before: readonly OpenWindow[], now: readonly OpenWindow[]): Map<OpenWindow, OpenWindow> {
  const free = [...now];
  const pairs = new Map<OpenWindow, OpenWindow>();
  for (const known of before) {
    const at = free.findIndex(({ path }) => path === known.path);
    const [window] = at < 0 ? [] : free.splice(at, 1);
    if (window !== undefined) pairs.set(known, window);
  }
  return pairs;
}
