/**
 * Text that a person has typed and that has not been sent, kept for a page that is loaded again: in the tab's own
 * storage, for the same session, and without anything secret.
 */
import type { DialogDraft } from "../dialogs/dialogs.ts";
import type { UserValue } from "../wire/messages.ts";
import type { TabStorage } from "./tab.ts";

const DRAFTS = "rollcall.drafts";
/** As much as is kept, in UTF-16 units of JSON; storage is not endless. */
const MOST = 1_000_000;

/** An entry that the gateway does not know. */
export interface Untold {
  path: string;
  component: number;
  property: string;
  value: UserValue;
  /** The data that it refers to. */
  seen?: number;
  /** Whether it is a password, which is kept in no storage. */
  isSecret?: boolean;
  /** For an entry that acts by itself, its name: it is not done late, and the person is told. */
  choice?: string;
}

/** The text in a field that sends only complete text. */
export interface HalfTyped {
  path: string;
  component: number;
  text: string;
}

export interface Drafts {
  untold: Untold[];
  halfTyped: HalfTyped[];
  dialogs: DialogDraft[];
}

export const NO_DRAFTS: Drafts = { untold: [], halfTyped: [], dialogs: [] };

/** Keeps them for the page after this one. If they are too large, the largest parts are left out. */
export function keepDrafts(storage: TabStorage, clientId: string, drafts: Drafts): void {
  const kept: Drafts = { untold: [], halfTyped: [], dialogs: [] };
  let room = MOST;
  const fits = (part: unknown) => {
    const size = JSON.stringify(part).length;
    if (size > room) return false;
    room -= size;
    return true;
  };
  kept.dialogs = drafts.dialogs.filter(fits);
  kept.halfTyped = drafts.halfTyped.filter(fits);
  kept.untold = drafts.untold.filter(({ isSecret }) => isSecret !== true).filter(fits);
  const isNothing = [kept.dialogs, kept.halfTyped, kept.untold].every((list) => list.length === 0);
  try {
    if (isNothing) storage.removeItem(DRAFTS);
    else storage.setItem(DRAFTS, JSON.stringify({ clientId, ...kept }));
  } catch {
    storage.removeItem(DRAFTS); // It is full: the page goes without.
  }
}

/** Takes the drafts of the page before, if it was of this session. */
export function takeDrafts(storage: TabStorage, clientId: string): Drafts {
  const text = storage.getItem(DRAFTS);
  storage.removeItem(DRAFTS);
  try {
    const left = JSON.parse(text ?? "null") as (Drafts & { clientId: string }) | null;
    if (left?.clientId !== clientId) return NO_DRAFTS;
    const { untold, halfTyped, dialogs } = left;
    return [untold, halfTyped, dialogs].every(Array.isArray) ? { untold, halfTyped, dialogs } : NO_DRAFTS;
  } catch {
    return NO_DRAFTS;
  }
}
