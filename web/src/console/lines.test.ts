// Which lines of the console are wanted.
import { expect, test } from "vitest";
import type { PrintedBy, PrintedLine } from "../wire/messages.ts";
import { asText, isWanted } from "./lines.ts";

const line = (text: string, source: PrintedBy = { by: "output" }): PrintedLine => ({
  at: 0,
  file: "windows/Main/go.py",
  source,
  text,
});
const plain = line("Rows: 3");
const stderr = line("careful", { by: "errorOutput" });
const failure = line("Traceback\nValueError: broken", { by: "failure" });
const logged = (level: "info" | "warn" | "error") => line("slow", { by: "logger", name: "plant.line", level });

test.each([
  ["all", [plain, stderr, failure, logged("info"), logged("warn"), logged("error")]],
  ["warnings", [stderr, failure, logged("warn"), logged("error")]],
  ["errors", [failure, logged("error")]],
] as const)("%s", (level, expected) => {
  const all = [plain, stderr, failure, logged("info"), logged("warn"), logged("error")];
  expect(all.filter((line) => isWanted(line, level, ""))).toEqual(expected);
});

test("words are looked for in the text, the file and the logger's name", () => {
  for (const [text, expected] of [
    ["rows", true],
    ["3 rows", true],
    ["GO.PY", true],
    ["rows 4", false],
    ["<b>", false],
  ] as const) {
    expect(isWanted(plain, "all", text), text).toBe(expected);
  }
  expect(isWanted(logged("info"), "all", "plant.line")).toBe(true);
});

test("what is copied keeps its lines together", () => {
  expect(asText([plain, failure], () => "12:00")).toBe(
    "12:00 windows/Main/go.py: Rows: 3\n12:00 windows/Main/go.py: Traceback\n    ValueError: broken",
  );
});
