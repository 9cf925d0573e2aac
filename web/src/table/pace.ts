/** Long work in slices, between which the page handles waiting events. */

export interface Pace {
  now(): number;
  /** Lets the page handle waiting events. */
  pause(): Promise<void>;
}

/** How long a slice may take, in milliseconds: half of a frame. */
const SLICE = 8;

/** A message to oneself comes after the waiting events, and, unlike a timer, without a delay of its own. */
export const PACE: Pace = {
  now: () => performance.now(),
  pause: () =>
    new Promise<void>((resolve) => {
      const { port1, port2 } = new MessageChannel();
      port1.onmessage = () => {
        port1.close();
        resolve();
      };
      port2.postMessage(null);
    }),
};

/**
 * Does `step` for the numbers from 0 to before `count`, some at a time; false when `isWanted` returns false in between.
 */
export async function inSlices(
  count: number,
  atOnce: number,
  pace: Pace,
  isWanted: () => boolean,
  step: (from: number, to: number) => void,
): Promise<boolean> {
  let end = pace.now() + SLICE;
  for (let from = 0; from < count; from += atOnce) {
    step(from, Math.min(count, from + atOnce));
    if (pace.now() < end) continue;
    await pace.pause();
    if (!isWanted()) return false;
    end = pace.now() + SLICE;
  }
  return isWanted();
}
