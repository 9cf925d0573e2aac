// The text that a person reads for an answer that is not a success.
import { afterEach, expect, test, vi } from "vitest";
import { projects } from "./api.ts";

afterEach(() => vi.unstubAllGlobals());

function answer(status: number, body: unknown): void {
  const text = typeof body === "string" ? body : JSON.stringify(body);
  vi.stubGlobal("fetch", async () => new Response(text, { status }));
}

test("a fault of the gateway is told with the id that its log has", async () => {
  answer(500, { code: "internal", message: "the store failed", requestId: "1a2b3c4d" });
  await expect(projects()).rejects.toThrow(/^the store failed \(request 1a2b3c4d\)$/);
  answer(500, { code: "internal", message: "the store failed" });
  await expect(projects()).rejects.toThrow(/^the store failed$/);
});

test("of what is wrong with a request its words say all", async () => {
  answer(403, { code: "forbidden", message: "not for you", requestId: "1a2b3c4d" });
  await expect(projects()).rejects.toThrow(/^not for you$/);
  answer(502, "<html>");
  await expect(projects()).rejects.toThrow("The gateway answered with status 502.");
});
