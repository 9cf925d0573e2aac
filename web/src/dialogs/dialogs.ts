/**
 * Questions of scripts, as native modal dialogs: the browser keeps the focus inside and gives it back. Several stand above
 * each other, and the last is answered first.
 *
 * A dialog is left in the very moment of the input that leaves it, and reported then: the browser's own `close` comes
 * later, and would make an old answer look young.
 */
import { html, nothing, render, type TemplateResult } from "lit-html";
import type { Lasting } from "../life/life.ts";
import type { Ask, Dialog, DialogAnswer } from "../wire/messages.ts";
import { Unread } from "./unread.ts";

/** The content of a dialog, and how it can be left. */
interface Look {
  title: string;
  role: "dialog" | "alertdialog";
  style: string;
  body: TemplateResult;
  buttons: { text: string; answer: () => DialogAnswer; first?: boolean }[];
  /** The answer of Escape. */
  escape: DialogAnswer;
  /** Whether the text of its field is the person's from before. */
  isTyped?: boolean;
}

/** The initial text of a question's field, and the listener for typed text. */
interface Draft {
  text: string;
  isTyped: boolean;
  typed(text: string): void;
}

/** The text typed into a dialog that has not been answered. */
export interface DialogDraft {
  dialog: number;
  message: string;
  text: string;
}

export type Answered = (dialog: number, answer: DialogAnswer) => void;

const DONE: DialogAnswer = { answer: "done" };
const CANCELLED: DialogAnswer = { answer: "cancelled" };

export class Dialogs {
  readonly element = document.createElement("div");
  readonly #life: Lasting;
  readonly #answered: Answered;
  /** All that are in the page, the last in front. */
  #boxes: Box[] = [];
  readonly #open = new Map<number, Box>();
  /**
   * Typed text, by dialog, also after the answer: the dialog is asked once more if that came too late. Never a
   * password.
   */
  readonly #drafts = new Map<number, DialogDraft>();
  readonly #failures: { file: string; error: string }[] = [];
  #failureBox: Box | null = null;

  constructor(life: Lasting, answered: Answered) {
    this.#life = life;
    this.#answered = answered;
  }

