// Two clocks, and the knowledge that one gives of the other.
import { expect, test } from "vitest";
import { TimeBase } from "./time-base.ts";

/** A random number for a seed; the same each time the test is run. */
function chance(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state * 1_103_515_245 + 12_345) % 2_147_483_648;
    return state / 2_147_483_648;
  };
}

test("nothing is known before a reading came, and of what was before it", () => {
  const base = new TimeBase();
  expect(base.at(100)).toBeNull();
  base.note({ clock: 1, now: 5_000 }, 1_000);
  expect(base.at(999)).toBeNull();
  expect(base.at(1_000)).toBe(5_000);
  expect(base.at(1_500)).toBe(5_500);
});

test("the reading that was least late counts, and what came after a moment does not", () => {
  const base = new TimeBase();
  base.note({ clock: 1, now: 5_000 }, 1_000);
  base.note({ clock: 1, now: 5_500 }, 3_000); // Held up.
  expect(base.at(3_000)).toBe(7_000);
  // The laptop slept: its clock stood still, the gateway's did not.
  base.note({ clock: 1, now: 90_000 }, 3_100);
  expect(base.at(3_050)).toBe(7_050);
  expect(base.at(3_100)).toBe(90_000);
});

test("another clock begins anew, and an old reading is forgotten", () => {
  const base = new TimeBase();
  base.note({ clock: 1, now: 5_000 }, 1_000);
  base.note({ clock: 2, now: 10 }, 2_000);
  expect(base.at(1_500)).toBeNull();
  expect(base.at(2_005)).toBe(15);
  base.note({ clock: 2, now: 400_000 }, 402_500);
  expect(base.at(402_500)).toBe(400_000);
});

test("whatever the delays, nothing seems younger than it is", () => {
  for (let seed = 1; seed <= 100; seed += 1) {
    const random = chance(seed);
    const base = new TimeBase();
    const offset = Math.floor(random() * 1e9);
    let now = 0;
    for (let step = 0; step < 60; step += 1) {
      now += random() * 5_000;
      const delay = random() < 0.2 ? random() * 30_000 : random() * 50;
      base.note({ clock: 7, now: Math.floor(now + offset - delay) }, now);
      const moment = now + random() * 1_000;
      const at = base.at(moment);
      expect(at).not.toBeNull();
      expect(at!).toBeLessThanOrEqual(moment + offset);
      now = moment;
    }
  }
});
