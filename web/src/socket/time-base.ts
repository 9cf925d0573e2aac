/**
 * The reading of the gateway's clock at a moment of this browser's clock, at the earliest.
 *
 * Each reading that comes was late by some unknown time: the gateway's clock shows at least that, plus the time that
 * this browser's clock has counted since. Of all readings the one that was least late is the best. So the answer is
 * never after the true moment, and a person's act never seems younger to the gateway than it is, wherever it is held
 * up. Both clocks only run forward; no time of day is compared.
 *
 * A clock that stands still (a laptop asleep) is no danger: a reading from before a moment then gives too early a time
 * for it, and one from after it is not used. Clocks drift apart, so readings are forgotten after some minutes. They
 * outlast a connection, as the gateway's clock does, and not a restart of the gateway, which has another clock.
 */
import type { ClockReading } from "../wire/messages.ts";

/** How long a reading is good for, in milliseconds: two clocks drift by a tenth of a second in that time. */
const GOOD_FOR = 5 * 60_000;
/** More are not kept; in one connection comes one in some seconds. */
const MOST = 200;

interface Reading {
  /** When it came, by this browser's clock. */
  came: number;
  /** How far the gateway's clock is ahead of this one, at least. */
  ahead: number;
}

export class TimeBase {
  #clock: number | null = null;
  #readings: Reading[] = [];

  /** A reading came at `now`. */
  note({ clock, now: shown }: ClockReading, now: number): void {
    if (clock !== this.#clock) this.#readings = [];
    this.#clock = clock;
    this.#readings = this.#readings.filter(({ came }) => now - came <= GOOD_FOR).slice(1 - MOST);
    this.#readings.push({ came: now, ahead: shown - now });
  }

  /** The reading of the gateway's clock at `moment`, at the earliest; null for a moment before the first reading. */
  at(moment: number): number | null {
    const known = this.#readings.filter(({ came }) => came <= moment);
    if (known.length === 0) return null;
    return Math.max(0, Math.floor(moment + Math.max(...known.map(({ ahead }) => ahead))));
  }
}
