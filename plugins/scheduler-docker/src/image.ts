import { setTimeout as delay } from "node:timers/promises";
import { Fault } from "@gofer/sdk/fault";
import type Docker from "dockerode";
import * as z from "zod";
import type { Engine } from "./engine.js";
import { hasStatus, pullFault } from "./engine-fault.js";
import { parseReference } from "./image-reference.js";
import { jsonLines } from "./json-lines.js";

export interface ImageRequest {
  readonly image: string;
  readonly auth: { readonly username: string; readonly password: string } | undefined;
  readonly policy: "ifNotPresent" | "always" | "never";
}

export interface Progress {
  readonly phase: string;
  readonly currentBytes: number;
  readonly totalBytes: number;
}

export interface PreparedImage {
  readonly reference: string;
  readonly digest: string;
}

/** The contract: at most two messages a second, and one at least every 5 s. */
const pace = { leastMs: 500, mostMs: 4000 };

interface Pull {
  readonly result: Promise<PreparedImage>;
  progress: Progress;
  readers: number;
  readonly abort: () => void;
}

/** Makes images available; calls for the same image with the same credentials share one pull. */
export function openImages(engine: Engine) {
  const pulls = new Map<string, Pull>();

  const find = async (image: string): Promise<PreparedImage | undefined> => {
    try {
      return preparedOf(await engine.ask(engine.docker.getImage(image).inspect()), image);
    } catch (error) {
      if (hasStatus(error, 404)) return undefined;
      throw pullFault(error, image, engine.address);
    }
  };

  const pull = (request: ImageRequest): Pull => {
    const key = JSON.stringify([request.image, request.auth]);
    const running = pulls.get(key);
    if (running) return running;
    const controller = new AbortController();
    const forget = () => {
      if (pulls.get(key) === started) pulls.delete(key);
    };
    const started: Pull = {
      progress: { phase: "resolving", currentBytes: 0, totalBytes: 0 },
      readers: 0,
      abort: () => {
        forget();
        controller.abort();
      },
      result: pullImage(engine, request, controller.signal, (progress) => (started.progress = progress))
        .then(() => find(request.image))
        .then((prepared) => {
          if (prepared) return prepared;
          throw new Fault("aborted", `${request.image} was removed from the engine while it was pulled`);
        })
        .finally(forget),
    };
    started.result.catch(() => undefined);
    pulls.set(key, started);
    return started;
  };

  return {
    /** Progress and then the result. Throws the faults of PrepareImage's table. */
    async *prepare(request: ImageRequest, signal: AbortSignal): AsyncGenerator<Progress | PreparedImage> {
      const { image, policy } = request;
      parseReference(image);
      if (policy !== "always") {
        const present = await find(image);
        if (present) {
          yield present;
          return;
        }
        if (policy === "never")
          throw new Fault(
            "notFound",
            `the engine has no image ${image}, and the pull policy is never: pull it, or allow pulling`,
          );
      }
      const shared = pull(request);
      shared.readers++;
      try {
        let told: Progress | undefined;
        for (let silentMs = pace.mostMs; !signal.aborted; silentMs += pace.leastMs) {
          if (silentMs >= pace.mostMs || shared.progress !== told) {
            told = shared.progress;
            silentMs = 0;
            yield told;
          }
          const round = new AbortController();
          const pause = delay(pace.leastMs, undefined, { signal: AbortSignal.any([signal, round.signal]) });
          const prepared = await Promise.race([shared.result, pause.catch(() => undefined)]).finally(() =>
            round.abort(),
          );
          if (prepared) {
            yield prepared;
            return;
          }
        }
      } finally {
        // Nobody waits any more: the engine need not go on.
        if (--shared.readers === 0) shared.abort();
      }
    },
  };
}

const PullEvent = z.object({
  status: z.string().default(""),
  id: z.string().optional(),
  progressDetail: z.object({ current: z.number().default(0), total: z.number().default(0) }).optional(),
  error: z.string().optional(),
});

/** Resolves when the engine has the image. The stream of a failed pull ends like that of a good one: its events tell. */
async function pullImage(
  engine: Engine,
  { image, auth }: ImageRequest,
  signal: AbortSignal,
  onProgress: (progress: Progress) => void,
): Promise<void> {
  const { name, tag, registry } = parseReference(image);
  const layers = new Map<string, { current: number; total: number }>();
  try {
    const stream = await engine.ask(
      engine.docker.createImage({
        fromImage: name,
        tag,
        abortSignal: signal,
        ...(auth ? { authconfig: { ...auth, serveraddress: registry } } : {}),
      }),
      600_000,
    );
    for await (const line of jsonLines(stream)) {
      const { status, id = "", progressDetail, error } = PullEvent.parse(line);
      if (error !== undefined) throw new Error(error);
      if (/^(Downloading|Download complete|Extracting|Pull complete|Already exists)/.test(status)) {
        const known = layers.get(id) ?? { current: 0, total: 0 };
        if (status === "Downloading" && progressDetail) layers.set(id, progressDetail);
        else if (status !== "Downloading") layers.set(id, { ...known, current: known.total });
        onProgress({ phase: status.startsWith("Extract") ? "extracting" : "downloading", ...sumOf(layers.values()) });
      }
    }
  } catch (error) {
    throw pullFault(error, image, engine.address);
  }
  if (signal.aborted) throw new Fault("cancelled", "cancelled");
}

function sumOf(layers: Iterable<{ current: number; total: number }>) {
  let currentBytes = 0;
  let totalBytes = 0;
  for (const { current, total } of layers) {
    currentBytes += current;
    totalBytes += total;
  }
  return { currentBytes, totalBytes };
}

function preparedOf(info: Docker.ImageInspectInfo, image: string): PreparedImage {
  const { name } = parseReference(image);
  const short = name.replace(/^docker\.io\/(library\/)?/, "");
  const digests = (info.RepoDigests as string[] | null) ?? [];
  const own = digests.find((digest) => digest.startsWith(`${short}@`)) ?? digests[0];
  return { reference: info.Id, digest: own?.slice(own.indexOf("@") + 1) ?? "" };
}
