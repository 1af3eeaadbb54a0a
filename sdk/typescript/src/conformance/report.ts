import type { CaseResult, Report } from "./run.js";

/** Counts for the last line of a report. */
export function countResults(results: readonly CaseResult[]): {
  readonly passed: number;
  readonly failed: number;
  readonly skipped: number;
} {
  const count = (status: CaseResult["status"]) => results.filter((result) => result.status === status).length;
  return { passed: count("passed"), failed: count("failed"), skipped: count("skipped") };
}

/** The report in the XML format that CI systems read (JUnit, as Jenkins and GitLab take it). */
export function toJunit({ plugin, results }: Report): string {
  const { failed, skipped } = countResults(results);
  const seconds = (ms: number) => (ms / 1000).toFixed(3);
  const total = results.reduce((sum, { durationMs }) => sum + durationMs, 0);
  const cases = results.map(({ id, contract, status, message, level, durationMs }) => {
    const open = `    <testcase classname="${escape(contract)}" name="${escape(id)}" time="${seconds(durationMs)}"`;
    if (status === "passed") return `${open}/>`;
    const element =
      status === "failed"
        ? `<failure type="${level}" message="${escape(message)}"/>`
        : `<skipped message="${escape(message)}"/>`;
    return `${open}>${element}</testcase>`;
  });
  return [
    '<?xml version="1.0" encoding="UTF-8"?>',
    "<testsuites>",
    `  <testsuite name="${escape(`${plugin.name} ${plugin.version}`)}" tests="${results.length}" failures="${failed}" skipped="${skipped}" time="${seconds(total)}">`,
    ...cases,
    "  </testsuite>",
    "</testsuites>",
    "",
  ].join("\n");
}

function escape(text: string): string {
  return (
    text
      // Characters that XML 1.0 cannot hold at all.
      .replace(/[^\t\n\r\u0020-\ud7ff\ue000-\ufffd]/g, "\ufffd")
      .replace(/&/g, "&amp;")
      .replace(/</g, "&lt;")
      .replace(/>/g, "&gt;")
      .replace(/"/g, "&quot;")
      .replace(/\n/g, "&#10;")
  );
}
