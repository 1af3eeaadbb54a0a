import type { KernelClient } from "@gofer/sdk";

type PipelineConfig = NonNullable<Parameters<KernelClient["createPipeline"]>[0]["config"]>;

/** A pipeline with one task that runs a shell script. */
export function scriptPipeline(
  id: string,
  script: string,
  options: {
    readonly injectApiToken?: boolean;
    readonly image?: string;
    readonly registryAuth?: { readonly username: string; readonly password: string };
  } = {},
): PipelineConfig {
  const { injectApiToken = false, image = "any", registryAuth = null } = options;
  const container = {
    image,
    registryAuth,
    entrypoint: [],
    command: ["sh", "-c", script],
    injectApiToken,
    limits: null,
    network: "NETWORK_MODE_UNSPECIFIED" as const,
  };
  const task = {
    id: "task",
    description: "",
    dependsOn: {},
    variables: {},
    timeoutMs: 0,
    retries: null,
    kind: "container" as const,
    container,
  };
  return { id, name: "", description: "", parallelism: 0, timeoutMs: 0, tasks: [task], triggers: [] };
}
