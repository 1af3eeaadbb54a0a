import { spawn } from "node:child_process";
import { once } from "node:events";
import { createInterface } from "node:readline";
import { Fault, messageOf } from "../fault.js";
import { signalGroup } from "../host/index.js";
import { within } from "./check.js";
import { Fixture } from "./fixture.js";

const startTimeoutMs = 30_000;
const placeholder = "{{server}}";

/**
 * The fixture with its server running and the server's address in its texts; disposing of it ends the server. A fixture
 * without a server stays as it is. Throws `precondition` with what is wrong with the server.
 */
export async function startFixtureServer(fixture: Fixture): Promise<AsyncDisposable & { readonly fixture: Fixture }> {
  const { server, ...rest } = fixture;
  if (!server) return { fixture, [Symbol.asyncDispose]: async () => undefined };
  const [program = "", ...parameters] = server.command;
  const child = spawn(program, parameters, {
    cwd: server.directory,
    stdio: ["pipe", "pipe", "inherit"],
    detached: true,
  });
  child.stdin.on("error", () => undefined);
  const failed = new Promise<never>((_, reject) => {
    child.once("error", (error) => reject(error));
    child.once("close", (code, signal) => reject(new Error(`it ended with ${signal ?? `exit code ${code ?? "?"}`}`)));
  });
  failed.catch(() => undefined);
  const end = async () => {
    const { pid, exitCode, signalCode } = child;
    if (pid === undefined) return;
    const closed = exitCode === null && signalCode === null ? once(child, "exit") : undefined;
    signalGroup(pid, "SIGKILL");
    await closed;
  };
  try {
    const first = once(createInterface(child.stdout), "line") as Promise<[string]>;
    const [address] = await within("it prints its address", startTimeoutMs, Promise.race([first, failed]));
    // Whatever else it prints is nobody's.
    child.stdout.resume();
    const text = JSON.stringify(rest).replaceAll(placeholder, JSON.stringify(address.trim()).slice(1, -1));
    return { fixture: Fixture.parse(JSON.parse(text)), [Symbol.asyncDispose]: end };
  } catch (error) {
    await end();
    throw new Fault("precondition", `the fixture's server "${server.command.join(" ")}": ${messageOf(error)}`);
  }
}
