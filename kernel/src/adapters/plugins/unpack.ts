import { createReadStream } from "node:fs";
import { stat } from "node:fs/promises";
import { pipeline } from "node:stream/promises";
import { Fault, messageOf } from "@gofer/sdk/fault";
import { packageLimits } from "./package-files.js";

/**
 * Unpacks a .tgz into an empty folder. An archive is hostile until proven otherwise: only plain files and folders
 * with relative paths are taken, up to the limits of a package, and one bad entry refuses the whole archive.
 * Throws `invalid` with the entry and the reason; the folder may then hold a part of it.
 */
export async function unpack(archive: string, into: string, limits = packageLimits): Promise<void> {
  const refuse = (reason: string) => new Fault("invalid", `${archive} is refused: ${reason}`);
  const { size } = await stat(archive);
  if (size > limits.archiveBytes)
    throw refuse(`it has ${size} bytes, more than ${limits.archiveBytes} are not accepted`);
  const { extract } = await import("tar");
  const stop = new AbortController();
  let problem: string | undefined;
  let files = 0;
  let bytes = 0;
  const extraction = extract({
    cwd: into,
    strict: true,
    preserveOwner: false,
    noMtime: true,
    filter: (path, entry) => {
      if (!("type" in entry)) return false;
      files++;
      bytes += entry.size;
      problem ??= problemOf(path, entry.type, limits, { files, bytes });
      if (problem !== undefined) stop.abort();
      return problem === undefined;
    },
  });
  try {
    await pipeline(createReadStream(archive), extraction, { signal: stop.signal });
  } catch (error) {
    throw refuse(problem ?? messageOf(error));
  }
  if (problem !== undefined) throw refuse(problem);
}

function problemOf(
  path: string,
  type: string,
  limits: typeof packageLimits,
  { files, bytes }: { readonly files: number; readonly bytes: number },
): string | undefined {
  if (!["File", "OldFile", "Directory", "ContiguousFile"].includes(type))
    return `${JSON.stringify(path)} is a ${type}: only files and folders are accepted`;
  if (path.startsWith("/") || path.includes("\\") || path.split("/").includes(".."))
    return `${JSON.stringify(path)} leads out of the package`;
  if (files > limits.files) return `it has more than ${limits.files} entries`;
  if (bytes > limits.bytes) return `it unpacks to more than ${limits.bytes} bytes`;
  return undefined;
}
