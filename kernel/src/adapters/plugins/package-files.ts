import { createHash } from "node:crypto";
import { createReadStream } from "node:fs";
import { lstat, readdir } from "node:fs/promises";
import { join } from "node:path";
import { pipeline } from "node:stream/promises";
import { Fault, messageOf } from "@gofer/sdk/fault";

/** Files of a package, at most; more is not a plugin. */
export const packageLimits = { files: 20_000, bytes: 512 << 20, archiveBytes: 256 << 20 };

interface PackageFile {
  readonly path: string;
  readonly executable: boolean;
}

/**
 * "sha256:<hex>" over the paths, the executable bits and the contents of all files; folders of the skipped names count for
 * nothing. Throws `invalid` for anything that is neither a file nor a folder: a link may lead out of the package.
 */
export async function treeDigest(directory: string, skipped: readonly string[] = []): Promise<string> {
  const hash = createHash("sha256");
  for (const { path, executable } of await filesOf(directory, skipped)) {
    const content = createHash("sha256");
    await pipeline(createReadStream(join(directory, path)), content);
    // Lengths in front: no path can be mistaken for the end of another.
    hash.update(`${Buffer.byteLength(path)}:${path}:${executable ? "x" : "-"}:${content.digest("hex")}\n`);
  }
  return `sha256:${hash.digest("hex")}`;
}

/** The digest, or why there is none: never equal to a digest. */
export async function treeDigestOrReason(directory: string): Promise<string> {
  return treeDigest(directory).catch(messageOf);
}

async function filesOf(directory: string, skipped: readonly string[]): Promise<readonly PackageFile[]> {
  const files: PackageFile[] = [];
  const walk = async (folder: string): Promise<void> => {
    for (const entry of await readdir(join(directory, folder), { withFileTypes: true })) {
      const path = folder === "" ? entry.name : `${folder}/${entry.name}`;
      if (skipped.includes(entry.name)) continue;
      if (entry.isDirectory()) await walk(path);
      else if (entry.isFile()) {
        files.push({ path, executable: ((await lstat(join(directory, path))).mode & 0o100) !== 0 });
        if (files.length > packageLimits.files)
          throw new Fault("invalid", `${directory} has more than ${packageLimits.files} files`);
      } else throw new Fault("invalid", `${directory} holds ${path}, which is neither a file nor a folder`);
    }
  };
  await walk("");
  return files.sort((a, b) => Buffer.compare(Buffer.from(a.path), Buffer.from(b.path)));
}
