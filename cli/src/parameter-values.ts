import type { KernelClient } from "@gofer/sdk";
import type { Candidate, ParameterValues } from "./completion.js";
import { shells } from "./completion.js";
import { settingNames, settingTable } from "./settings.js";

const timeoutMs = 1000;

/** Values that the kernel, or the command line itself, knows for the parameters of commands. */
export function parameterValues(connect: () => Promise<KernelClient>, namespace: string): ParameterValues {
  const plain = (words: readonly string[]): Candidate[] => words.map((word) => ({ word, summary: "" }));
  const known: Partial<Record<string, (kernel: KernelClient, given: readonly string[]) => Promise<Candidate[]>>> = {
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
    alias: async (kernel) => {
      const { plugins } = await kernel.listPlugins({}, { timeoutMs });
      return plugins.map(({ alias, version }) => ({ word: alias, summary: version }));
    },
  };
  return async (parameter, given) => {
    const name = parameter.replaceAll(/[<>[\].]/g, "");
    if (name === "setting") return settingNames.map((word) => ({ word, summary: settingTable[word].summary }));
    if (name === "shell") return plain(shells);
    try {
      return (await known[name]?.(await connect(), given)) ?? [];
    } catch {
      // Nobody wants an error in the middle of a line.
      return [];
    }
  };
}
