/** The frame around a client's windows: the bar with its title and its user, and the texts about the connection. */
import { type TemplateResult, html, nothing, render } from "lit-html";
import { repeat } from "lit-html/directives/repeat.js";
import type { Life } from "../life/life.ts";
import { screenZone } from "../text/zone.ts";
import type { Session } from "../wire/messages.ts";
import type { Line } from "./acts.ts";

/** A script that takes less is not worth a sign, in milliseconds. */
const UNNOTICED = 250;
const AWAY = "The gateway cannot be reached. Windows show what was last known; trying again…";
const NOTHING_DONE = "The gateway cannot be reached, so nothing was done. Try again once this line is gone.";
/** In milliseconds. */
const LONG_ENOUGH_TO_READ = 15_000;
const TOO_LARGE = "What was entered last is too large to be sent, so the gateway does not have it. Make it shorter.";

/** The person's actions in the bar, and on the lines. */
export interface ShellActions {
  logOut(): void;
  toggleConsole(): void;
  /** Takes back an act that waits. */
  takenBack(number: number): void;
  /** Has read that something was not done. */
  dismissed(number: number): void;
}

export class Shell {
  readonly #life: Life;
  readonly #stage: HTMLElement;
  readonly #dialogs: HTMLElement;
  readonly #console: HTMLElement;
  readonly #actions: ShellActions;
  #title = "";
  #session: Session | null = null;
  #banner: string | null = "Connecting…";
  #isRunning = false;
  #isConsoleOpen = false;
  #lines: Line[] = [];
  #stopRunningTimer = () => {};
  /** Where the focus was before it came to the lines. */
  #beforeLines: Element | null = null;

  constructor(life: Life, stage: HTMLElement, dialogs: HTMLElement, console: HTMLElement, actions: ShellActions) {
    this.#life = life;
    this.#stage = stage;
    this.#dialogs = dialogs;
    this.#console = console;
    this.#actions = actions;
    this.#show();
  }

  showConsole(isOpen: boolean): void {
    this.#isConsoleOpen = isOpen;
    this.#show();
  }

  showTitle(title: string): void {
    this.#title = title;
    this.#show();
  }

  showSession(session: Session): void {
    this.#session = session;
    this.#show();
  }

  showConnected(isConnected: boolean): void {
    // The report of a press in vain stays until the gateway is back, however often the page tries to reach it.
    if (!isConnected && this.#banner === NOTHING_DONE) return;
    // At the very first there is nothing to be shown yet, and no reason to be alarmed.
    this.#banner = isConnected ? null : this.#session === null ? "Connecting…" : AWAY;
    this.#show();
  }

  sayNothingWasDone(): void {
    this.#banner = NOTHING_DONE;
    this.#show();
  }

  sayTooLarge(): void {
    this.#banner = TOO_LARGE;
    this.#show();
    this.#life.after(LONG_ENOUGH_TO_READ, () => {
      if (this.#banner === TOO_LARGE) this.showConnected(true);
    });
  }

  /** Shows that a script runs, unless it is over in a moment. */
  showRunning(isRunning: boolean): void {
    this.#stopRunningTimer();
    const show = () => {
      this.#isRunning = isRunning;
      this.#stage.setAttribute("aria-busy", String(isRunning));
      this.#show();
    };
    if (isRunning) this.#stopRunningTimer = this.#life.after(UNNOTICED, show);
    else show();
  }

  /** Shows the person's acts that go on, wait, or were not done. */
  showLines(lines: Line[]): void {
    const focused = document.activeElement;
    this.#lines = lines;
    this.#show();
    // A line goes with the focus in it: to where that was before, and to no other line, where the key would press again.
    if (focused === document.activeElement || focused === null || focused.isConnected) return;
    const { isConnected } = this.#beforeLines ?? {};
    const back = isConnected === true ? (this.#beforeLines as HTMLElement) : this.#stage;
    if (back === this.#stage) back.tabIndex = -1;
    back.focus({ preventScroll: true });
  }

  #focusCame({ relatedTarget, currentTarget }: FocusEvent): void {
    if (relatedTarget instanceof Element && !(currentTarget as Element).contains(relatedTarget))
      this.#beforeLines = relatedTarget;
  }

  #show(): void {
    const session = this.#session;
    render(
      html`
        <div class="client" data-client-id=${session?.clientId ?? ""}>
          <header class="top-bar">
            <h1 class="top-bar-title" dir="auto">${this.#title}</h1>
            <p class="running" ?hidden=${!this.#isRunning}>Running…</p>
            <p class="top-bar-zone" title="Dates and times are in this zone, the gateway's.">
              ${session === null ? "" : screenZone().name}
            </p>
            <p class="top-bar-user" dir="auto" title=${session === null ? "" : `Session ${session.clientId}`}>
              ${shortened(session?.username ?? "")}
            </p>
            <button
              class="quiet"
              type="button"
              aria-expanded=${this.#isConsoleOpen}
              aria-keyshortcuts="Control+\`"
              title="What scripts print (Ctrl+\`)"
              @click=${this.#actions.toggleConsole}
            >
              Console
            </button>
            <a class="quiet" href="/">Projects</a>
            <button class="quiet" type="button" @click=${this.#actions.logOut}>Log out</button>
          </header>
          <p class="banner" role="status" data-shown=${this.#banner !== null}>${this.#banner}</p>
          ${this.#stage} ${this.#console}
          <div
            class="acts"
            role="status"
            data-shown=${this.#lines.length > 0}
            @focusin=${(event: FocusEvent) => this.#focusCame(event)}
          >
            ${repeat(
              this.#lines,
              ({ number }) => number,
              (line) => this.#line(line),
            )}
          </div>
          ${this.#dialogs}
        </div>
      `,
      this.#life.element,
    );
  }

  #line({ number, text, kind }: Line): TemplateResult {
    const button = (label: string, action: () => void) => html`
      <button class="quiet" type="button" @click=${action}>${label}</button>
    `;
    return html`
      <p class="act ${kind}">
        <span dir="auto">${text}</span>
        ${kind === "waits" ? button("Take back", () => this.#actions.takenBack(number)) : nothing}
        ${kind === "notDone" ? button("OK", () => this.#actions.dismissed(number)) : nothing}
      </p>
    `;
  }
}

/** Names may be of any length; the whole name is in the list of sessions. */
function shortened(name: string): string {
  return name.length > 60 ? `${name.slice(0, 60)}…` : name;
}
