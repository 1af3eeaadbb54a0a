import type { Case } from "../case.js";
import { creditSuite } from "./credit-suite.js";
import { eventSuite } from "./event-suite.js";
import { scheduleSuite } from "./schedule-suite.js";
import { subscriptionSuite } from "./subscription-suite.js";

/** The trigger role. */
export const triggerSuite: readonly Case[] = [...subscriptionSuite, ...scheduleSuite, ...creditSuite, ...eventSuite];
