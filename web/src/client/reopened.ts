/**
 * The windows that a browser reports to a gateway that was restarted, within the limit of one message.
 *
 * The windows come first, then the values that scripts have opened them with; a window that loses those is not opened,
 * and the person is told. Of the person's entries, as many as fit: a text that is left out is empty in the window that
 * the gateway opens, which is better than a message that no gateway takes.
 */
import type { ReopenedWindow } from "../wire/messages.ts";

/** For all that is kept together, in UTF-16 units of JSON: less than a third of the largest message in bytes. */
const MOST = 300_000;

export function fitting(windows: readonly ReopenedWindow[], most = MOST): ReopenedWindow[] {
  let room = most;
  const fits = (kept: unknown): boolean => {
    const size = JSON.stringify(kept).length;
    if (size > room) return false;
    room -= size;
    return true;
  };
  const opened = windows.map(({ openedWith }) => (openedWith === null || fits(openedWith) ? openedWith : ""));
  return windows.map(({ path, changes }, at) => ({
    path,
    openedWith: opened[at] ?? null,
    changes: changes.filter(fits),
  }));
}
