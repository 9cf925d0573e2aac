// Fails when the client is larger than its budget: the most that a browser loads, each file compressed for itself.
import { readdirSync, readFileSync, statSync } from "node:fs";
import { join } from "node:path";
import { gzipSync } from "node:zlib";

const BUDGET = 60 * 1024;
const dist = new URL("../dist", import.meta.url).pathname;

const files = readdirSync(dist, { recursive: true, encoding: "utf8" })
  .map((name) => join(dist, name))
  .filter((path) => statSync(path).isFile());
const sizes = files.map((path) => [path.slice(dist.length + 1), gzipSync(readFileSync(path), { level: 9 }).length]);
const total = sizes.reduce((sum, [, size]) => sum + size, 0);
for (const [name, size] of sizes) console.log(`${String(size).padStart(7)}  ${name}`);
console.log(`${String(total).padStart(7)}  in all, of ${BUDGET} bytes (gzip)`);
if (total > BUDGET) {
  console.error("The client is larger than its budget.");
  process.exit(1);
}
