import { expect, test } from "vitest";
import { createFailedAttempts, networkOf } from "./failed-attempts.js";

test("an address is held back after 20 failures and may fail again every 3 seconds", () => {
  let nowMs = 1_000_000;
  const attempts = createFailedAttempts(() => nowMs);
  const heldBack = () => attempts.count("10.0.0.1:5000").heldBackMs;
  expect(Array.from({ length: 20 }, heldBack)).toEqual(Array.from({ length: 20 }, () => 0));
  expect(heldBack()).toBe(3000);
  expect(attempts.count("10.0.0.2:5000").heldBackMs).toBe(0);
  nowMs += 3000;
  expect([heldBack(), heldBack()]).toEqual([0, 3000]);
});

test("what is recorded does not grow with what is tried: one report a minute, with the number", () => {
  let nowMs = 1_000_000;
  const attempts = createFailedAttempts(() => nowMs);
  const reports = Array.from({ length: 500 }, () => attempts.count("10.0.0.1:5000").report);
  expect(reports.filter((report) => report > 0)).toEqual([1]);
  nowMs += 60_000;
  expect(attempts.count("10.0.0.1:6000").report).toBe(500);
});

test("many addresses share one budget, so that memory and reports are bounded", () => {
  const attempts = createFailedAttempts(() => 1_000_000);
  const networks = Array.from({ length: 2000 }, (_, index) => attempts.count(`10.0.${index >> 8}.${index & 255}:1`));
  expect(new Set(networks.map(({ network }) => network)).size).toBe(1001);
  expect(networks.filter(({ report }) => report > 0)).toHaveLength(1001);
  expect(networks.at(-1)).toMatchObject({ network: "others", heldBackMs: 3000 });
});

test.each([
  ["127.0.0.1:40112", "127.0.0.1"],
  ["::ffff:10.1.2.3:80", "10.1.2.3"],
  ["2001:db8:1:2:3:4:5:6:443", "2001:db8:1:2::/64"],
  ["2001:db8::5:443", "2001:db8:0:0::/64"],
  ["fe80::1%eth0:443", "fe80:0:0:0::/64"],
  ["unknown", "unknown"],
])("%s is of network %s", (peer, network) => expect(networkOf(peer)).toBe(network));
