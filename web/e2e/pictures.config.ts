// Takes the pictures in the documents, of the current demo: `npm run pictures`, with ROLLCALL naming the executable.
import { defineConfig } from "vitest/config";

export default defineConfig({
  test: {
    root: new URL("..", import.meta.url).pathname,
    include: ["e2e/pictures.ts"],
    testTimeout: 120_000,
    hookTimeout: 120_000,
  },
});
