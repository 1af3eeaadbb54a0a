import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, expect, test } from "vitest";
import { loadSettings } from "./settings.js";

const folder = mkdtempSync(join(tmpdir(), "gofer-settings-"));
afterAll(() => rmSync(folder, { recursive: true }));
const path = join(folder, "gofer.hcl");
const load = (text: string, options = {}, environment = {}) => {
  writeFileSync(path, text);
  return loadSettings({ path, named: true }, options, environment);
};

test("a flag wins over a variable, a variable over the file, the file over the default", () => {
  const settings = load(
    'namespace = "file"\nhost = "file:1"\nformat = "json"\nno_color = true\n',
    { namespace: "flag", detail: true },
    { GOFER_CLI_NAMESPACE: "variable", GOFER_CLI_HOST: "variable:1", GOFER_CLI_TOKEN: "" },
  );
  expect(settings).toEqual({
    namespace: { value: "flag", origin: "--namespace" },
    host: { value: "variable:1", origin: "GOFER_CLI_HOST" },
    format: { value: "json", origin: `${path}:3:1` },
    no_color: { value: true, origin: `${path}:4:1` },
    detail: { value: true, origin: "--detail" },
    token: { value: "", origin: "default" },
    tls_ca: { value: "", origin: "default" },
    tls_name: { value: "", origin: "default" },
  });
});

test("everything that is wrong is told, with its place", () => {
  const text = 'colour = "red"\nno_color = "yes"\nformat = "xml"\nservice {\n}\n';
  expect(() => load(text, {}, { GOFER_CLI_DETAIL: "perhaps" })).toThrow(
    [
      `${path}:4:1: there is no block "service"`,
      `${path}:1:1: there is no setting "colour": there are namespace, format, host, no_color, detail, token, tls_ca, tls_name`,
      `${path}:2:1: no_color takes a bool, not a string`,
      'GOFER_CLI_DETAIL: detail "perhaps" is neither true nor false',
      `${path}:3:1: format "xml" is not one of pretty, json, silent`,
    ].join("\n"),
  );
});

test("a file that was named must be there", () => {
  const named = { path: join(folder, "none.hcl"), named: true };
  expect(() => loadSettings(named, {}, {})).toThrow(`${named.path} cannot be read`);
  expect(loadSettings({ ...named, named: false }, {}, {}).format.value).toBe("pretty");
});
