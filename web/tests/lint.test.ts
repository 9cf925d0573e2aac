// The house's own lint rules find what they forbid, and accept correct code.
import { ESLint } from "eslint";
import { expect, test } from "vitest";

const eslint = new ESLint({ cwd: new URL("..", import.meta.url).pathname });

async function rulesAgainst(code: string, filePath: string): Promise<(string | null)[]> {
  const [result] = await eslint.lintText(code, { filePath });
  return result!.messages.map(({ ruleId }) => ruleId);
}

const CASES: [string, string, string | null][] = [
  ["element.innerHTML = name;", "src/a.ts", "no-restricted-syntax"],
  ["element.insertAdjacentHTML('beforeend', name);", "src/a.ts", "no-restricted-syntax"],
  ["frame.srcdoc = name;", "e2e/a.ts", "no-restricted-syntax"],
  ["import 'lit-html/directives/unsafe-html.js';", "src/a.ts", "no-restricted-syntax"],
  ["import 'lit-html/static.js';", "src/a.ts", "no-restricted-syntax"],
  ["new Function(name)();", "src/a.ts", "no-restricted-syntax"],
  ["eval(name);", "src/a.ts", "no-eval"],
  ["setTimeout('run()', 1);", "src/life/a.ts", "no-implied-eval"],
  ["void fetch('/api/v1/me');", "src/table/a.ts", "no-restricted-globals"],
  ["void fetch('/api/v1/me');", "src/api/a.ts", null],
  ["setTimeout(draw, 1);", "src/table/a.ts", "no-restricted-globals"],
  ["requestAnimationFrame(draw);", "src/chart/a.ts", "no-restricted-globals"],
  ["window.setInterval(draw, 1);", "src/console/a.ts", "no-restricted-syntax"],
  ["document.addEventListener('keydown', draw);", "src/dialogs/a.ts", "no-restricted-syntax"],
  ["setTimeout(draw, 1);", "src/life/a.ts", null],
  ["element.textContent = name;", "src/a.ts", null],
];

for (const [code, path, rule] of CASES) {
  test(`${code} in ${path}: ${rule ?? "is right"}`, async () => {
    expect(await rulesAgainst(code, path)).toEqual(rule === null ? [] : [rule]);
  });
}
