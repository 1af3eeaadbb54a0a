import { baseSuite } from "./base-suite.js";
import type { Case } from "./case.js";
import { processSuite } from "./process-suite.js";

/** All cases, in the order of running. */
export const suites: readonly { readonly name: string; readonly cases: readonly Case[] }[] = [
  { name: "process", cases: processSuite },
  { name: "base", cases: baseSuite },
];
