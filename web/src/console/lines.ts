/** The lines that the console holds: as many as it can show, the oldest go first. No page is touched here. */
import type { PrintedLine } from "../wire/messages.ts";

/** As many as the gateway keeps. */
export const MOST_LINES = 1_000;

/** The lines that a person wants to see. */
export type Level = "all" | "warnings" | "errors";

/** How much a line matters. */
export function weight({ source }: PrintedLine): "plain" | "warning" | "error" {
  switch (source.by) {
    case "output":
      return "plain";
    case "errorOutput":
      return "warning";
    case "failure":
      return "error";
    case "logger":
      return source.level === "error" ? "error" : source.level === "warn" ? "warning" : "plain";
  }
}

/** Where a line comes from, in a word or two. */
export function origin({ source, file }: PrintedLine): string {
  return source.by === "logger" ? `${source.level.toUpperCase()} ${source.name}` : file;
}

/** Whether a line is among those that are wanted: of that weight, with all words of `text` in it, in any case. */
export function isWanted(line: PrintedLine, level: Level, text: string): boolean {
  const heavy = weight(line);
  if (level === "errors" && heavy !== "error") return false;
  if (level === "warnings" && heavy === "plain") return false;
  const all = `${line.text} ${line.file} ${origin(line)}`.toLowerCase();
  return text
    .toLowerCase()
    .split(/\s+/)
    .every((word) => all.includes(word));
}

/** As the console is copied: a line for each, tracebacks indented. */
export function asText(lines: readonly PrintedLine[], time: (at: number) => string): string {
  return lines.map((line) => `${time(line.at)} ${origin(line)}: ${line.text.replaceAll("\n", "\n    ")}`).join("\n");
}
