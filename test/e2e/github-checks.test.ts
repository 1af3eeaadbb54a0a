import { createHmac, generateKeyPairSync } from "node:crypto";
import { EventEmitter, once } from "node:events";
import { readFileSync, writeFileSync } from "node:fs";
import { createServer, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { TestKernel } from "../support/kernel.js";
import { untilFile } from "../support/pipelines.js";
import { pipeline } from "../support/trigger-world.js";

interface CheckRun {
  readonly id: number;
  readonly name: string;
  readonly head_sha: string;
  readonly external_id: string;
  status: string;
  conclusion?: string;
}

/** As much of GitHub's API as checks need. It does what it is asked, and may then keep the answer. */
class Github {
  readonly checks: CheckRun[] = [];
  readonly #news = new EventEmitter().setMaxListeners(0);
  #unanswered: { method: string; response: ServerResponse }[] = [];
  /** Method of requests that get no answer. */
  silentTo = "";
  readonly server = createServer((request, response) => {
    const chunks: Buffer[] = [];
    request.on("data", (chunk: Buffer) => chunks.push(chunk));
    request.on("end", () => {
      const text = Buffer.concat(chunks).toString();
      const body = (text === "" ? {} : JSON.parse(text)) as Partial<CheckRun>;
      const { method = "" } = request;
      const path = new URL(request.url ?? "", "http://localhost").pathname;
      const answer = this.#answer(method, path, body);
      if (path.includes("/check-runs") && method === this.silentTo) this.#unanswered.push({ method, response });
      else response.writeHead(200, { "content-type": "application/json" }).end(JSON.stringify(answer));
      this.#news.emit("change");
    });
  });

  #answer(method: string, path: string, body: Partial<CheckRun>): unknown {
    if (path.endsWith("/access_tokens"))
      return { token: "t", expires_at: new Date(Date.now() + 3_600_000).toISOString() };
    if (method === "GET") {
      const check_runs = this.checks.filter(({ head_sha }) => path.includes(`/commits/${head_sha}/`));
      return { total_count: check_runs.length, check_runs };
    }
    if (method === "POST") {
      const check = { ...(body as CheckRun), id: this.checks.length + 1 };
      this.checks.push(check);
      return check;
    }
    const check = this.checks.find(({ id }) => path.endsWith(`/check-runs/${id}`));
    return Object.assign(check ?? {}, body);
  }

  get url(): string {
    return `http://127.0.0.1:${(this.server.address() as AddressInfo).port}`;
  }

  /** All checks of the first run of a pipeline. */
  of(pipelineId: string): readonly CheckRun[] {
    return this.checks.filter(({ external_id }) => external_id === `default/${pipelineId}/1`);
  }

  get keepsAnswers(): number {
    return this.#unanswered.length;
  }

  /** Breaks off what it has not answered. */
  breakOff(): void {
    this.silentTo = "";
    for (const { response } of this.#unanswered.splice(0)) response.destroy();
  }

  async until(condition: () => boolean): Promise<void> {
    while (!condition()) await once(this.#news, "change");
  }
}

describe("a run that a push asked for", () => {
  const gofer = new TestKernel();
  const github = new Github();
  const webhookSecret = "a-long-random-secret";
  const commit = "abc123".padEnd(40, "0");

  beforeAll(async () => {
    await once(github.server.listen(0, "127.0.0.1"), "listening");
    await gofer.start();
    for (const alias of ["trigger-github", "scheduler-process"]) await ready(alias);
    const key = join(gofer.dataDirectory, "app.pem");
    const secret = join(gofer.dataDirectory, "webhook-secret");
    const { privateKey } = generateKeyPairSync("rsa", { modulusLength: 2048 });
    writeFileSync(key, privateKey.export({ type: "pkcs8", format: "pem" }));
    writeFileSync(secret, webhookSecret);
    const settings = { app_id: '"7"', app_installation: '"42"', api_url: github.url };
    const words = Object.entries(settings).flatMap(([name, value]) => ["--set", `${name}=${value}`]);
    const secrets = ["--secret", `app_key=@${key}`, "--secret", `app_webhook_secret=@${secret}`];
    const { stderr } = await gofer.gofer("plugin", "config", "set", "trigger-github", ...words, ...secrets);
    expect(stderr).toContain("configured");
    await ready("trigger-github");
  }, 60_000);
  afterAll(async () => {
    await gofer[Symbol.asyncDispose]();
    github.server.closeAllConnections();
    github.server.close();
  });

  /** Resolves when the plugin runs, in another process than one that is named. */
  async function ready(alias: string, otherThan?: number): Promise<void> {
    const stop = new AbortController();
    const changes = gofer.api.listEvents({ kinds: ["plugin_state_changed"], follow: true }, { signal: stop.signal });
    for await (const _change of changes) {
      const { plugin } = await gofer.api.getPlugin({ alias });
      if (plugin?.state === "STATE_RUNNING" && plugin.pid !== otherThan) return;
    }
  }

  async function register(id: string, command?: string[]): Promise<void> {
    const push = { repository: "octo/hello", events: "push", check: "true" };
    const more = { trigger: "trigger-github", ...(command ? { command } : {}) };
    await gofer.api.createPipeline({ config: pipeline(id, { on_push: push }, more) });
  }

  async function push(delivery: string): Promise<void> {
    const { eventsAddress } = JSON.parse(readFileSync(join(gofer.dataDirectory, "kernel.json"), "utf8")) as {
      eventsAddress: string;
    };
    const body = JSON.stringify({ ref: "refs/heads/main", after: commit, repository: { full_name: "octo/hello" } });
    const signature = `sha256=${createHmac("sha256", webhookSecret).update(body).digest("hex")}`;
    const answer = await fetch(`http://${eventsAddress}/events/trigger-github`, {
      method: "POST",
      headers: { "x-github-event": "push", "x-github-delivery": delivery, "x-hub-signature-256": signature },
      body,
    });
    expect(answer.status).toBe(200);
  }

  /** Kills the plugin, and waits until it is back. */
  async function killPlugin(meanwhile: () => void): Promise<void> {
    const { plugin } = await gofer.api.getPlugin({ alias: "trigger-github" });
    process.kill(Number(plugin?.pid), "SIGKILL");
    meanwhile();
    await ready("trigger-github", plugin?.pid);
  }

  test("is a check on its commit, by what the trigger was granted", async () => {
    const id = `checked_${Date.now()}`;
    await register(id);
    await push(id);
    await github.until(() => github.of(id)[0]?.status === "completed");
    await gofer.api.deletePipeline({ pipelineId: id, force: true });
    expect(github.of(id)).toEqual([
      expect.objectContaining({ name: "on_push", head_sha: commit, conclusion: "success" }),
    ]);
  }, 20_000);

  test("is exactly one check with the right end, whoever is killed at which step", async () => {
    const gates: string[] = [];
    const begin = async (name: string, then = "true") => {
      // The pushes are of one repository: what is left of the step before makes no run.
      for (const { id } of (await gofer.api.listPipelines({})).pipelines)
        await gofer.api.disablePipeline({ pipelineId: id });
      const id = `${name}_${Date.now()}`;
      const gate = join(gofer.dataDirectory, id);
      gates.push(gate);
      await register(id, ["sh", "-c", `${untilFile(gate)}; ${then}`]);
      await push(id);
      return { id, letGo: () => writeFileSync(gate, "") };
    };
    const completed = (id: string) => github.until(() => github.of(id)[0]?.status === "completed");

    // GitHub has made the check, and the plugin dies before it hears of it.
    github.silentTo = "POST";
    const unheard = await begin("unheard");
    await github.until(() => github.keepsAnswers === 1);
    await killPlugin(() => {
      github.breakOff();
      unheard.letGo();
    });
    await completed(unheard.id);

    // The plugin dies while the run goes on.
    const between = await begin("between", "exit 3");
    await github.until(() => github.of(between.id).length === 1);
    await killPlugin(between.letGo);
    await completed(between.id);

    // The kernel dies, and the plugin with it.
    const without = await begin("kernel", "exit 3");
    await github.until(() => github.of(without.id).length === 1);
    await gofer.stop("SIGKILL");
    without.letGo();
    await gofer.start();
    await ready("trigger-github");
    await completed(without.id);

    // GitHub has noted the end, and the plugin dies before it hears of it.
    const noted = await begin("noted");
    await github.until(() => github.of(noted.id).length === 1);
    github.silentTo = "PATCH";
    noted.letGo();
    await github.until(() => github.keepsAnswers === 1);
    await killPlugin(() => github.breakOff());
    const last = await begin("last");
    last.letGo();
    await completed(last.id);

    const ends = [unheard, between, without, noted, last].map(({ id }) =>
      github.of(id).map(({ conclusion }) => conclusion),
    );
    expect(ends).toEqual([["success"], ["failure"], ["failure"], ["success"], ["success"]]);
  }, 60_000);
});
