import type { Case } from "../case.js";
import { configureSuite } from "./configure-suite.js";
import { infoSuite } from "./info-suite.js";
import { statusSuite } from "./status-suite.js";

/** The service that every plugin serves. */
export const baseSuite: readonly Case[] = [...infoSuite, ...configureSuite, ...statusSuite];
