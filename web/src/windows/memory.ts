/**
 * A person's arrangement of a component, kept in this browser: the widths of a table's columns. By project, window and
 * component, so that it is there after a reload, for new data, and tomorrow.
 *
 * It is a convenience: where the browser keeps nothing, or no more, everything works without it.
 */

/** Numbers by their names. */
export interface Memory {
  read(): Record<string, number>;
  keep(numbers: Record<string, number>): void;
}

const PREFIX = "rollcall.widths/";
/** The memories of so many components are kept; the browser has a few megabytes, and a project may make names without end. */
const MOST = 500;

/** The memory of one component, whose `place` names it; nothing is kept where `storage` is null. */
export function memory(storage: Storage | null, place: readonly string[]): Memory {
  const key = PREFIX + JSON.stringify(place);
  return {
    read: () => {
      try {
        return numbers(JSON.parse(storage?.getItem(key) ?? "{}"));
      } catch {
        return {};
      }
    },
    keep: (widths) => {
      try {
        if (storage !== null) makeRoom(storage);
        storage?.setItem(key, JSON.stringify(widths));
      } catch {
        // Full, or forbidden.
      }
    },
  };
}

/** The browser's own storage, where it lets pages have one. */
export function browserStorage(): Storage | null {
  try {
    return window.localStorage;
  } catch {
    return null;
  }
}

function makeRoom(storage: Storage): void {
  const keys = Array.from({ length: storage.length }, (_, at) => storage.key(at) ?? "").filter((key) =>
    key.startsWith(PREFIX),
  );
  for (const key of keys.slice(0, Math.max(0, keys.length - MOST))) storage.removeItem(key);
}

function numbers(value: unknown): Record<string, number> {
  if (value === null || typeof value !== "object" || Array.isArray(value)) return {};
  const entries = Object.entries(value).filter(
    ([, number]) => typeof number === "number" && number > 0 && number < 100_000,
  );
  return Object.fromEntries(entries) as Record<string, number>;
}
