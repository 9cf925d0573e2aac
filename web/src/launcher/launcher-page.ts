/** The first page: the projects that the person can open. */
import { html, nothing, render, type TemplateResult } from "lit-html";
import { Refused, projects, whoAmI } from "../api/api.ts";
import { askForLogIn } from "../login/log-in-page.ts";
import { notConfirmed, owedLogOut } from "../session/log-out.ts";
import type { ProjectEntry } from "../wire/messages.ts";

/** How long until the gateway is asked again when it did not answer, in milliseconds. */
const RETRY = 2_000;

export async function showLauncher(root: HTMLElement): Promise<void> {
  let note: string | null = null;
  for (;;) {
    try {
      await owedLogOut.settle();
      const [me, list] = await Promise.all([whoAmI(), projects()]);
      return show(root, me.username, list);
    } catch (error) {
      if (error instanceof Refused && error.isNotLoggedIn && !owedLogOut.isOwed) {
        await askForLogIn(root, "", note);
        note = null;
      } else {
        const text = owedLogOut.isOwed ? notConfirmed(error).text : (error as Error).message;
        render(html`<main class="page"><p role="status">${text}</p></main>`, root);
        await new Promise((resolve) => setTimeout(resolve, RETRY));
      }
    }
  }
}

function show(root: HTMLElement, username: string, list: ProjectEntry[]): void {
  document.title = "Projects – Rollcall";
  const leave = () => {
    owedLogOut.owe();
    location.reload();
  };
  const template = html`
    <header class="top-bar">
      <p class="top-bar-title">Rollcall</p>
      <p class="top-bar-user" dir="auto">${username}</p>
      <button class="quiet" type="button" @click=${leave}>Log out</button>
    </header>
    <main class="page launcher">
      <h1 class="page-title">Projects</h1>
      ${
        list.length === 0
          ? html`<p class="muted">
              There is no project that you can open. An administrator can give you the role for one.
            </p>`
          : html`<ul class="projects">
              ${list.map(card)}
            </ul>`
      }
    </main>
  `;
  render(template, root);
}

function card({ name, title, description, hasWindows }: ProjectEntry): TemplateResult {
  const about = html`
    <span class="project-title" dir="auto">${title || name}</span>
    ${description === "" ? nothing : html`<span class="project-description" dir="auto">${description}</span>`}
  `;
  // A relative address of the client: nothing that a name contains can lead elsewhere.
  return hasWindows
    ? html`<li><a class="card project" href=${`/client/${encodeURIComponent(name)}`}>${about}</a></li>`
    : html`<li>
        <div class="card project without-windows">${about}<span class="muted">It has no windows.</span></div>
      </li>`;
}
