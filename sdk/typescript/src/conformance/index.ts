export type { Case } from "./case.js";
export { Fixture } from "./fixture.js";
export { countResults, toJunit } from "./report.js";
export { type CaseResult, type ConformanceOptions, type Report, runConformance } from "./run.js";
export { cases } from "./suites.js";
export { directoryTarget, readFixture, type Target } from "./target.js";
