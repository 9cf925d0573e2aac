// The lint rules: those that find mistakes, and the house's own. How code is laid out is prettier's affair.
import tseslint from "typescript-eslint";

/** What would let a name that a person typed become markup or code: text goes into pages as text. */
const AS_TEXT_ONLY = [
  "innerHTML",
  "outerHTML",
  "insertAdjacentHTML",
  "write",
  "writeln",
  "setHTMLUnsafe",
  "srcdoc",
].map((property) => ({
  selector: `MemberExpression[property.name="${property}"]`,
  message: "Put text into pages as text: a template's ${} or textContent.",
}));

const HOUSE = [
  ...AS_TEXT_ONLY,
  {
    selector: "ImportDeclaration[source.value=/unsafe-html|unsafe-svg|static/]",
    message: "These directives of lit-html take markup from values.",
  },
  { selector: 'NewExpression[callee.name="Function"]', message: "No code from text." },
];

export default tseslint.config(
  { ignores: ["dist", "node_modules"] },
  ...tseslint.configs.recommended,
  {
    // As much of a browser's names as the rules below have to know.
    languageOptions: {
      globals: {
        setInterval: "readonly",
        setTimeout: "readonly",
        requestAnimationFrame: "readonly",
        window: "readonly",
      },
    },
    rules: {
      "no-eval": "error",
      "no-implied-eval": "error",
      "no-restricted-syntax": ["error", ...HOUSE],
      "no-restricted-globals": ["error", { name: "fetch", message: "Requests are made in src/api only." }],
      eqeqeq: "error",
    },
  },
  {
    // A session's page ends at once: what it starts ends with its life, so it asks that for timers and listeners.
    // Beside it are what a session's page is made with, and the pages before and after it.
    files: ["src/**"],
    ignores: [
      "src/life/**",
      "src/socket/timer-worker.ts",
      "src/client/client-page.ts",
      "src/launcher/**",
      "src/login/**",
      "src/main.ts",
      "**/*.test.ts",
    ],
    rules: {
      "no-restricted-globals": [
        "error",
        { name: "fetch", message: "Requests are made in src/api only." },
        ...["setTimeout", "setInterval", "requestAnimationFrame"].map((name) => ({
          name,
          message: "It would outlive the session: use Life.after.",
        })),
      ],
      "no-restricted-syntax": [
        "error",
        ...HOUSE,
        {
          selector:
            "MemberExpression[object.name=window][property.name=/^(setTimeout|setInterval|requestAnimationFrame)$/]",
          message: "It would outlive the session: use Life.after.",
        },
        {
          selector: "CallExpression[callee.property.name=addEventListener][callee.object.name=/^(window|document)$/]",
          message: "It would outlive the session: use Life.listen.",
        },
      ],
    },
  },
  { files: ["src/api/**", "e2e/**", "bench/**", "scripts/**"], rules: { "no-restricted-globals": "off" } },
);
