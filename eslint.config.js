import tseslint from "typescript-eslint";

const forbidden = (selector, message) => ({ selector, message });

const everywhere = [
  forbidden("ExportDefaultDeclaration", "Named exports only."),
  forbidden("ExportAllDeclaration", "Name what you re-export."),
  forbidden("TSEnumDeclaration", "Use an as-const object."),
  forbidden("TSAsExpression > TSAsExpression", "No double assertions: parse the value instead."),
  forbidden(
    "CallExpression[callee.object.name='vi'][callee.property.name='mock']",
    "Pass a fake instead of mocking a module.",
  ),
];

const ofPrograms = [
  forbidden(
    "CallExpression[callee.object.name='process'][callee.property.name='exit']",
    "Only main.ts ends the process.",
  ),
];

export default tseslint.config(
  { ignores: ["**/dist/**", "proto/gen/**", "**/*.{js,mjs,cjs}", "vitest.config.ts"] },
  ...tseslint.configs.strictTypeChecked,
  ...tseslint.configs.stylisticTypeChecked,
  {
    languageOptions: { parserOptions: { projectService: true, tsconfigRootDir: import.meta.dirname } },
    linterOptions: { reportUnusedDisableDirectives: "error" },
    rules: {
      "@typescript-eslint/switch-exhaustiveness-check": "error",
      // An early `return act();` of a function without result is plain to read.
      "@typescript-eslint/no-confusing-void-expression": "off",
      "@typescript-eslint/no-meaningless-void-operator": "off",
      "@typescript-eslint/no-empty-function": "off",
      // Implementations are object literals whose functions are handed on; none of them uses `this`.
      "@typescript-eslint/unbound-method": "off",
      "@typescript-eslint/restrict-template-expressions": ["error", { allowNumber: true }],
      "@typescript-eslint/no-unused-vars": [
        "error",
        {
          argsIgnorePattern: "^_",
          varsIgnorePattern: "^_",
          destructuredArrayIgnorePattern: "^_",
          ignoreRestSiblings: true,
        },
      ],
      "@typescript-eslint/prefer-nullish-coalescing": [
        "error",
        { ignorePrimitives: { string: true, number: true, boolean: true } },
      ],
      // A signal that was not aborted before an await may be after it: the rule does not know that.
      "@typescript-eslint/no-unnecessary-condition": "off",
      // A handler is asynchronous because its contract is.
      "@typescript-eslint/require-await": "off",
      "no-console": "error",
      "no-restricted-syntax": ["error", ...everywhere, ...ofPrograms],
    },
  },
  // The SDK ends the process of a plugin on behalf of its main.
  {
    files: ["**/main.ts", "sdk/typescript/src/plugin/serve.ts"],
    rules: { "no-restricted-syntax": ["error", ...everywhere] },
  },
);
