import { Fault } from "@gofer/sdk/fault";
import type { SchedulerClient } from "../ports/plugin-host.js";
import { Watchdog } from "../watchdog.js";

export type ContainerStatus = NonNullable<Awaited<ReturnType<SchedulerClient["inspect"]>>["status"]>;

/**
 * How much of a list is taken: messages, containers, bytes of names and reasons, and bytes of output that came along with
 * their exits. The output of what is behind is asked for by itself. And how long it may take.
 */
export interface ListBounds {
  readonly containers: number;
  readonly textBytes: number;
  readonly outputBytes: number;
  /** Between two messages. */
  readonly silenceMs: number;
  /** From the call to the end. */
  readonly wholeMs: number;
}

const bounds: ListBounds = {
  containers: 100_000,
  textBytes: 256 * 2 ** 20,
  outputBytes: 64 * 2 ** 20,
  silenceMs: 60_000,
  wholeMs: 300_000,
};

/**
 * All containers of a list by their keys. Throws `precondition` for a list without an end: it would fill the memory, or
 * keep the kernel from looking at what happens.
 */
export async function collectContainers(
  scheduler: string,
  list: (signal: AbortSignal) => AsyncIterable<{ readonly containers: readonly ContainerStatus[] }>,
  closed: AbortSignal,
  { silenceMs, wholeMs, ...rest }: ListBounds = bounds,
): Promise<ReadonlyMap<string, ContainerStatus>> {
  using silence = new Watchdog(closed, silenceMs);
  using whole = new Watchdog(silence.signal, wholeMs);
  try {
    return await collect(scheduler, list(whole.signal), { ...rest, heard: () => silence.heard() });
  } catch (error) {
    if (!whole.signal.aborted || closed.aborted) throw error;
    throw new Fault(
      "precondition",
      `scheduler "${scheduler}" does not come to the end of its list (${
        silence.signal.aborted ? `nothing for ${silenceMs / 1000} s` : `${wholeMs / 1000} s in all`
      }): restart it (gofer plugin restart ${scheduler}), or use another scheduler (gofer plugin use scheduler <alias>)`,
    );
  }
}

async function collect(
  scheduler: string,
  batches: AsyncIterable<{ readonly containers: readonly ContainerStatus[] }>,
  {
    containers: most,
    textBytes,
    outputBytes,
    heard,
  }: Omit<ListBounds, "silenceMs" | "wholeMs"> & { readonly heard: () => void },
): Promise<ReadonlyMap<string, ContainerStatus>> {
  const found = new Map<string, ContainerStatus>();
  let seen = 0;
  let text = 0;
  let bytesLeft = outputBytes;
  for await (const { containers } of batches) {
    heard();
    // An empty message counts as well: a list of nothing else has no end either.
    seen += Math.max(1, containers.length);
    for (const container of containers) text += textOf(container);
    if (seen > most || text > textBytes) {
      throw new Fault(
        "precondition",
        `scheduler "${scheduler}" lists more than can be looked at (${seen} containers, ${text} bytes): remove what is not of this installation, or use another scheduler (gofer plugin use scheduler <alias>)`,
      );
    }
    for (const container of containers) {
      bytesLeft -= sizeOf(container);
      found.set(container.key, bytesLeft < 0 ? withoutOutput(container) : container);
    }
  }
  return found;
}

function textOf({ key, specHash, externalName, exit }: ContainerStatus): number {
  return key.length + specHash.length + externalName.length + (exit ? exit.message.length + exit.signal.length : 0);
}

function sizeOf({ exit }: ContainerStatus): number {
  return (exit?.output?.chunks ?? []).reduce((sum, { data }) => sum + data.length, 0);
}

function withoutOutput(container: ContainerStatus): ContainerStatus {
  return container.exit ? { ...container, exit: { ...container.exit, output: null } } : container;
}
