/** Files of the installation that a skeleton is made of. */
export interface Layer {
  /** Folder in the installation. */
  readonly folder: string;
  /** Which of its files, by their paths in it; all, when absent. */
  readonly only?: RegExp;
  /** Where they go in the skeleton; default its top. */
  readonly into?: string;
}

export const languages = ["typescript", "go", "python"] as const;
export type Language = (typeof languages)[number];

/** What a word of the command line means. */
export const roles = {
  scheduler: { noun: "scheduler", contract: "gofer.scheduler.v1" },
  "object-store": { noun: "object store", contract: "gofer.objectstore.v1" },
  "secret-store": { noun: "secret store", contract: "gofer.secretstore.v1" },
  trigger: { noun: "trigger", contract: "gofer.trigger.v1" },
  task: { noun: "task", contract: "gofer.task.v1" },
} as const;
export type RoleWord = keyof typeof roles;

const templates = "cli/templates";
const sources = /^src\/(?!.*\.test\.ts$)/;

const typescript = (role: RoleWord): readonly Layer[] => [
  { folder: `${templates}/typescript/base` },
  { folder: `${templates}/typescript/${role}` },
];

const protoFolders: Readonly<Record<RoleWord, string>> = {
  scheduler: "scheduler",
  "object-store": "objectstore",
  "secret-store": "secretstore",
  trigger: "trigger",
  task: "task",
};

/** The contracts that a plugin of this role serves. */
const contracts = (role: RoleWord): Layer => ({
  folder: "proto",
  only: new RegExp(`^gofer/(plugin|${protoFolders[role]})/.*\\.proto$`),
  into: "proto",
});

/** The example, which is an object store, and what takes the place of that role. */
const goExample = "examples/plugins/store-files-go";
const go = (role: RoleWord): readonly Layer[] => [
  { folder: goExample, only: /^(main\.go|lifecycle\.go|build\.sh|go\.mod)$/ },
  { folder: `${templates}/go/base` },
  role === "object-store"
    ? { folder: goExample, only: /^(config\.go|store\.go|gofer-plugin\.json|conformance\.json)$/ }
    : { folder: `${templates}/go/${role}` },
  contracts(role),
];

/** The example, which is a trigger, and what takes the place of that role. */
const pythonExample = "examples/plugins/trigger-file-python";
const python = (role: RoleWord): readonly Layer[] => [
  {
    folder: pythonExample,
    only: role === "trigger" ? /^(main|certificate|watch)\.py$|^build\.sh$/ : /^(main|certificate)\.py$|^build\.sh$/,
  },
  { folder: `${templates}/python/base` },
  { folder: `${templates}/python/${role}` },
  contracts(role),
  { folder: "proto", only: /^(grpc\/health\/v1\/health|plugin\/plugin)\.proto$/, into: "proto" },
];

/** The layers of every skeleton that there is: a file of a later one replaces that of an earlier one. */
export const skeletons: Readonly<Record<Language, Readonly<Record<RoleWord, readonly Layer[]>>>> = {
  typescript: {
    // No smaller one keeps the contract: what it takes from the official one is the least that survives every crash.
    scheduler: [...typescript("scheduler"), { folder: "plugins/scheduler-process", only: sources }],
    "object-store": typescript("object-store"),
    "secret-store": typescript("secret-store"),
    trigger: typescript("trigger"),
    task: typescript("task"),
  },
  go: {
    scheduler: go("scheduler"),
    "object-store": go("object-store"),
    "secret-store": go("secret-store"),
    trigger: go("trigger"),
    task: go("task"),
  },
  python: {
    scheduler: python("scheduler"),
    "object-store": python("object-store"),
    "secret-store": python("secret-store"),
    trigger: python("trigger"),
    task: python("task"),
  },
};

export const pipelineSkeleton: readonly Layer[] = [{ folder: `${templates}/pipeline` }];

/** Names of the models, which become the name of what is made. */
export const modelNames = ["my-plugin", "scheduler-process", "store-files-go", "trigger-file-python"];
