import type { Case } from "../case.js";
import { attachSuite } from "./attach-suite.js";
import { cancelSuite } from "./cancel-suite.js";
import { recoverySuite } from "./recovery-suite.js";
import { runSuite } from "./run-suite.js";

/** The task role. */
export const taskSuite: readonly Case[] = [...runSuite, ...attachSuite, ...cancelSuite, ...recoverySuite];
