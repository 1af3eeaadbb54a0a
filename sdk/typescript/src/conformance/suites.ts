import { baseSuite } from "./base/suite.js";
import type { Case } from "./case.js";
import { objectStoreSuite } from "./object-store/suite.js";
import { processSuite } from "./process/suite.js";
import { schedulerSuite } from "./scheduler/suite.js";
import { secretStoreSuite } from "./secret-store/suite.js";
import { taskSuite } from "./task/suite.js";
import { triggerSuite } from "./trigger/suite.js";

/** All cases, in the order of running. */
export const cases: readonly Case[] = [
  ...processSuite,
  ...baseSuite,
  ...schedulerSuite,
  ...objectStoreSuite,
  ...secretStoreSuite,
  ...triggerSuite,
  ...taskSuite,
];
