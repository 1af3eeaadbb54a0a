import { existsSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";

/** Says in the folder of an execution that this process works on it. */
export function own(directory: string): void {
  writeFileSync(join(directory, "owner"), identityOf(process.pid), { mode: 0o600 });
}

/** The process that works on an execution is alive: an earlier version of the plugin, which still has its work to end. */
export function hasOwner(directory: string): boolean {
  const file = join(directory, "owner");
  if (!existsSync(file)) return false;
  const owner = readFileSync(file, "utf8");
  const pid = Number(owner.split(" ")[0]);
  return pid > 0 && pid !== process.pid && owner === identityOf(pid) && isAlive(pid);
}

/** The id of a process alone may be that of another one by now; with its start time it is not (proc(5), field 22). */
function identityOf(pid: number): string {
  try {
    const stat = readFileSync(`/proc/${pid}/stat`, "utf8");
    return `${pid} ${stat.slice(stat.lastIndexOf(")") + 2).split(" ")[19] ?? ""}`;
  } catch {
    return `${pid} `;
  }
}

function isAlive(pid: number): boolean {
  try {
    return process.kill(pid, 0);
  } catch {
    return false;
  }
}
