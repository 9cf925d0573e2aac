/**
 * A client: a session in this tab, and its windows for as long as it lasts.
 *
 * It joins parts that do not know each other: the tab's session, the connection, the outbox, windows, dialogs and the
 * frame around them.
 */
import { leaveTab, openSession, picture } from "../api/api.ts";
import { isHeldPress } from "../components/held-keys.ts";
import { Console } from "../console/console.ts";
import { Arrivals } from "../datasets/arrivals.ts";
import { Dialogs } from "../dialogs/dialogs.ts";
import { Life } from "../life/life.ts";
import { Moments } from "../life/moments.ts";
import { type Drafts, type HalfTyped, type Untold, NO_DRAFTS, keepDrafts, takeDrafts } from "../session/drafts.ts";
import type { End } from "../session/end.ts";
import { owedLogOut } from "../session/log-out.ts";
import type { Tab } from "../session/tab.ts";
import { openWorld } from "../socket/browser.ts";
import { Connection } from "../socket/connection.ts";
import type { Assembled } from "../socket/pieces.ts";
import { browserStorage, memory } from "../windows/memory.ts";
import { OpenWindow, seenIn } from "../windows/model.ts";
import { screenZone, setScreenZone } from "../text/zone.ts";
import { Stage } from "../windows/stage.ts";
import type {
  Act,
  Desktop,
  DesktopRequest,
  DesktopUpdate,
  Destination,
  ReopenedWindow,
  UserEvent,
  Welcome,
} from "../wire/messages.ts";
import { Acts, type Done } from "./acts.ts";
import { Addresses, type Place } from "./addresses.ts";
import { notOpened } from "./not-opened.ts";
import { type Change, Outbox } from "./outbox.ts";
import { fitting } from "./reopened.ts";
import { Shell } from "./shell.ts";

/** How often typing and pointing are reported, in milliseconds, while nothing else is sent. */
const ACTIVITY_PAUSE = 15_000;
/** How often the gateway is told that a person sees the acts that wait to be run, in milliseconds. */
const WATCH = 2_000;
/** These are not done on purpose, so their loss is not reported. */
const PASSES_BY = new Set<UserEvent["event"]>(["mouseEntered", "mouseExited", "focusGained", "focusLost"]);
/** These are marked where they were done, until they have come to their end. */
const PRESSES = new Set<UserEvent["event"]>(["actionPerformed", "mouseClicked", "mousePressed", "mouseReleased"]);
/** An entry in one of these acts by itself. */
const CHOICES = new Set(["ToggleButton", "CheckBox", "Dropdown"]);

/** The remains of a session for the one that follows it. */
export interface Remains {
  windows: ReopenedWindow[];
  untold: Untold[];
  halfTyped: HalfTyped[];
  /** The reports about acts that the person still has to see. */
  told: string[];
}

/** How a client came to its end. */
export type Leaving =
  { how: "ended"; end: End; message: string | null; remains: Remains } | { how: "left"; to: Destination };

/** Runs a client with the session of `token` until it ends; nothing of it touches the page after that. */
export function runClient(root: HTMLElement, project: string, token: string, remains: Remains): Promise<Leaving> {
  return new Promise((resolve) => {
    new Client(new Life(root), project, token, remains, resolve);
  });
}

/** Opens a session for this tab. */
export async function newSession(tab: Tab, project: string): Promise<string> {
  const { token } = await openSession(project);
  tab.keep({ project, token });
  return token;
}

class Client {
  readonly #life: Life;
  readonly #moments: Moments;
  readonly #acts: Acts;
  readonly #shell: Shell;
  readonly #stage: Stage;
  readonly #dialogs: Dialogs;
  readonly #outbox: Outbox;
  readonly #connection: Connection;
  readonly #resolve: (leaving: Leaving) => void;
  readonly #datasets = new Arrivals((dataset, row) => this.#connection.look(dataset, row));
  readonly #token: string;
  readonly #addresses: Addresses;
  readonly #console: Console;
  /** The windows to be opened again if the gateway knows none. */
  #before: ReopenedWindow[];
  /** The text that was typed before this page, to go on with. */
  #drafts: Drafts;
  #clientId = "";
  #isStarted = false;
  #stopAddressTimer = () => {};
  #lastActivity = 0;
  /** The age, in milliseconds, past which an act is not done when it reaches the gateway. */
  #pressAge = Infinity;
  #isWatching = false;
  #leaving: Destination | null = null;

