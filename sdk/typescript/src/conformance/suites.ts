import { baseSuite } from "./base-suite.js";
import type { Case } from "./case.js";
import { objectStoreSuite } from "./object-store-suite.js";
import { processSuite } from "./process-suite.js";
import { featureSuite } from "./scheduler/feature-suite.js";
import { logsSuite } from "./scheduler/logs-suite.js";
import { observeSuite } from "./scheduler/observe-suite.js";
import { recoverySuite } from "./scheduler/recovery-suite.js";
import { startSuite } from "./scheduler/start-suite.js";
import { stopSuite } from "./scheduler/stop-suite.js";
import { secretStoreSuite } from "./secret-store-suite.js";
import { taskSuite } from "./task-suite.js";
import { triggerSuite } from "./trigger-suite.js";

/** All cases, in the order of running. */
export const cases: readonly Case[] = [
  ...processSuite,
  ...baseSuite,
  ...startSuite,
  ...observeSuite,
  ...logsSuite,
  ...stopSuite,
  ...recoverySuite,
  ...featureSuite,
  ...objectStoreSuite,
  ...secretStoreSuite,
  ...triggerSuite,
  ...taskSuite,
];
