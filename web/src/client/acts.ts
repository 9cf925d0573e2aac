/**
 * The person's acts whose outcome is not known yet, in words for the person.
 *
 * An act is on its way at once; it is sent and not confirmed when the gateway's answer is late; it waits, where it can
 * be taken back, or runs; and then it is done, or the person is told that it was not and why. After a broken connection
 * the gateway is asked, and nothing is ever sent a second time.
 *
 * A state machine without a page: clock and timers are given to it.
 */
import type { Act, ActOutcome, NotDone } from "../wire/messages.ts";

/** How long the gateway's answer is waited for before the person is told that it is late, in milliseconds. */
const LATE = 2_000;
/** A script that takes less is not worth a line, in milliseconds. */
const UNNOTICED = 200;
/** How long it stands that something was not done, in milliseconds. */
const LONG_ENOUGH_TO_READ = 30_000;
/** The most entries that are shown. Presses are all shown, however many: they may be taken back. */
const MOST_TYPED = 5;
/** The most acts shown that were not done; the last ones are shown. */
const MOST_NOTICES = 200;
/** Numbers begin at a place of this page's own, and stay whole in a double. */
const PAGES = 2 ** 32;
const ACTS_OF_A_PAGE = 2 ** 20;

/** The act, and its object. */
export interface Done {
  /** In the person's words, as `Start pump`. */
  label: string;
  window: number | null;
  component: number | null;
  /** Whether it is a press, and not something that was typed: a press is marked where it was done. */
  isPress: boolean;
}

type State = "underWay" | "late" | "unknown" | "waits" | "runs";

interface Open extends Done {
  act: Act;
  since: number;
  state: State;
}

/** A line about something that goes on, or did not. */
export interface Line {
  number: number;
  text: string;
  kind: "goesOn" | "waits" | "notDone";
}

export class Acts {
  readonly #after: (milliseconds: number, action: () => void) => () => void;
  readonly #now: () => number;
  readonly #changed: () => void;
  readonly #open = new Map<number, Open>();
  #notices: Line[] = [];
  #last: number;

  constructor(
    after: (milliseconds: number, action: () => void) => () => void,
    now: () => number,
    random: number,
    changed: () => void,
  ) {
    this.#after = after;
    this.#now = now;
    this.#changed = changed;
    this.#last = Math.floor(random * PAGES) * ACTS_OF_A_PAGE;
  }

