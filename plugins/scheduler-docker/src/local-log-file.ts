import { type FileHandle, open } from "node:fs/promises";

/**
 * Whether the last line of a stream had an end, from the engine's own log file: what the API of older engines leaves out.
 * False when the file cannot be read, because the engine is elsewhere or this is not root.
 *
 * The file is a sequence of entries, each between two big-endian lengths; an entry is a protobuf message with the name of
 * the stream (1) and, for a piece of a line, its place in the line (5), which says whether it is the last piece (1).
 */
export async function lastLineEnded(path: string, stream: "stdout" | "stderr"): Promise<boolean> {
  let file: FileHandle | undefined;
  try {
    file = await open(path, "r");
    for (let end = (await file.stat()).size; end >= 8; ) {
      const length = (await readAt(file, end - 4, 4)).readUInt32BE(0);
      const fields = fieldsOf(await readAt(file, end - 4 - length, length));
      if (fields.get(1)?.toString() === stream) {
        const place = fields.get(5);
        return place !== undefined && fieldsOf(place).get(1)?.[0] === 1;
      }
      end -= length + 8;
    }
    return false;
  } catch {
    return false;
  } finally {
    await file?.close();
  }
}

async function readAt(file: FileHandle, position: number, length: number): Promise<Buffer> {
  const { buffer, bytesRead } = await file.read(Buffer.alloc(length), 0, length, position);
  if (bytesRead < length) throw new RangeError("the file ends inside an entry");
  return buffer;
}

/** Fields of a protobuf message by number: bytes of a length-delimited one, the encoded number of another. */
export function fieldsOf(message: Buffer): ReadonlyMap<number, Buffer> {
  const fields = new Map<number, Buffer>();
  let at = 0;
  const varint = () => {
    let value = 0;
    for (let shift = 0; ; shift += 7) {
      const byte = message.readUInt8(at++);
      value += (byte & 0x7f) * 2 ** shift;
      if (byte < 0x80) return value;
    }
  };
  while (at < message.length) {
    const tag = varint();
    const from = at;
    if ((tag & 7) === 2) {
      const length = varint();
      fields.set(tag >> 3, message.subarray(at, at + length));
      at += length;
    } else if ((tag & 7) === 0) {
      varint();
      fields.set(tag >> 3, message.subarray(from, at));
    } else throw new RangeError(`unknown wire type ${tag & 7}`);
  }
  return fields;
}
