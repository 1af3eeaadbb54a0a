import { Fault } from "@gofer/sdk/fault";

/**
 * The chunks of something whose size is known. Throws `dataLoss` instead of the chunk that would be too much, and at an
 * end that comes too early: a source that never ends would fill whatever takes it.
 */
export async function* exactly(
  sizeBytes: number,
  chunks: AsyncIterable<Buffer>,
  { source, what }: { readonly source: string; readonly what: string },
): AsyncGenerator<Buffer> {
  let seenBytes = 0;
  for await (const chunk of chunks) {
    seenBytes += chunk.length;
    if (seenBytes > sizeBytes)
      throw new Fault("dataLoss", `${source} sends more than the ${sizeBytes} bytes of ${what}: put it again`);
    yield chunk;
  }
  if (seenBytes < sizeBytes)
    throw new Fault("dataLoss", `${source} sends ${seenBytes} of the ${sizeBytes} bytes of ${what}: put it again`);
}
