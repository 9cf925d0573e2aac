// Keeps time for a page in the background, whose own timers browsers slow down to one a minute.

/**
 * From the page: start a timer of this number, or, without a time, stop it. To the page: its number, once it is time.
 */
export interface TimerMessage {
  timer: number;
  milliseconds?: number;
}

const running = new Map<number, ReturnType<typeof setTimeout>>();

addEventListener("message", ({ data: { timer, milliseconds } }: MessageEvent<TimerMessage>) => {
  clearTimeout(running.get(timer));
  running.delete(timer);
  if (milliseconds === undefined) return;
  const ring = () => {
    running.delete(timer);
    postMessage(timer);
  };
  running.set(timer, setTimeout(ring, milliseconds));
});
