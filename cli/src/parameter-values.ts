import type { KernelClient } from "@gofer/sdk";
import type { Candidate, ParameterValues } from "./completion.js";
import { shells } from "./completion.js";
import { settingNames, settingTable } from "./settings.js";
import { languages, roles } from "./skeleton/skeletons.js";

const timeoutMs = 1000;

/** Values that the kernel, or the command line itself, knows for the parameters of commands. */
export function parameterValues(connect: () => Promise<KernelClient>, namespace: string): ParameterValues {
  const plain = (words: readonly string[]): Candidate[] => words.map((word) => ({ word, summary: "" }));
  const known: Partial<
    Record<string, (kernel: KernelClient, given: readonly string[], words: readonly string[]) => Promise<Candidate[]>>
  > = {
    pipeline: async (kernel) => {
      const { pipelines } = await kernel.listPipelines({ namespace, pageSize: 200 }, { timeoutMs });
      return pipelines.map(({ id, name }) => ({ word: id, summary: name }));
    },
    run: async (kernel, [pipelineId = ""]) => {
      const { runs } = await kernel.listRuns({ namespace, pipelineId, pageSize: 20 }, { timeoutMs });
      return [
        ...plain(["@latest", "@failed"]),
        ...runs.map(({ id, state }) => ({ word: String(id), summary: state.replace("RUN_STATE_", "").toLowerCase() })),
      ];
    },
    task: async (kernel, [pipelineId = ""]) => {
      const { config } = await kernel.getPipeline({ namespace, pipelineId }, { timeoutMs });
      return plain(config?.tasks.map(({ id }) => id) ?? []);
    },
    alias: async (kernel, _given, [group = ""]) => {
      const { plugins } = await kernel.listPlugins({}, { timeoutMs });
      const role = { trigger: "trigger", "common-task": "task" }[group];
      return plugins
        .filter(({ roles }) => role === undefined || roles.includes(role))
        .map(({ alias, version }) => ({ word: alias, summary: version }));
    },
    key: async (kernel, [pipelineId = "", run = ""], words) => {
      const ref = { namespace, pipelineId, pageSize: 200 };
      switch (words.slice(0, 2).join(" ")) {
        case "secret global":
          return plain(
            (await kernel.listGlobalSecrets({ pageSize: 200 }, { timeoutMs })).secrets.map(({ key }) => key),
          );
        case "secret pipeline":
          return plain((await kernel.listPipelineSecrets(ref, { timeoutMs })).secrets.map(({ key }) => key));
        case "pipeline store":
          return plain((await kernel.listPipelineObjects(ref, { timeoutMs })).objects.map(({ key }) => key));
        case "run store": {
          const request = { ...ref, runId: Number(run) };
          return plain((await kernel.listRunObjects(request, { timeoutMs })).objects.map(({ key }) => key));
        }
        default:
          return [];
      }
    },
    namespace: async (kernel) => {
      const { namespaces } = await kernel.listNamespaces({ pageSize: 200 }, { timeoutMs });
      return namespaces.map(({ id, name }) => ({ word: id, summary: name }));
    },
  };
  const valuesOf = async (name: string, given: readonly string[], words: readonly string[]) => {
    try {
      return (await known[name]?.(await connect(), given, words)) ?? [];
    } catch {
      // Nobody wants an error in the middle of a line.
      return [];
    }
  };
  const options: Readonly<Record<string, string>> = {
    "--task": "task",
    "--pipeline": "pipeline",
    "--trigger": "alias",
    "--namespace": "namespace",
    "--namespaces": "namespace",
    "-n": "namespace",
    "--for": "namespace",
  };
  return async (parameter, given, words) => {
    const name = options[parameter] ?? parameter.replaceAll(/[<>[\].]/g, "");
    if (name === "--format") return plain(["pretty", "json", "silent"]);
    if (name === "--lang") return plain(languages);
    if (name === "role")
      return plain(words[1] === "use" ? ["scheduler", "object-store", "secret-store"] : Object.keys(roles));
    if (name === "id" && words[0] === "namespace" && words[1] !== "create") return valuesOf("namespace", given, words);
    if (name === "setting") return settingNames.map((word) => ({ word, summary: settingTable[word].summary }));
    if (name === "shell") return plain(shells);
    return valuesOf(name, given, words);
  };
}
