import type { Bench } from "./bench.js";

/** One thing that a contract asks for, and how to see whether a plugin does it. */
export interface Case {
  /** Stable, "<suite>.<what>": what reports, `--only` and the table of requirements name it by. */
  readonly id: string;
  /** Proto package whose rule it is, for example "gofer.scheduler.v1". */
  readonly contract: string;
  /** A failed MUST fails the plugin; a failed SHOULD is told. */
  readonly level: "MUST" | "SHOULD";
  /** Optional parts of the contract that the plugin must advertise for the case to apply. */
  readonly features: readonly string[];
  /** The rule in one sentence. */
  readonly summary: string;
  /** Throws a `Nonconformance` when the rule is broken, a `Skip` when it cannot be seen here. */
  readonly run: (bench: Bench) => Promise<void>;
}

/** A case as its suite writes it: contract and prefix come from the suite, and most are MUST without features. */
interface CaseSource {
  readonly level?: "SHOULD";
  readonly features?: readonly string[];
  readonly summary: string;
  readonly run: (bench: Bench) => Promise<void>;
}

/** The cases of one suite by name; the order is the order of running. */
export function defineSuite(
  { prefix, contract }: { prefix: string; contract: string },
  cases: Readonly<Record<string, CaseSource>>,
): readonly Case[] {
  return Object.entries(cases).map(
    ([name, { level, features = [], summary, run }]): Case => ({
      id: `${prefix}.${name}`,
      contract,
      level: level ?? "MUST",
      features,
      summary,
      run,
    }),
  );
}
