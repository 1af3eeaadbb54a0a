import { existsSync } from "node:fs";
import { homedir } from "node:os";
import { join } from "node:path";
import * as z from "zod";

const pem = z.string().regex(/-----BEGIN [A-Z ]+-----/, "is not PEM: it begins with -----BEGIN …-----");

export const Config = z.strictObject({
  host: z
    .string()
    .regex(
      /^(unix:\/\/\/.+|tcp:\/\/[^/\s]+:\d{1,5})$/,
      "is neither unix:///path/of/docker.sock nor tcp://host:port of an engine",
    )
    .optional()
    .describe("Where the engine is. Default: the first socket that exists of the usual places."),
  caCertificate: pem
    .optional()
    .describe("TLS of a tcp host: PEM of the authority that signed the engine's certificate."),
  clientCertificate: pem.optional().describe("TLS of a tcp host: PEM of the certificate to show."),
  clientKey: pem
    .optional()
    .meta({ "x-gofer-secret": true })
    .describe("TLS of a tcp host: PEM of the private key of clientCertificate."),
  network: z
    .string()
    .min(1)
    .default("bridge")
    .describe("Docker network of the tasks that may use the network (modes run and own)."),
  defaultNetwork: z
    .enum(["none", "own"])
    .default("none")
    .describe("Network of a task that names none: none reaches nothing, own reaches what the Docker network reaches."),
  warmSandboxes: z
    .int()
    .min(0)
    .max(20)
    .default(2)
    .describe("Network sandboxes kept ready for mode own, from its first use on; 0 makes each one when it is needed."),
  startConcurrency: z
    .int()
    .min(1)
    .max(256)
    .optional()
    .describe("Containers being started at once. Default: twice the engine's processors; more is not faster."),
  publishAddress: z
    .string()
    .min(1)
    .default("127.0.0.1")
    .describe("Address of the engine's machine where ports are published for the kernel."),
  pruneIntervalMs: z
    .int()
    .min(1000)
    .default(600_000)
    .describe("Time between two looks for sandboxes that nobody uses any more, in milliseconds."),
});
export type Config = z.output<typeof Config>;

/** What a schema cannot say: certificates go together, and only with tcp. */
export function tlsProblems(config: Config): readonly { pointer: string; message: string }[] {
  const parts = { clientCertificate: config.clientCertificate, clientKey: config.clientKey };
  const given = Object.values({ ...parts, ca: config.caCertificate }).some((part) => part !== undefined);
  if (!given) return [];
  if (!config.host?.startsWith("tcp:"))
    return [{ pointer: "/host", message: "certificates are for a host that begins with tcp://" }];
  const pair = Object.entries(parts).filter(([, part]) => part === undefined);
  if (pair.length !== 1) return [];
  return pair.map(([name]) => ({ pointer: `/${name}`, message: "is missing: certificate and key go together" }));
}

/** The configured host, or the first usual socket that exists; the system-wide one when none does. */
export function hostOf({ host }: Config): string {
  if (host !== undefined) return host;
  const user = process.getuid?.() ?? 0;
  const usual = [
    "/var/run/docker.sock",
    `/run/user/${user}/docker.sock`,
    join(homedir(), ".docker", "run", "docker.sock"),
    join(homedir(), ".docker", "desktop", "docker.sock"),
  ];
  return `unix://${usual.find((path) => existsSync(path)) ?? "/var/run/docker.sock"}`;
}
