import { expect, test } from "vitest";
import { engineFault, pullFault, startErrorOf } from "./engine-fault.js";
import { parseReference } from "./image-reference.js";

const answer = (statusCode: number, message: string) =>
  Object.assign(new Error(`(HTTP code ${statusCode}) server error - ${message} `), { statusCode });

test.each([
  [404, "manifest for localhost:5000/a:b not found: manifest unknown: manifest unknown", "notFound"],
  [404, "pull access denied for x, repository does not exist or may require 'docker login'", "notFound"],
  [500, 'Head "http://localhost:5000/v2/a/manifests/1": no basic auth credentials', "unauthenticated"],
  [500, "unauthorized: authentication required", "unauthenticated"],
  [500, 'Get "http://localhost:5999/v2/": dial tcp 127.0.0.1:5999: connect: connection refused', "unavailable"],
  [400, "invalid reference format: repository name must be lowercase", "invalid"],
  [200, "failed to register layer: write /bin/x: no space left on device", "exhausted"],
  [200, "filesystem layer verification failed for digest sha256:1", "unavailable"],
] as const)("a pull that ends with %i %s is %s", (status, message, code) => {
  const error = status === 200 ? new Error(message) : answer(status, message);
  const fault = pullFault(error, "a:b", "unix:///x");
  expect(fault.code).toBe(code);
  expect(fault.message).not.toContain("HTTP code");
  // As it comes from a call that has already read it as an answer to anything.
  if (status !== 200) expect(pullFault(engineFault(error, "unix:///x"), "a:b", "unix:///x").code).toBe(code);
});

test.each([
  [
    'runc create failed: unable to start container process: exec: "x": executable file not found in $PATH: unknown',
    127,
  ],
  ['unable to start container process: exec: "/no/bin": stat /no/bin: no such file or directory: unknown', 127],
  ['unable to start container process: exec: "/etc/passwd": permission denied: unknown', 126],
  ["unable to find user nosuch: no matching entries in passwd file", undefined],
])("a start that fails with %s stays a fact of the container", (message, exitCode) => {
  expect(startErrorOf(message)).toMatchObject({ kind: "exit", exitCode });
});

test("a start that fails for want of space, or of its sandbox, may be tried again", () => {
  expect(startErrorOf("failed to start shim: write .address: no space left on device")).toMatchObject({
    kind: "retry",
  });
  expect(startErrorOf("cannot join network of a non running container: abc")).toEqual({ kind: "sandboxGone" });
});

test.each([
  "task 067c558a8eb9dad7873b13f0195ca0080de0b568d36b87ba957f6b92fedba261: already exists",
  "id already in use",
  "failed to create task for container: failed to start shim: mkdir /run/containerd/io.containerd.runtime.v2.task/moby/d47acb85fe67: file exists: unknown",
  "OCI runtime create failed: container with id exists: a43cef2cfbe7: unknown",
  "failed to create shim task: OCI runtime create failed: runc create failed: container with given ID already exists: unknown",
])("a start that meets what an engine left that died over one (%s) is no failure of the command", (message) => {
  expect(startErrorOf(message)).toEqual({ kind: "leftBehind" });
});

test("references are taken apart as registries do, and refused with the part that is wrong", () => {
  expect(parseReference("alpine")).toMatchObject({ name: "alpine", tag: "latest" });
  expect(parseReference("localhost:5000/a/b:1")).toMatchObject({
    name: "localhost:5000/a/b",
    tag: "1",
    registry: "localhost:5000",
  });
  const digest = `sha256:${"a".repeat(64)}`;
  expect(parseReference(`ghcr.io/x/y:1@${digest}`)).toMatchObject({
    name: "ghcr.io/x/y",
    tag: digest,
    registry: "ghcr.io",
  });
  for (const odd of ["", "UPPER", "a:", "a@b", "a b", "a//b", `a@${digest}@x`])
    expect(() => parseReference(odd)).toThrow(/write it as name/);
});
