import type { Case } from "../case.js";
import { commitSuite } from "./commit-suite.js";
import { listSuite } from "./list-suite.js";
import { putSuite } from "./put-suite.js";
import { readSuite } from "./read-suite.js";
import { recoverySuite } from "./recovery-suite.js";

/** The object store role. */
export const objectStoreSuite: readonly Case[] = [
  ...putSuite,
  ...commitSuite,
  ...readSuite,
  ...listSuite,
  ...recoverySuite,
];
