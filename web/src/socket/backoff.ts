/**
 * How long to wait before the next try to reach the gateway.
 *
 * The first tries come soon, since most interruptions are short; later ones seldom enough not to burden a network that is
 * in trouble, and often enough to be back within the period for which a session is kept. Half of each wait is chance, so
 * that a thousand clients do not come back to a restarted gateway at once.
 */

const FIRST = 300;
const LONGEST = 5_000;

/** Milliseconds before try number `attempt`, the first being 0; `random` is at least 0 and below 1. */
export function delayBefore(attempt: number, random: number): number {
  const most = Math.min(LONGEST, FIRST * 2 ** Math.min(attempt, 10));
  return Math.round(most / 2 + (most / 2) * random);
}
