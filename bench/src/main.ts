import { writeFileSync } from "node:fs";
import { cpus, totalmem } from "node:os";
import { parseArgs } from "node:util";
import { measureDocker } from "./docker.js";
import { measureEngine } from "./engine.js";
import { measureFiring } from "./firing.js";
import { type Floors, measureFloors } from "./floors.js";
import { measureLogs } from "./logs.js";
import { type Figure, keepsGoal, mediansOf } from "./measure.js";
import { measureScale } from "./scale.js";
import { measureStart } from "./start.js";

type Suite = (floors: Floors, scale: number) => Promise<readonly Figure[]>;

const suites: Readonly<Record<string, Suite>> = {
  engine: measureEngine,
  firing: measureFiring,
  logs: measureLogs,
  scale: measureScale,
  start: measureStart,
  docker: measureDocker,
};

const { values } = parseArgs({
  options: {
    suite: { type: "string", multiple: true },
    rounds: { type: "string", default: "3" },
    scale: { type: "string", default: "1" },
    json: { type: "string" },
  },
});

const wanted = values.suite ?? Object.keys(suites);
const unknown = wanted.filter((name) => !(name in suites));
if (unknown.length > 0) {
  process.stderr.write(`there is no suite ${unknown.join(", ")}: the suites are ${Object.keys(suites).join(", ")}\n`);
  process.exit(2);
}

const rounds: { floors: Floors; figures: Map<string, readonly Figure[]> }[] = [];
for (let round = 1; round <= Number(values.rounds); round++) {
  const floors = await measureFloors();
  const figures = new Map<string, readonly Figure[]>();
  for (const name of wanted) {
    process.stderr.write(`round ${round} of ${values.rounds}: ${name}\n`);
    figures.set(name, (await suites[name]?.(floors, Number(values.scale))) ?? []);
  }
  rounds.push({ floors, figures });
}

const floorFigures = (floors: Floors): readonly Figure[] => [
  { name: "G: unary calls, 64 in flight", value: floors.unaryPerSecond, unit: "calls/s" },
  { name: "CPU of a unary call, caller", value: floors.unaryCpuUs, unit: "us" },
  { name: "P: message and answer on a stream", value: floors.pingMs, unit: "ms" },
  { name: "F: fdatasync of 4 KB", value: floors.fdatasyncMs, unit: "ms" },
  { name: "N: node -e 0", value: floors.nodeStartMs, unit: "ms" },
  { name: "L: stream of 64 KB messages", value: floors.streamMBps, unit: "MB/s" },
];

const results: Record<string, readonly Figure[]> = {
  floors: mediansOf(rounds.map(({ floors }) => floorFigures(floors))),
};
for (const name of wanted) results[name] = mediansOf(rounds.map(({ figures }) => figures.get(name) ?? []));

const number = (value: number) =>
  Math.abs(value) >= 100 ? Math.round(value).toLocaleString("en") : value.toPrecision(3);
for (const [name, figures] of Object.entries(results)) {
  process.stdout.write(`\n### ${name}\n\n| figure | value | ratio | goal | kept |\n|---|---:|---:|---|---|\n`);
  for (const figure of figures) {
    const ratio = figure.ratio === undefined ? "" : `${number(figure.ratio)} x ${figure.floor ?? ""}`;
    const kept = keepsGoal(figure);
    const mark = kept === undefined ? "" : kept ? "yes" : "**no**";
    process.stdout.write(
      `| ${figure.name} | ${number(figure.value)} ${figure.unit} | ${ratio} | ${figure.goal ?? ""} | ${mark} |\n`,
    );
  }
}
const machine = {
  cpus: cpus().length,
  model: cpus()[0]?.model,
  memoryGb: Math.round(totalmem() / 2 ** 30),
  node: process.version,
};
if (values.json !== undefined) writeFileSync(values.json, `${JSON.stringify({ machine, results }, undefined, 2)}\n`);
