/** The page of a client: log-in where it is needed, a session, its windows, and the text when it is over. */
import { html, nothing, render } from "lit-html";
import { Refused, Unreachable, logOut } from "../api/api.ts";
import { askForLogIn } from "../login/log-in-page.ts";
import { type End, endWords } from "../session/end.ts";
import { notConfirmed, owedLogOut } from "../session/log-out.ts";
import type { Tab } from "../session/tab.ts";
import { delayBefore } from "../socket/backoff.ts";
import type { Destination } from "../wire/messages.ts";
import { type Remains, newSession, runClient } from "./client.ts";

const NOTHING: Remains = { windows: [], untold: [], halfTyped: [], told: [] };

export async function showClient(root: HTMLElement, project: string, tab: Tab): Promise<void> {
  let token = await arrive(tab, project);
  let remains: Remains = NOTHING;
  let note: string | null = null;
  for (;;) {
    token ??= await sessionFor(root, project, tab, note);
    const leaving = await runClient(root, project, token, remains);
    tab.forget();
    const before = token;
    token = null;
    [remains, note] = [NOTHING, null];
    if (leaving.how === "left") {
      await leave(root, leaving.to, before);
    } else if (leaving.end === "lost" || leaving.end === "gone") {
      // The session waited as long as it may. The person did nothing to end it, so another one goes on in its place.
      remains = leaving.remains;
      note = "You have been logged out.";
    } else {
      await sayEnd(root, leaving.end, leaving.message);
    }
  }
}

/** The session that this tab has had, if it was of this project. One of another project is over. */
async function arrive(tab: Tab, project: string): Promise<string | null> {
  const session = tab.arrive();
  if (session === null || session.project === project) return session?.token ?? null;
  tab.forget();
  await logOut(session.token).catch(() => {}); // It ends by itself where that fails.
  return null;
}

/** Opens a session, after a log-in if there is none yet; waits for a gateway that cannot be reached. */
async function sessionFor(root: HTMLElement, project: string, tab: Tab, note: string | null): Promise<string> {
  await logOutIsKnown(root);
  for (let attempt = 0; ; attempt += 1) {
    try {
      return await newSession(tab, project);
    } catch (error) {
      if (error instanceof Unreachable) {
        say(root, error.message, "Trying again…");
        await new Promise((resolve) => setTimeout(resolve, delayBefore(attempt, Math.random())));
      } else if (error instanceof Refused && error.isNotLoggedIn) {
        await askForLogIn(newPage(root, project), project, note);
        // The values that the address was opened with were signed for the log-in before; the address alone goes on.
        history.replaceState(null, "");
        note = null;
      } else {
        await choice(root, "This project cannot be opened", (error as Error).message, "Try again");
      }
    }
  }
}

/** Nothing is opened before the gateway knows of a log-out: the person may be gone, and another one there. */
async function logOutIsKnown(root: HTMLElement): Promise<void> {
  let said = "";
  for (let attempt = 0; owedLogOut.isOwed; attempt += 1) {
    try {
      await owedLogOut.settle();
    } catch (error) {
      const { title, text } = notConfirmed(error);
      if (said !== text) say(root, title, (said = text));
      await new Promise((resolve) => setTimeout(resolve, delayBefore(attempt, Math.random())));
    }
  }
}

async function leave(root: HTMLElement, to: Destination, token: string): Promise<void> {
  switch (to.to) {
    case "logIn":
      // The person's log-in ends with it: else the next session would open by itself.
      owedLogOut.owe();
      say(root, "Logging out…", "The gateway is being told, and has not confirmed it yet.");
      // The session first: with the log-in's end it would end for another reason. Either may be over already.
      await logOut(token).catch(() => {});
      return logOutIsKnown(root);
    case "project":
      location.assign(`/client/${encodeURIComponent(to.project)}`);
      return new Promise(() => {}); // The page is about to go.
    case "closed":
      window.close();
      return choice(root, "The client is closed", "You can close this tab.", "Open again");
  }
}

async function sayEnd(root: HTMLElement, end: End, message: string | null): Promise<void> {
  const { title, text, next } = endWords(end);
  await choice(root, title, text, next === "logIn" ? "Log in" : "Open again", message);
  if (next === "logIn") owedLogOut.owe();
}

/** An element for a page of its own, in place of whatever was shown. */
function newPage(root: HTMLElement, title: string): HTMLElement {
  const page = document.createElement("div");
  page.className = "session-page";
  root.replaceChildren(page);
  // The title of the tab ends with its windows.
  document.title = title;
  return page;
}

function say(root: HTMLElement, title: string, text: string): void {
  const page = html`
    <main class="page notice">
      <div class="card">
        <h1 class="page-title">${title}</h1>
        <p role="status">${text}</p>
      </div>
    </main>
  `;
  render(page, newPage(root, title));
}

/** Shows the event, and waits for the person to go on. */
function choice(
  root: HTMLElement,
  title: string,
  text: string,
  button: string,
  message: string | null = null,
): Promise<void> {
  return new Promise((resolve) => {
    const element = newPage(root, title);
    const goOn = () => {
      element.remove();
      resolve();
    };
    const page = html`
      <main class="page notice">
        <div class="card">
          <h1 class="page-title" tabindex="-1">${title}</h1>
          <p>${text}</p>
          ${message === null ? nothing : html`<p class="notice-message" dir="auto">${message}</p>`}
          <div class="notice-buttons">
            <button class="primary" type="button" @click=${goOn}>${button}</button>
            <a class="quiet" href="/">Projects</a>
          </div>
        </div>
      </main>
    `;
    render(page, element);
    element.querySelector<HTMLElement>("h1")?.focus();
  });
}
