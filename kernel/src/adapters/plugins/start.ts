import { Fault } from "@gofer/sdk/fault";
import type { PluginTarget } from "../../ports/plugin-host.js";
import { type ContainerOptions, launchContainer } from "./container.js";
import { connectEndpoint, type KeyPair } from "./endpoint.js";
import { type LaunchedPlugin, type LaunchOptions, launch } from "./launch.js";
import type { Manifest } from "./manifest.js";

export interface StartOptions
  extends Omit<LaunchOptions, "directory" | "manifest">,
    Pick<ContainerOptions, "permissions" | "dataDirectory" | "scheduler"> {
  readonly target: PluginTarget;
  /** Of a folder. */
  readonly manifest: Manifest | undefined;
  /** What the kernel shows to plugins that it does not start. */
  readonly clientCertificate: () => KeyPair;
}

/** Makes a plugin serve, whatever it is: a program is launched, an image run, an endpoint called. */
export async function startPlugin({ target, manifest, ...options }: StartOptions): Promise<LaunchedPlugin> {
  if (target.kind === "endpoint") return connectEndpoint(target.source, options);
  if (target.kind === "image")
    return launchContainer({ ...options, reference: target.reference, image: target.source.slice("image:".length) });
  if (!manifest) throw new Fault("internal", `plugin "${options.alias}" has no manifest`);
  return launch({ ...options, manifest, directory: target.directory });
}
