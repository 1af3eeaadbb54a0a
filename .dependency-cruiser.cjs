const only = (name, from, path, comment) => ({ name, severity: "error", comment, from, to: { path } });

/** Imports go one way: domain ← ports ← app ← adapters ← compose; everything outside sees the SDK alone. */
module.exports = {
  forbidden: [
    { name: "no-cycles", severity: "error", from: {}, to: { circular: true } },
    {
      name: "no-orphans",
      severity: "error",
      from: { orphan: true, path: "^(kernel|cli|plugins/[^/]+|sdk/typescript)/src/", pathNot: "(main|\\.test)\\.ts$" },
      to: {},
    },
    only(
      "domain-is-the-centre",
      { path: "^kernel/src/domain/", pathNot: "\\.test\\.ts$" },
      "^kernel/src/(ports|app|adapters|compose|main|config)",
      "the domain imports nothing of the kernel",
    ),
    only(
      "ports-see-the-domain",
      { path: "^kernel/src/ports/" },
      "^kernel/src/(app|adapters|compose|main|config)",
      "ports import the domain only",
    ),
    only(
      "app-sees-ports",
      { path: "^kernel/src/app/", pathNot: "\\.test\\.ts$" },
      "^kernel/src/(adapters|compose|main|config)",
      "use cases import domain and ports only",
    ),
    only(
      "adapters-do-not-compose",
      { path: "^kernel/src/adapters/", pathNot: "\\.test\\.ts$" },
      "^kernel/src/(compose|main)",
      "only compose wires adapters",
    ),
    only("kernel-imports-no-plugin", { path: "^kernel/" }, "^(plugins|cli)/", "plugins are processes, not modules"),
    only("cli-sees-the-sdk", { path: "^cli/" }, "^(kernel|plugins)/", "the command line talks to the API alone"),
    only(
      "plugins-see-the-sdk",
      { path: "^plugins/" },
      "^(kernel|cli)/",
      "a plugin of ours has nothing that a stranger's has not",
    ),
    {
      ...only("no-plugin-sees-another", { path: "^plugins/([^/]+)/" }, "^plugins/", "plugins are independent"),
      to: { path: "^plugins/", pathNot: "^plugins/$1/" },
    },
    only("sdk-sees-protos", { path: "^sdk/" }, "^(kernel|plugins|cli)/", "the SDK sees only the contracts"),
  ],
  options: {
    tsPreCompilationDeps: true,
    tsConfig: { fileName: "tsconfig.base.json" },
    enhancedResolveOptions: { conditionNames: ["source", "import", "default"], exportsFields: ["exports"] },
    doNotFollow: { path: "node_modules" },
    exclude: { path: "(/dist/|^proto/gen/)" },
  },
};