  /** These wait, the last in front; others do not any more. */
  showAll(dialogs: readonly Dialog[]): void {
    for (const number of [...this.#open.keys()])
      if (!dialogs.some(({ dialog }) => dialog === number)) this.close(number);
    for (const dialog of dialogs) this.open(dialog);
  }

  open({ dialog: number, ask }: Dialog): void {
    if (this.#open.has(number)) return;
    const box = this.#show(look(ask, this.#draftFor(number, ask)), (answer) => {
      if (this.#open.delete(number)) this.#answered(number, answer);
    });
    this.#open.set(number, box);
  }

  /** Whether a dialog is open: it alone can be used then. */
  get isOpen(): boolean {
    return this.#boxes.length > 0;
  }

  /** Typed text without an answer, for a page that is loaded again. Passwords are not included. */
  get drafts(): DialogDraft[] {
    return [...this.#drafts.values()].filter(({ dialog }) => this.#open.has(dialog));
  }

  /** The text that had been typed into the dialogs that are about to be shown. */
  remember(drafts: readonly DialogDraft[]): void {
    for (const draft of drafts) this.#drafts.set(draft.dialog, draft);
  }

  #draftFor(dialog: number, ask: Ask): Draft | undefined {
    if (ask.ask !== "input") return undefined;
    const { message } = ask;
    const known = this.#drafts.get(dialog);
    // A number alone is not enough: a gateway that was restarted begins to count anew.
    if (known?.message !== message) this.#drafts.delete(dialog);
    return {
      text: known?.message === message ? known.text : ask.defaultText,
      isTyped: known?.message === message,
      typed: (text) => this.#drafts.set(dialog, { dialog, message, text }),
    };
  }

  /** No script waits for the answer any more. */
  close(number: number): void {
    const box = this.#open.get(number);
    this.#open.delete(number);
    this.#drafts.delete(number);
    box?.remove();
  }

  /** Everything is over: no dialog is left. */
  clear(): void {
    for (const number of [...this.#open.keys()]) this.close(number);
    this.#failureBox?.remove();
    this.#failureBox = null;
  }

  /** A script failed: one box has them all, so that a timer that fails each second does not bury the client. */
  scriptFailed(file: string, error: string): void {
    this.#failures.push({ file, error });
    if (this.#failures.length > MOST_FAILURES) this.#failures.shift();
    if (this.#failureBox !== null) return this.#failureBox.draw(failureLook(this.#failures));
    this.#failureBox = this.#show(failureLook(this.#failures), () => {
      this.#failures.length = 0;
      this.#failureBox = null;
    });
  }

  #show(look: Look, left: (answer: DialogAnswer) => void): Box {
    const element = document.createElement("dialog");
    element.className = `dialog ${look.style}`;
    element.setAttribute("role", look.role);
    const id = `dialog-${(numbers += 1)}`;
    element.setAttribute("aria-labelledby", id);
    element.setAttribute("aria-describedby", `${id}-body`);
    element.tabIndex = -1;
    const unread = new Unread(element, this.#life);
    // However it is left, it is left once: by a button, by Escape, or because no script waits any more.
    const remove = () => {
      if (!this.#boxes.includes(box)) return false;
      const wasInFront = this.#boxes.at(-1) === box;
      this.#boxes = this.#boxes.filter((other) => other !== box);
      element.close();
      element.remove();
      if (wasInFront) this.#nextInFront();
      return true;
    };
    const leave = (answer: DialogAnswer) => {
      if (remove()) left(answer);
    };
    element.addEventListener("keydown", (event) => {
      if (event.key !== "Escape" || event.isComposing) return;
      event.preventDefault();
      leave(look.escape);
    });
    // Other ways to close a dialog, such as a telephone's way back.
    element.addEventListener("close", () => leave(look.escape));
    const draw = (look: Look) => void render(template(look, id, leave), element);
    const box = { element, draw, remove, unread };
    draw(look);
    this.#boxes.push(box);
    this.element.append(element);
    element.showModal();
    focusFirst(element);
    const field = element.querySelector("input");
    // The person goes on with their own text; typing replaces a script's proposal.
    if (look.isTyped === true) field?.setSelectionRange(field.value.length, field.value.length);
    else field?.select();
    unread.begin();
    return box;
  }

  /**
   * The dialog that is in front now was beneath another one, where it could not be read. Browsers give the focus back
   * to where it was, which may be gone with a dialog that was closed meanwhile.
   */
  #nextInFront(): void {
    const front = this.#boxes.at(-1);
    if (front === undefined) return;
    front.unread.begin();
    if (!front.element.contains(document.activeElement)) focusFirst(front.element);
  }
}

/** To the field or the only button; else to the dialog, so that the next key answers nothing by itself. */
function focusFirst(dialog: HTMLElement): void {
  (dialog.querySelector<HTMLElement>("[data-first]") ?? dialog).focus();
}

/** A dialog in the page. */
interface Box {
  element: HTMLDialogElement;
  /** Shows other contents in it. */
  draw(look: Look): void;
  /** Takes it away; false where it was gone. */
  remove(): boolean;
  unread: Unread;
}

/** As many characters as a field of a window takes. The script waits for the answer, so it must fit into a message. */
const MOST_TYPED = 100_000;
/** More failures than this are in the gateway's log only. */
const MOST_FAILURES = 20;
let numbers = 0;

function template(look: Look, id: string, leave: (answer: DialogAnswer) => void): TemplateResult {
  const submitted = (event: SubmitEvent) => {
    event.preventDefault();
    const number = Number((event.submitter as HTMLButtonElement | null)?.value ?? 0);
    const button = look.buttons[number] ?? look.buttons[0];
    if (button !== undefined) leave(button.answer());
  };
  return html`
    <form class="dialog-form" method="dialog" @submit=${submitted}>
      <h2 class="dialog-title" id=${id} dir="auto">${look.title}</h2>
      <div class="dialog-body" id="${id}-body">${look.body}</div>
      <div class="dialog-buttons">
        ${look.buttons.map(
          ({ text, first }, number) => html`
            <button
              type="submit"
              value=${number}
              class=${number === 0 ? "primary" : "secondary"}
              ?data-first=${first ?? false}
            >
              ${text}
            </button>
          `,
        )}
      </div>
    </form>
  `;
}

function look(ask: Ask, draft?: Draft): Look {
  switch (ask.ask) {
    case "message":
      return {
        title: ask.title || { information: "Message", warning: "Warning", error: "Error" }[ask.style],
        role: ask.style === "information" ? "dialog" : "alertdialog",
        style: ask.style,
        body: message(ask.message),
        buttons: [{ text: "OK", answer: () => DONE, first: true }],
        escape: DONE,
      };
    case "confirm": {
      const boolean = (value: boolean) => () => ({ answer: "boolean" as const, value });
      return {
        title: ask.title || "Confirm",
        role: "dialog",
        style: "question",
        body: message(ask.message),
        buttons: [
          { text: "Yes", answer: boolean(true) },
          { text: "No", answer: boolean(false) },
          ...(ask.allowCancel ? [{ text: "Cancel", answer: () => CANCELLED }] : []),
        ],
        escape: ask.allowCancel ? CANCELLED : { answer: "boolean", value: false },
      };
    }
    case "input":
      return question("Input", ask.message, "text", draft);
    case "password":
      return question(ask.title || "Password", ask.message, "password", undefined);
  }
}

function question(title: string, text: string, type: string, draft: Draft | undefined): Look {
  const value = draft?.text ?? "";
  let entered = value;
  const typed = (event: Event) => {
    entered = (event.target as HTMLInputElement).value;
    draft?.typed(entered);
  };
  return {
    title,
    isTyped: draft?.isTyped ?? false,
    role: "dialog",
    style: "question",
    body: html`
      <label class="dialog-field">
        <span class="dialog-message" dir="auto">${text}</span>
        <input
          class="field"
          type=${type}
          .value=${value}
          maxlength=${MOST_TYPED}
          autocomplete="off"
          @input=${typed}
          data-first
        />
      </label>
    `,
    buttons: [
      { text: "OK", answer: () => ({ answer: "text", value: entered }) },
      { text: "Cancel", answer: () => CANCELLED },
    ],
    escape: CANCELLED,
  };
}

/** A long text scrolls, and the keyboard must reach the scrolling element. */
function message(text: string): TemplateResult {
  const isLong = text.length > 600 || text.split("\n").length > 12;
  return html`<p class="dialog-message" dir="auto" tabindex=${isLong ? "0" : nothing}>${text}</p>`;
}

function failureLook(failures: readonly { file: string; error: string }[]): Look {
  return {
    title: "A script failed",
    role: "alertdialog",
    style: "error script-failed",
    body: failureList(failures),
    buttons: [{ text: "Close", answer: () => DONE, first: true }],
    escape: DONE,
  };
}

function failureList(failures: readonly { file: string; error: string }[]): TemplateResult {
  return html`${failures.map(
    ({ file, error }) => html`
      <p class="failure-file">${file}</p>
      <pre class="failure-error" tabindex="0">${error}</pre>
    `,
  )}`;
}
