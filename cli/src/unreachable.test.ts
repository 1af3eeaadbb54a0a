import { Fault } from "@gofer/sdk/fault";
import { expect, test } from "vitest";
import { explainUnreachable } from "./unreachable.js";

test.each([
  [
    "No connection established. Last error: Error: connect ECONNREFUSED 127.0.0.1:8080. Resolution note: ",
    "no kernel listens at 127.0.0.1:8080: start it with gofer service start, or name another --host",
    "unavailable",
  ],
  [
    "No connection established. Last error: Error: connect EHOSTUNREACH 10.0.0.1:80. Resolution note: ",
    "10.0.0.1:80 cannot be reached (EHOSTUNREACH): check the network and --host",
    "unavailable",
  ],
  [
    "Failed to parse DNS address dns:foo:bar",
    '"foo:bar" is not the address of a kernel: write it as host:port',
    "invalid",
  ],
  [
    "Name resolution failed for target dns:no.invalid:80",
    "the host of no.invalid:80 is not known: check --host, GOFER_CLI_HOST and gofer config get host",
    "unavailable",
  ],
  [
    "No connection established. Last error: Error: self-signed certificate. Resolution note: ",
    "no connection to the kernel: self-signed certificate",
    "unavailable",
  ],
  [
    "Connection dropped",
    "the connection to the kernel is lost: gofer service info tells when it is back",
    "unavailable",
  ],
  ["the kernel is stopping", "the kernel is stopping", "unavailable"],
])("what gRPC says as %j", (said, message, code) => {
  expect(explainUnreachable(new Fault("unavailable", said))).toMatchObject({ message, code });
});

test("a fault of the kernel that quotes such an error stays what it is", () => {
  const fault = new Fault("invalid", "image a: connect ECONNREFUSED 127.0.0.1:5000");
  expect(explainUnreachable(fault)).toBe(fault);
});
