import type { Case } from "../case.js";
import { featureSuite } from "./feature-suite.js";
import { keepingSuite } from "./keeping-suite.js";
import { putSuite } from "./put-suite.js";
import { readSuite } from "./read-suite.js";

/** The secret store role. */
export const secretStoreSuite: readonly Case[] = [...putSuite, ...readSuite, ...keepingSuite, ...featureSuite];
