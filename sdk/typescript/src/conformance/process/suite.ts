import type { Case } from "../case.js";
import { connectionSuite } from "./connection-suite.js";
import { endingSuite } from "./ending-suite.js";
import { handshakeSuite } from "./handshake-suite.js";

/** The plugin's process. */
export const processSuite: readonly Case[] = [...handshakeSuite, ...endingSuite, ...connectionSuite];