  /** The number of something that the person does. */
  next(): number {
    return (this.#last += 1);
  }

  /** It was handed to the connection. */
  sent(act: Act, done: Done): void {
    this.#open.set(act.number, { ...done, act, since: this.#now(), state: "underWay" });
    this.#after(UNNOTICED, this.#changed);
    this.#after(LATE, () => {
      const open = this.#open.get(act.number);
      if (open?.state !== "underWay") return;
      open.state = "late";
      this.#changed();
    });
    this.#changed();
  }

  /** It was not handed to the connection, and is not tried again. */
  lost(label: string, why: keyof typeof LOST): void {
    this.#notice(this.next(), `Not done: ${label}. ${LOST[why]}`);
  }

  /** The gateway reports the state of an act. `label` names an act of another page of this session. */
  told({ number, window, component, state }: ActOutcome, label: () => string): void {
    const open = this.#open.get(number);
    switch (state.state) {
      case "waits":
      case "runs":
        this.#open.set(number, {
          ...(open ?? { label: label(), window, component, isPress: true, act: { number, at: null } }),
          since: open?.since ?? this.#now(),
          state: state.state,
        });
        break;
      case "done":
        this.#open.delete(number);
        break;
      case "unknown":
        this.#open.delete(number);
        if (open !== undefined) this.#notice(number, notKnown(open.label));
        break;
      case "notDone":
        this.#open.delete(number);
        if (state.why !== "takenBack" || open !== undefined) {
          this.#notice(number, notDone(open?.label ?? label(), state.why));
        }
        break;
    }
    this.#changed();
  }

  /** The connection broke: acts under way may have reached the gateway or not. */
  interrupted(): void {
    for (const open of this.#open.values()) open.state = "unknown";
    this.#changed();
  }

  /**
   * The acts that the gateway is asked about once it is there again: presses first, since it answers only so many. Acts
   * beyond that end here. For a press, the person is told; typed text is on the screen, and is sent anew where it has
   * to be.
   */
  unanswered(): Act[] {
    const open = [...this.#open.values()];
    const inOrder = [...open.filter(({ isPress }) => isPress), ...open.filter(({ isPress }) => !isPress)];
    for (const { act, isPress, label } of inOrder.splice(MOST_ASKED)) {
      this.#open.delete(act.number);
      if (isPress) this.#notice(act.number, notKnown(label));
    }
    return inOrder.map(({ act }) => act);
  }

  /** The reports that the session after this one still has to show. */
  leftOver(): string[] {
    const pressed = [...this.#open.values()].filter(({ isPress }) => isPress);
    return [...this.#notices.map(({ text }) => text), ...pressed.map(({ label }) => notKnown(label))];
  }

  /** A session before this one has ended with these reports to be shown. */
  inherit(texts: readonly string[]): void {
    for (const text of texts) this.#notice(this.next(), text);
  }

  /** The person has read a line. */
  dismiss(number: number): void {
    this.#notices = this.#notices.filter((notice) => notice.number !== number);
    this.#changed();
  }

  /** Whether something that was done to a component has not come to its end. */
  isBusy(window: number, component: number): boolean {
    for (const open of this.#open.values()) {
      if (open.isPress && open.window === window && open.component === component) return true;
    }
    return false;
  }

  /** Whether anything is under way, waits or runs. */
  get isWaiting(): boolean {
    return this.#open.size > 0;
  }

  /** The reports to the person, the oldest first. */
  lines(): Line[] {
    const now = this.#now();
    const [pressed, typed]: [Line[], Line[]] = [[], []];
    for (const [number, { label, state, since, isPress }] of this.#open) {
      // Typed text needs no report unless it is late.
      if (!isPress && state !== "late" && state !== "unknown") continue;
      if (state === "runs" || (state === "underWay" && now - since < UNNOTICED)) continue;
      const kind = state === "waits" ? "waits" : "goesOn";
      (isPress ? pressed : typed).push({ number, text: `${WORDS[state]}: ${label}`, kind });
    }
    return [...pressed, ...typed.slice(-MOST_TYPED), ...this.#notices];
  }

  #notice(number: number, text: string): void {
    this.#notices = [
      ...this.#notices.filter((notice) => notice.number !== number),
      { number, text, kind: "notDone" as const },
    ];
    this.#notices = this.#notices.slice(-MOST_NOTICES);
    this.#after(LONG_ENOUGH_TO_READ, () => this.dismiss(number));
    this.#changed();
  }
}

/** As many as the gateway answers. */
const MOST_ASKED = 128;

const WORDS: Record<Exclude<State, "runs">, string> = {
  underWay: "On its way",
  late: "Sent, not confirmed",
  unknown: "Not confirmed, the connection is broken",
  waits: "Waiting",
};

/** Why something never went to the gateway. */
const LOST = {
  away: "The gateway cannot be reached.",
  outlived: "The session ended before the gateway could be told. Do it again.",
  stoodStill: "This page did not answer for too long. Do it again if you still want it.",
};

const REASONS: Record<NotDone, string> = {
  late: "It reached the gateway too late. Do it again if you still want it.",
  lateEntry: "It was kept, but reached the gateway too late to be acted on. Enter it again.",
  waited: "It had waited too long. Do it again if you still want it.",
  unusable: "It could not be used any more when its turn came.",
  gone: "What it was about is not there any more.",
  otherRows: "The rows had changed before it was done, and the one that you chose is not selected any more.",
  dialogOpen: "A question was open, which comes first.",
  takenBack: "You took it back.",
  busy: "This client has too much to do already. Wait until it is done, and try again.",
  leaving: "The client was closing.",
  neverArrived: "It did not reach the gateway. Do it again if you still want it.",
};

function notKnown(label: string): string {
  return `Not known whether it was done: ${label}. Look before you repeat it.`;
}

function notDone(label: string, why: NotDone): string {
  return `Not done: ${label}. ${REASONS[why]}`;
}
