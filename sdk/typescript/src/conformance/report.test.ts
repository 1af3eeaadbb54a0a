import { expect, test } from "vitest";
import { countResults, toJunit } from "./report.js";
import type { CaseResult } from "./run.js";

const result = (id: string, status: CaseResult["status"], message = ""): CaseResult => ({
  ...{ id, status, message, contract: "gofer.plugin.v1", level: "MUST", summary: "a rule", durationMs: 1500 },
});

test("JUnit holds every case, with what failed and why one was skipped", () => {
  const results = [
    result("a.1", "passed"),
    result("a.2", "failed", 'is <1> & "2"\u0000'),
    result("a.3", "skipped", "why"),
  ];
  const plugin = { name: "store-x", version: "1.0.0", contracts: [] };
  expect(toJunit({ plugin, seed: "1", results, conforms: false })).toBe(`<?xml version="1.0" encoding="UTF-8"?>
<testsuites>
  <testsuite name="store-x 1.0.0" tests="3" failures="1" skipped="1" time="4.500">
    <testcase classname="gofer.plugin.v1" name="a.1" time="1.500"/>
    <testcase classname="gofer.plugin.v1" name="a.2" time="1.500"><failure type="MUST" message="is &lt;1&gt; &amp; &quot;2&quot;\ufffd"/></testcase>
    <testcase classname="gofer.plugin.v1" name="a.3" time="1.500"><skipped message="why"/></testcase>
  </testsuite>
</testsuites>
`);
  expect(countResults(results)).toEqual({ passed: 1, failed: 1, skipped: 1 });
});
