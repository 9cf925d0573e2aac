/**
 * What a browser tells a gateway that was restarted of its windows, within what one message can hold.
 *
 * The windows come first; of what the person had entered, as much as fits. A text that is left out is empty in the
 * window that the gateway opens, which is better than a message that no gateway takes.
 */
import type { ReopenedWindow } from "../wire/messages.ts";

/** For all that was entered together, in UTF-16 units of JSON: less than a third of the largest message in bytes. */
const MOST_ENTERED = 300_000;

export function fitting(windows: readonly ReopenedWindow[], most = MOST_ENTERED): ReopenedWindow[] {
  let room = most;
  return windows.map(({ path, changes }) => ({
    path,
    changes: changes.filter((change) => {
      const size = JSON.stringify(change).length;
      if (size > room) return false;
      room -= size;
      return true;
    }),
  }));
}
