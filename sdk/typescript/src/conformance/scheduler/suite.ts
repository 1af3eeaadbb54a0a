import type { Case } from "../case.js";
import { environmentSuite } from "./environment-suite.js";
import { featureSuite } from "./feature-suite.js";
import { imageSuite } from "./image-suite.js";
import { logsSuite } from "./logs-suite.js";
import { observeSuite } from "./observe-suite.js";
import { recoverySuite } from "./recovery-suite.js";
import { startSuite } from "./start-suite.js";
import { stopSuite } from "./stop-suite.js";
import { streamStartsSuite } from "./stream-starts-suite.js";

/** The scheduler role. */
export const schedulerSuite: readonly Case[] = [
  ...imageSuite,
  ...startSuite,
  ...streamStartsSuite,
  ...environmentSuite,
  ...observeSuite,
  ...logsSuite,
  ...stopSuite,
  ...recoverySuite,
  ...featureSuite,
];
