import { once } from "node:events";
import { existsSync, readdirSync } from "node:fs";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { join } from "node:path";
import { directoryTarget, Fixture, readFixture, runConformance } from "@gofer/sdk/conformance";
import { afterAll, beforeAll, describe, expect, test } from "vitest";

const folder = join(import.meta.dirname, "..", "..", "plugins");
const plugins = readdirSync(folder).filter((name) => existsSync(join(folder, name, "gofer-plugin.json")));

/** SHOULDs that a plugin does not keep; its README says so. */
const exceptions: Readonly<Record<string, readonly string[]>> = {
  "scheduler-docker": ["scheduler.start-exit-code-above-128"],
  "scheduler-process": ["scheduler.start-exit-code-above-128"],
};

/** What fixtures call http://conformance.invalid: it answers well, badly, or never, as the path says. */
const server = createServer((request, response) => {
  if (request.url === "/never") return;
  response.writeHead(request.url === "/ok" ? 200 : 500).end("as you like\n");
});
beforeAll(async () => {
  await once(server.listen(0, "127.0.0.1"), "listening");
});
afterAll(() => {
  server.closeAllConnections();
  server.close();
});

function withServer(fixture: Fixture): Fixture {
  const address = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  return Fixture.parse(JSON.parse(JSON.stringify(fixture).replaceAll("http://conformance.invalid", address)));
}

describe("every first-party plugin does what its contracts say", () => {
  test.each(plugins)("%s", { timeout: 600_000 }, async (name) => {
    const directory = join(folder, name);
    const report = await runConformance({
      target: directoryTarget(directory),
      fixture: withServer(readFixture(join(directory, "conformance.json"))),
    });
    const failed = report.results
      .filter(({ status, id }) => status === "failed" && !exceptions[name]?.includes(id))
      .map(({ level, id, message }) => `${level} ${id}: ${message}`);
    expect(failed).toEqual([]);
    expect(report.conforms).toBe(true);
  });
});
