import { Fault } from "../fault.js";
import { suggestion } from "../suggestion.js";
import { type RunningPlugin, SharedPlugin } from "./bench.js";
import type { Case } from "./case.js";
import { describeError, within } from "./check.js";
import type { Fixture } from "./fixture.js";
import { startFixtureServer } from "./fixture-server.js";
import { cases } from "./suites.js";
import type { Target } from "./target.js";
import { Nonconformance, Skip } from "./verdict.js";

export interface ConformanceOptions {
  readonly target: Target;
  readonly fixture: Fixture;
  /** Case ids, or beginnings of them that end at a dot ("scheduler"); empty runs all. */
  readonly only?: readonly string[];
  /** Repeats the random values of a run; default a new one. */
  readonly seed?: string;
  /** Called when a case has ended. */
  readonly onResult?: (result: CaseResult) => void;
  /** Ends the run after the case that is under way. */
  readonly signal?: AbortSignal;
}

export interface CaseResult {
  readonly id: string;
  readonly contract: string;
  readonly level: Case["level"];
  readonly summary: string;
  readonly status: "passed" | "failed" | "skipped";
  /** Why it failed or was skipped; empty when it passed. */
  readonly message: string;
  readonly durationMs: number;
}

export interface Report {
  /** Name and version as GetInfo gives them; empty when it did not answer. */
  readonly plugin: { readonly name: string; readonly version: string; readonly contracts: readonly string[] };
  readonly seed: string;
  readonly results: readonly CaseResult[];
  /** True when no MUST failed and at least one passed. */
  readonly conforms: boolean;
}

const caseTimeoutMs = 120_000;

/**
 * Runs the cases of the base contract and of every contract that the plugin says it serves. Ends everything it has
 * started. A plugin that does not answer makes its cases fail. Throws `invalid` when a word of `only` names no case, and
 * `precondition` when the fixture's server does not start, an image cannot be run here, or the plugin serves nothing that the
 * cases are about; else only when the program itself is broken.
 */
export async function runConformance(options: ConformanceOptions): Promise<Report> {
  const { target, only = [], seed = String(Date.now()), onResult, signal } = options;
  for (const word of only) checkSelection(word);
  await using server = await startFixtureServer(options.fixture);
  await using shared = new SharedPlugin(target, server.fixture, seed);
  await shared.open();
  const info = await readInfo(shared);
  const served = new Map(info?.contracts.map(({ name, features }) => [name, features]));
  const results: CaseResult[] = [];
  for (const one of cases) {
    if (signal?.aborted) break;
    if (!isSelected(one.id, only)) continue;
    const features = one.contract === "gofer.plugin.v1" ? [] : served.get(one.contract);
    // A contract that is not served says nothing about the plugin, and nobody wants to read a line for each of its cases.
    if (!features && info) continue;
    const missing = one.features.filter((feature) => !features?.includes(feature));
    const result =
      missing.length > 0
        ? outcome(one, "skipped", `${missing.join(" and ")} is not advertised`, 0)
        : await runCase(shared, one);
    results.push(result);
    onResult?.(result);
  }
  if (results.length === 0 && !signal?.aborted) {
    const contracts = [...served.keys()].join(", ");
    throw new Fault("precondition", `the plugin serves ${contracts}, and no case of ${only.join(", ")} is about that`);
  }
  return {
    plugin: { name: info?.name ?? "", version: info?.version ?? "", contracts: [...served.keys()] },
    seed,
    results,
    conforms:
      results.some(({ status }) => status === "passed") &&
      !results.some(({ status, level }) => status === "failed" && level === "MUST"),
  };
}

function checkSelection(word: string): void {
  if (cases.some(({ id }) => isSelected(id, [word]))) return;
  const suites = new Set(cases.map(({ id }) => id.slice(0, id.indexOf("."))));
  const alike = suggestion(word, [...suites, ...cases.map(({ id }) => id)]);
  throw new Fault("invalid", `there is no case or suite "${word}"${alike}: the suites are ${[...suites].join(", ")}`);
}

type Info = Awaited<ReturnType<RunningPlugin["base"]["getInfo"]>>;

/** What the plugin says it is; undefined when it cannot be asked, which its cases will show. */
async function readInfo(shared: SharedPlugin): Promise<Info | undefined> {
  try {
    return await (await shared.get()).base.getInfo({}, { timeoutMs: 5000 });
  } catch {
    return readInfoUnconfigured(shared);
  }
}

/** A plugin that cannot be configured here may still say what it is. */
async function readInfoUnconfigured(shared: SharedPlugin): Promise<Info | undefined> {
  try {
    const installation = shared.newInstallation("probe");
    await using process = await shared.spawn({ installation });
    const { base, close } = await shared.connect(process, installation);
    try {
      return await base.getInfo({}, { timeoutMs: 5000 });
    } finally {
      close();
    }
  } catch {
    return undefined;
  }
}

async function runCase(shared: SharedPlugin, one: Case): Promise<CaseResult> {
  const startedAt = performance.now();
  const end = (status: CaseResult["status"], message = "") =>
    outcome(one, status, message, Math.round(performance.now() - startedAt));
  let result: CaseResult;
  const bench = shared.bench(one.id);
  try {
    await within("the case ends", caseTimeoutMs, one.run(bench));
    result = end("passed");
  } catch (error) {
    result = error instanceof Skip ? end("skipped", error.message) : end("failed", describeError(error));
  }
  try {
    await within("its cleanup ends", caseTimeoutMs, bench[Symbol.asyncDispose]());
    const ended = await shared.unexpectedEnd();
    if (ended !== undefined) throw new Nonconformance(`the plugin ended with ${ended}`);
  } catch (error) {
    if (result.status !== "failed") result = end("failed", describeError(error));
  }
  return result;
}

function outcome(
  { id, contract, level, summary }: Case,
  status: CaseResult["status"],
  message: string,
  durationMs: number,
): CaseResult {
  return { id, contract, level, summary, status, message, durationMs };
}

function isSelected(id: string, only: readonly string[]): boolean {
  return only.length === 0 || only.some((wanted) => id === wanted || id.startsWith(`${wanted}.`));
}
