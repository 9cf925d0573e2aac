/** The log-in page. The password goes to the gateway and is kept nowhere. */
import { html, nothing, render } from "lit-html";
import { logIn } from "../api/api.ts";
import { owedLogOut } from "../session/log-out.ts";

/**
 * Shows the form in `root` until a log-in succeeds. `where` is the name of the project, if there is one; `note` is
 * shown above the form.
 */
export function askForLogIn(root: HTMLElement, where: string, note: string | null): Promise<void> {
  return new Promise((resolve) => {
    let error: string | null = null;
    let isBusy = false;
    const show = () => render(page(), root);
    const submitted = async (event: SubmitEvent) => {
      event.preventDefault();
      if (isBusy) return;
      const form = event.target as HTMLFormElement;
      const entered = new FormData(form);
      [isBusy, error] = [true, null];
      show();
      try {
        // A person who logged out before is logged out before the next one is logged in.
        await owedLogOut.settle();
        await logIn(String(entered.get("username")), String(entered.get("password")));
        render(nothing, root);
        resolve();
      } catch (refusal) {
        [isBusy, error] = [false, (refusal as Error).message];
        show();
        const password = form.querySelector<HTMLInputElement>("#password");
        password?.focus();
        password?.select();
      }
    };
    const page = () => html`
      <main class="page log-in">
        <form class="card log-in-form" @submit=${submitted}>
          <p class="brand">Rollcall</p>
          <h1 class="page-title" dir="auto">${where === "" ? "Log in" : `Log in to ${where}`}</h1>
          ${note === null ? nothing : html`<p class="log-in-note" role="status">${note}</p>`}
          <label class="form-field" for="username">
            <span>User</span>
            <input
              id="username"
              class="field"
              name="username"
              autocomplete="username"
              required
              autocapitalize="off"
              spellcheck="false"
            />
          </label>
          <label class="form-field" for="password">
            <span>Password</span>
            <input
              id="password"
              class="field"
              name="password"
              type="password"
              autocomplete="current-password"
              required
            />
          </label>
          <p class="form-error" role="alert">${error}</p>
          <button class="primary" type="submit" aria-disabled=${isBusy}>Log in</button>
        </form>
      </main>
    `;
    document.title = "Log in – Rollcall";
    show();
    root.querySelector<HTMLInputElement>("#username")?.focus();
  });
}
