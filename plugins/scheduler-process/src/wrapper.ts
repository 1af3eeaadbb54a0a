import { spawn } from "node:child_process";
import { accessSync, constants, statSync } from "node:fs";
import { delimiter, isAbsolute, join, resolve } from "node:path";

/**
 * The shell that stands between a task and this plugin, so that the exit code is kept even when the
 * plugin is dead. It claims the task with its pid and start time before the command begins: of two wrappers,
 * of which the first was started by a plugin that died right after it, one gives way. Then it runs the command
 * in the foreground and renames the result into place. In the background the command could never be
 * interrupted: a shell without job control makes such commands ignore SIGINT and SIGQUIT for good (POSIX, 2.11).
 * Signals are taken before anybody can know the pid to send them to; whoever ends the task notes that first, so that a
 * command that was not there yet to be signalled is not begun. The programs that the wrapper itself calls get the signal too,
 * as its children: what counts is what they have done, not how they ended, and what they have not done is tried again.
 */
const script = `
d=$1; shift
read -r stat < /proc/$$/stat; stat=\${stat##*) }; set -f; i=0; ticks=
for field in $stat; do i=$((i+1)); if [ $i -eq 20 ]; then ticks=$field; break; fi; done; set +f
now() { stamp=; for try in 1 2 3; do stamp=$(command -p date +%s%3N); [ -n "$stamp" ] && break; done; }
trap : TERM INT HUP QUIT USR1 USR2
now
echo "$$ $ticks $stamp" > "$d/pid.$$"
command -p ln "$d/pid.$$" "$d/pid" 2> /dev/null
read -r owner rest < "$d/pid"
command -p rm -f "$d/pid.$$"
[ "$owner" = $$ ] || exit 0
cd "$d/work" || exit 1
([ -e "$d/stop" ] && exit 143; exec "$@" >> "$d/output/stdout" 2>> "$d/output/stderr" < /dev/null)
code=$?
now
echo "$code $stamp" > "$d/exit.new"
for try in 1 2 3; do command -p mv "$d/exit.new" "$d/exit" && break; done
`;

export interface Command {
  readonly words: readonly string[];
  readonly environment: Readonly<Record<string, string>>;
}

/**
 * Starts the wrapper in a session of its own; what happens then is told by the task's directory. Resolves with its
 * end, which may be that it gave way to another one; rejects when there is no process to be had.
 */
export function startWrapper(directory: string, { words, environment }: Command): Promise<{ ended: Promise<void> }> {
  return new Promise((started, failed) => {
    const child = spawn("/bin/sh", ["-c", script, "gofer-task", directory, ...words], {
      detached: true,
      stdio: "ignore",
      env: { ...environment },
    });
    const ended = new Promise<void>((resolve) => child.once("exit", () => resolve()));
    child.once("spawn", () => {
      child.unref();
      started({ ended });
    });
    child.once("error", failed);
  });
}

/** Why a command cannot be executed, with the exit code that a shell would give; undefined when it can. */
export function commandError(
  program: string,
  searchPath: string,
  workDirectory: string,
): { code: number; message: string } | undefined {
  const candidates = program.includes("/")
    ? [isAbsolute(program) ? program : resolve(workDirectory, program)]
    : searchPath.split(delimiter).map((folder) => join(folder, program));
  const found = candidates.filter((candidate) => isFile(candidate));
  if (found.length === 0)
    return {
      code: 127,
      message: `command "${program}" not found${program.includes("/") ? "" : ` in PATH (${searchPath})`}`,
    };
  if (!found.some(isExecutable)) return { code: 126, message: `command "${program}" is not executable` };
  return undefined;
}

function isFile(path: string): boolean {
  return statSync(path, { throwIfNoEntry: false }) !== undefined;
}

function isExecutable(path: string): boolean {
  try {
    accessSync(path, constants.X_OK);
    return statSync(path).isFile();
  } catch {
    return false;
  }
}
