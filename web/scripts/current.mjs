// Fails when `dist` is not the result of building the sources. It is committed, so that the executable is built without
// Node.js, and the committed files must belong to the reviewed sources.
import { mkdtempSync, readdirSync, readFileSync, rmSync, statSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { build } from "vite";

const root = new URL("..", import.meta.url).pathname;
const kept = join(root, "dist");
const made = mkdtempSync(join(tmpdir(), "rollcall-web-"));

function contents(folder) {
  const names = readdirSync(folder, { recursive: true, encoding: "utf8" });
  const files = names.filter((name) => statSync(join(folder, name)).isFile());
  return new Map(files.sort().map((name) => [name, readFileSync(join(folder, name))]));
}

try {
  await build({ root, logLevel: "warn", build: { outDir: made, emptyOutDir: true } });
  const [before, now] = [contents(kept), contents(made)];
  const differing = [...new Set([...before.keys(), ...now.keys()])].filter(
    (name) => !before.get(name)?.equals(now.get(name) ?? Buffer.alloc(0)),
  );
  if (differing.length > 0) {
    console.error(`web/dist is not what the sources give (${differing.join(", ")}).`);
    console.error("Run `cargo xtask web` and commit web/dist with the change.");
    process.exitCode = 1;
  }
} finally {
  rmSync(made, { recursive: true });
}
