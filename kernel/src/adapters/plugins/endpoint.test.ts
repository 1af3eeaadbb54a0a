import { expect, test } from "vitest";
import { parseEndpoint } from "./endpoint.js";

const hex = "ab".repeat(32);

test.each([
  ["endpoint:unix:///run/p.sock", { address: "unix:/run/p.sock", trust: { kind: "file" } }],
  ["endpoint:unix:/run/p.sock", { address: "unix:/run/p.sock", trust: { kind: "file" } }],
  [
    `endpoint:127.0.0.1:8001?fingerprint=sha256:${hex}`,
    { address: "127.0.0.1:8001", trust: { kind: "fingerprint", sha256: hex } },
  ],
  [
    // As openssl prints it.
    `endpoint:plugins.example:8001?fingerprint=${hex.toUpperCase().match(/../g)?.join(":") ?? ""}`,
    { address: "plugins.example:8001", trust: { kind: "fingerprint", sha256: hex } },
  ],
  [
    "endpoint:[::1]:8001?ca=/etc/ca.pem",
    { address: "[::1]:8001", trust: { kind: "authorities", file: "/etc/ca.pem", serverName: "::1" } },
  ],
  [
    "endpoint:10.0.0.1:8001?ca=/etc/ca.pem&name=plugins.example",
    { address: "10.0.0.1:8001", trust: { kind: "authorities", file: "/etc/ca.pem", serverName: "plugins.example" } },
  ],
])("%s", (source, endpoint) => {
  expect(parseEndpoint(source)).toEqual(endpoint);
});

test.each([
  ["endpoint:", /names no address/],
  ["endpoint:localhost", /names no address/],
  ["endpoint:unix:relative", /names no address/],
  ["endpoint:localhost:99999?ca=/x", /names no address/],
  ["endpoint:localhost:8001", /neither by which certificate nor by which authority/],
  ["endpoint:localhost:8001?fingerprint=abc", /SHA-256 of 64/],
  ["endpoint:localhost:8001?ca=ca.pem", /not an absolute path/],
  [`endpoint:localhost:8001?ca=/x&fingerprint=${hex}`, /both a fingerprint and a ca/],
  ["endpoint:localhost:8001?insecure=yes", /unknown parameter insecure/],
  [`endpoint:unix:///${"x".repeat(110)}`, /more than 103 bytes/],
])("%s is refused with what it should be", (source, reason) => {
  expect(() => parseEndpoint(source)).toThrow(reason);
  expect(() => parseEndpoint(source)).toThrow(/it is endpoint:unix:/);
});
