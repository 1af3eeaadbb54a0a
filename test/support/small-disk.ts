import { spawnSync } from "node:child_process";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";

/** A file system of its own size needs root. */
export const hasSmallDisks = process.getuid?.() === 0;

/** A file system that is soon full. */
export class SmallDisk implements Disposable {
  readonly folder = mkdtempSync(join(tmpdir(), "gofer-full-"));
  readonly #filler = join(this.folder, "filler");

  constructor(megabytes: number) {
    const { status, stderr } = spawnSync("mount", ["-t", "tmpfs", "-o", `size=${megabytes}m`, "tmpfs", this.folder]);
    if (status !== 0) throw new Error(`no small file system: ${stderr.toString()}`);
  }

  /** Takes all the space that is left. */
  fill(): void {
    spawnSync("dd", ["if=/dev/zero", `of=${this.#filler}`, "bs=4k"]);
  }

  /** Gives that space back. */
  free(): void {
    rmSync(this.#filler, { force: true });
  }

  [Symbol.dispose](): void {
    spawnSync("umount", ["-l", this.folder]);
    rmSync(this.folder, { recursive: true, force: true });
  }
}
