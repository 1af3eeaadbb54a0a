import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { connectKernel, Fault, type KernelClient } from "@gofer/sdk";
import { createCertificate } from "@gofer/sdk/plugin";
import { pino } from "pino";
import { openKernel } from "../../kernel/src/compose.js";
import { parseConfig } from "../../kernel/src/config.js";

/** A kernel in production mode inside the test's process, called over its real port, with a clock that can be advanced. */
export class InProcessKernel implements AsyncDisposable {
  readonly dataDirectory = mkdtempSync(join(tmpdir(), "gofer-kernel-"));
  readonly #certificate = createCertificate();
  readonly #connections = new Map<string, ReturnType<typeof connectKernel>>();
  #aheadMs = 0;
  #kernel: Awaited<ReturnType<typeof openKernel>> | undefined;

  readonly now = (): number => Date.now() + this.#aheadMs;

  /** Lets time pass for the kernel. */
  advance(ms: number): void {
    this.#aheadMs += ms;
  }

  async start(settings: Readonly<Record<string, string>> = {}): Promise<void> {
    const certificateFile = join(this.dataDirectory, "server.crt");
    const keyFile = join(this.dataDirectory, "server.key");
    writeFileSync(certificateFile, this.#certificate.pem);
    writeFileSync(keyFile, this.#certificate.keyPem, { mode: 0o600 });
    const environment = {
      GOFER_DATA_DIR: this.dataDirectory,
      GOFER_SERVER_HOST: "127.0.0.1:0",
      GOFER_EXTERNAL_EVENTS_API_HOST: "127.0.0.1:0",
      GOFER_SCHEDULER_ENGINE: "process",
      GOFER_DEV_MODE: "false",
      GOFER_SERVER_TLS_CERT_PATH: certificateFile,
      GOFER_SERVER_TLS_KEY_PATH: keyFile,
      ...settings,
    };
    const config = parseConfig({ environment, file: undefined, development: false });
    this.#kernel = await openKernel(config, pino({ level: "error" }), { now: this.now });
  }

  async stop(): Promise<void> {
    for (const { close } of this.#connections.values()) close();
    this.#connections.clear();
    await this.#kernel?.[Symbol.asyncDispose]();
    this.#kernel = undefined;
  }

  /** A client with a token, or without one. */
  as(token: string | undefined): KernelClient {
    const name = token ?? "";
    const { address } = this;
    const connection =
      this.#connections.get(name) ?? connectKernel({ address, certificate: this.#certificate.pem, token });
    this.#connections.set(name, connection);
    return connection.kernel;
  }

  get address(): string {
    return this.#kernel?.address ?? "";
  }

  /** Names in a folder of the data directory. */
  folders(name: string): readonly string[] {
    return readdirSync(join(this.dataDirectory, name));
  }

  /** The content of a file in the data directory. */
  file(name: string): string {
    return readFileSync(join(this.dataDirectory, name), "utf8").trim();
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.stop();
    rmSync(this.dataDirectory, { recursive: true, force: true });
  }
}

/** The fault code of a call, "ok" when it is answered; of a stream, as soon as it has sent something or ended. */
export async function outcomeOf(call: Promise<unknown> | AsyncIterable<unknown>): Promise<string> {
  try {
    if (Symbol.asyncIterator in call) for await (const _message of call) break;
    else await call;
    return "ok";
  } catch (error) {
    if (error instanceof Fault) return error.code;
    throw error;
  }
}
