// How the client is built: one page, its assets under /assets/ with the hash of their content in their names.
//
// Nothing is inlined, because the gateway's Content-Security-Policy allows neither inline script and style nor data:
// addresses. The result is committed as `dist`, so that building the executable needs no Node.js; `npm run current` tells
// whether it is what these sources give.
import { defineConfig } from "vitest/config";

export default defineConfig({
  build: {
    target: "es2022",
    assetsInlineLimit: 0,
    modulePreload: { polyfill: false },
    reportCompressedSize: false,
  },
  worker: { format: "es" },
  test: { include: ["src/**/*.test.ts", "tests/**/*.test.ts"], environment: "node" },
});