  constructor(life: Life, project: string, token: string, remains: Remains, resolve: (leaving: Leaving) => void) {
    this.#life = life;
    this.#moments = Moments.of(life);
    this.#before = remains.windows;
    this.#drafts = { ...NO_DRAFTS, untold: remains.untold, halfTyped: remains.halfTyped };
    this.#token = token;
    this.#resolve = resolve;
    this.#addresses = new Addresses(project, history, () => location.pathname);
    this.#console = new Console((open) => {
      this.#connection.request({ type: "console", open });
      this.#shell.showConsole(open);
    });
    const after = (milliseconds: number, action: () => void) => life.after(milliseconds, action);
    this.#acts = new Acts(
      after,
      () => performance.now(),
      Math.random(),
      () => this.#showActs(),
    );
    this.#outbox = new Outbox((request) => this.#send(request), after);
    this.#stage = new Stage({
      life,
      picture: (path) => picture(project, path, token),
      memory: (place) => memory(browserStorage(), [project, ...place]),
      changed: (window, component, property, value, seen) => {
        const act = this.#newAct();
        window.enter(component, property, value, act.number);
        this.#outbox.change({ window: window.number, component, property, value, ...seenIn(seen), act });
      },
      happened: (window, component, what, seen) =>
        this.#act({ type: "event", window: window.number, component, what, ...seenIn(seen), act: this.#newAct() }),
      closed: (window) => this.#act({ type: "closeWindow", window: window.number, act: this.#newAct() }),
    });
    this.#dialogs = new Dialogs(
      life,
      life.while((dialog, answer) => this.#outbox.answer(dialog, answer, this.#newAct())),
    );
    this.#shell = new Shell(life, this.#stage.element, this.#dialogs.element, this.#console.element, {
      logOut: () => this.#logOut(),
      toggleConsole: () => this.#console.toggle(),
      takenBack: (number) => this.#connection.request({ type: "takeBack", act: number }),
      dismissed: (number) => this.#acts.dismiss(number),
    });
    this.#connection = this.#connect(token);
    this.#listen();
    this.#acts.inherit(remains.told);
  }

  #connect(token: string): Connection {
    const world = openWorld();
    const connection = new Connection(token, world, {
      welcomed: this.#life.while((welcome: Welcome) => this.#welcomed(welcome)),
      updated: this.#life.while((update: DesktopUpdate) => this.#updated(update)),
      received: this.#life.while((rows: Assembled) => this.#datasets.received(rows)),
      refused: this.#life.while(() => this.#shell.sayTooLarge()),
      interrupted: this.#life.while(() => this.#interrupted()),
      ended: this.#life.while((end: End, message: string | null) => this.#ended(end, message)),
    });
    this.#life.whenOver(() => {
      connection.stop();
      world.close();
    });
    return connection;
  }

  #listen(): void {
    this.#life.listen(document, "pointerdown", () => this.#active(), true);
    this.#life.listen(document, "keydown", () => this.#active(), true);
    this.#life.listen(
      document,
      "keydown",
      (event) => isHeldPress(event as KeyboardEvent) && event.preventDefault(),
      true,
    );
    this.#life.listen(document, "keydown", (event) => this.#key(event as KeyboardEvent));
    this.#life.listen(window, "popstate", () => this.#wentBack());
    this.#life.listen(window, "pagehide", () => this.#pageLeft());
    this.#life.listen(window, "online", () => this.#connection.hurry());
    this.#life.listen(document, "visibilitychange", () => {
      if (document.hidden) this.#keepDrafts();
      else this.#connection.hurry();
    });
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
    // A dialog waits for its answer first, and a person who leaves goes nowhere else.
    if (this.#dialogs.isOpen || this.#leaving !== null) return this.#addresses.goOn(this.#place);
    this.#stage.notice(null);
    const wanted = this.#addresses.wanted(this.#place);
    // A page that stood still meanwhile does not change its windows late.
    const moment = this.#moments.ofInput;
    const isOld = performance.now() - moment > this.#pressAge;
    if (wanted === null || (!isOld && this.#goTo(wanted, this.#actOf(moment)))) return;
    if (isOld) this.#acts.lost(goTo(wanted.path), "stoodStill");
    else this.#shell.sayNothingWasDone();
    this.#addresses.goOn(this.#place);
  }

  /** Asks the gateway for a window; false when it cannot be asked. */
  #goTo(wanted: Place, act: Act): boolean {
    this.#addresses.askedBy(act.number);
    return this.#outbox.act({ type: "navigate", ...wanted, act });
  }

  /** Shows the address of the window in front, once the windows have changed as far as they do at once. */
  #showAddress(): void {
    this.#stopAddressTimer();
    this.#stopAddressTimer = this.#life.after(0, () => {
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

  // --- Typed text, for a page that is loaded again -----------------------------------------------------------------

  #keepDrafts(): void {
    if (this.#clientId === "") return;
    // Before anything is shown the page has the drafts of the page before.
    const drafts = this.#isStarted
      ? { untold: this.#untold(), halfTyped: this.#stage.halfTyped(), dialogs: this.#dialogs.drafts }
      : this.#drafts;
    keepDrafts(sessionStorage, this.#clientId, drafts);
  }

  /** Entries that the gateway does not know. */
  #untold(): Untold[] {
    return this.#stage.windows.flatMap((window) =>
      window.untold().map((entry) => {
        const { kind = "" } = window.components.get(entry.component) ?? {};
        const isSecret = kind === "PasswordField";
        const choice = CHOICES.has(kind) && this.#labelled(window.number, entry.component).label;
        return { path: window.path, ...entry, ...(isSecret && { isSecret }), ...(choice !== false && { choice }) };
      }),
    );
  }

  /** Goes on from the text that was typed before this page, or before this session. */
  #goOnFromDrafts(): void {
    const { untold, halfTyped } = this.#drafts;
    this.#drafts = NO_DRAFTS;
    for (const { path, component, property, value, seen, choice } of untold) {
      // A choice acts by itself, and the person who made it saw the plant as it was then.
      if (choice !== undefined) {
        this.#acts.lost(choice, "outlived");
        continue;
      }
      const window = this.#stage.windows.find((window) => window.path === path);
      const known = window?.components.get(component);
      // A selection in other data is void.
      if (window === undefined || known === undefined || (seen !== undefined && seen !== known.seen)) continue;
      // Its age is not known: it is on the screen, and not a reason for a script to run.
      const act = { number: this.#acts.next(), at: null };
      window.enter(component, property, value, act.number);
      this.#stage.update(window.number, component, new Set([property]));
      this.#outbox.change({ window: window.number, component, property, value, ...seenIn(seen), act });
    }
    for (const { path, component, text } of halfTyped) this.#stage.typeAgain(path, component, text);
  }

  #pageLeft(): void {
    this.#keepDrafts();
    if (this.#leaving === null) leaveTab(this.#token);
  }

  // --- To the gateway --------------------------------------------------------------------------------------------------

  /** Something that the person does, as old as the input that is being handled. */
  #newAct(): Act {
    return this.#actOf(this.#moments.ofInput);
  }

  #actOf(moment: number): Act {
    return { number: this.#acts.next(), at: this.#connection.at(moment) };
  }

  #act(request: DesktopRequest): void {
    if (this.#outbox.act(request)) return;
    // A pointer that passed over something needs no report; a press without effect does.
    const done = this.#done(request);
    if (done === null) return;
    this.#acts.lost(done.label, "away");
    this.#shell.sayNothingWasDone();
  }

  /** Hands a request to the connection; false while the gateway cannot be reached. */
  #send(request: DesktopRequest): boolean {
    if (!this.#connection.request(request)) return false;
    const done = this.#done(request);
    if (done !== null && "act" in request && typeof request.act === "object") {
      this.#acts.sent(request.act, done);
      this.#watch();
    }
    if (request.type === "change") {
      this.#stage.find(request.window)?.told(request.component, request.property, request.value, request.seen);
    }
    return true;
  }

  /** A request in words for the person; null for a pointer that passes by. */
  #done(request: DesktopRequest): Done | null {
    switch (request.type) {
      case "event": {
        if (PASSES_BY.has(request.what.event)) return null;
        return { ...this.#labelled(request.window, request.component), isPress: PRESSES.has(request.what.event) };
      }
      case "change": {
        const kind = this.#stage.find(request.window)?.components.get(request.component)?.kind ?? "";
        return { ...this.#labelled(request.window, request.component), isPress: CHOICES.has(kind) };
      }
      case "answer":
        return { label: "your answer", window: null, component: null, isPress: true };
      case "closeWindow": {
        const title = this.#stage.find(request.window)?.title ?? "window";
        return { label: `close ${title}`, window: null, component: null, isPress: true };
      }
      case "navigate":
        return { label: goTo(request.path), window: null, component: null, isPress: true };
      default:
        return null;
    }
  }

  #labelled(window: number, component: number): Omit<Done, "isPress"> {
    const what = this.#stage.find(window)?.components.get(component);
    const isField = what === undefined || /Field|Area/.test(what.kind);
    const label = (!isField && what.text("text")) || what?.name || "something";
    return { label, window, component };
  }

  /**
   * Tells the gateway, for as long as something is under way or waits, that it is seen here and could be taken back.
   */
  #watch(): void {
    if (this.#isWatching || !this.#acts.isWaiting) return;
    this.#isWatching = true;
    this.#life.after(WATCH, () => {
      this.#isWatching = false;
      if (!this.#acts.isWaiting) return;
      if (!document.hidden) this.#connection.watching();
      this.#watch();
    });
  }

  #showActs(): void {
    this.#shell.showLines(this.#acts.lines());
    this.#stage.showBusy((window, component) => this.#acts.isBusy(window, component));
    this.#watch();
  }

  /** The page is over at once, whether or not the gateway can be reached: the person may go away now. */
  #logOut(): void {
    owedLogOut.owe();
    this.#leave({ how: "left", to: { to: "logIn" } });
  }

  // --- From the gateway ------------------------------------------------------------------------------------------------

  #welcomed(welcome: Welcome): void {
    this.#datasets.clear();
    setScreenZone(welcome.timeZone);
    this.#shell.showSession(welcome.session);
    // The zone that is shown: it is another where the browser does not know the gateway's.
    this.#console.setZone(screenZone().name);
    this.#pressAge = welcome.pressAgeMs;
    if (this.#clientId === "") {
      const { untold, halfTyped } = this.#drafts;
      const { dialogs, ...left } = takeDrafts(sessionStorage, welcome.session.clientId);
      this.#drafts = {
        untold: [...untold, ...left.untold],
        halfTyped: [...halfTyped, ...left.halfTyped],
        dialogs,
      };
      this.#dialogs.remember(this.#drafts.dialogs);
    }
    this.#clientId = welcome.session.clientId;
    const shown = this.#stage.windows.map((window) => window.reopened());
    const windows = fitting(shown.length > 0 ? shown : this.#before);
    this.#connection.request({ type: "start", windows, unanswered: this.#acts.unanswered() });
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
      case "act": {
        const { window, component, number, state } = update;
        if (state.state === "done" || state.state === "notDone")
          for (const open of this.#stage.windows) open.concluded(number);
        if (state.state === "notDone" && this.#addresses.isAskedBy(number)) this.#addresses.goOn(this.#place);
        return this.#acts.told(update, () =>
          window === null || component === null ? "something" : this.#labelled(window, component).label,
        );
      }
      case "running":
        return this.#shell.showRunning(update.running);
      case "leave":
        this.#leaving = update.to;
        return;
    }
  }

  /** The gateway has sent everything: at first, and after each interruption. */
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
      // A selection in other data is not shown here. The gateway gets it all the same: it must not go on with the
      // selection before.
      const isOfOther = change.seen !== undefined && change.seen !== component.seen;
      if (!isOfOther) window.enter(change.component, change.property, change.value, change.act.number);
      return { ...change, window: window.number };
    };
    const waiting = desktop.dialogs.filter(({ dialog }) => !this.#outbox.hasAnswered(dialog));
    this.#outbox.sift(remains, (dialog) => desktop.dialogs.some((open) => open.dialog === dialog));
    // A sent entry is noted in its window, so the windows are there first.
    this.#stage.showAll(windows);
    this.#outbox.release();
    this.#dialogs.showAll(waiting);
    const wanted = this.#isStarted ? null : this.#addresses.wanted(this.#place);
    // An input that a page does not see, such as Back or a choice in a list, was not made before there were windows.
    if (!this.#isStarted) this.#moments.beginsAnew();
    this.#isStarted = true;
    this.#goOnFromDrafts();
    // The address with which a page begins is not a press: however long the page was on its way, it is wanted now.
    if (wanted !== null) this.#goTo(wanted, this.#actOf(performance.now()));
    this.#showAddress();
    if (this.#console.isOpen) this.#connection.request({ type: "console", open: true });
    this.#showActs();
  }

  #interrupted(): void {
    this.#outbox.hold();
    // The gateway may not know where the person wanted to go back to.
    if (this.#isStarted && this.#addresses.isAsking) this.#addresses.goOn(this.#place);
    this.#acts.interrupted();
    this.#shell.showConnected(false);
  }

  #ended(end: End, message: string | null): void {
    if (this.#leaving !== null) return this.#leave({ how: "left", to: this.#leaving });
    const windows = this.#stage.windows.map((window) => window.reopened());
    // For a session that ended before it began everything is as the one before has left it.
    const untold = [...this.#drafts.untold, ...this.#untold()];
    const halfTyped = [...this.#drafts.halfTyped, ...this.#stage.halfTyped()];
    const remains = { windows: windows.length > 0 ? windows : this.#before, untold, halfTyped };
    this.#leave({ how: "ended", end, message, remains: { ...remains, told: this.#acts.leftOver() } });
  }

  #leave(leaving: Leaving): void {
    delete document.documentElement.dataset["theme"];
    this.#dialogs.clear();
    this.#outbox.hold();
    this.#life.end();
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

function goTo(path: string): string {
  return `go to ${path}`;
}
