import { test } from "vitest";
import { describeOwnEngine } from "../support/docker.js";
import { openProcessArena } from "./arena.js";
import { fight } from "./campaign.js";
import { openDockerArena } from "./docker-arena.js";

const asked = process.env["GOFER_CHAOS_KILLS"];
/** The short campaign is the same in every run; whoever asks for a long one gets another each time. */
const seed = Number(process.env["GOFER_CHAOS_SEED"] ?? (asked === undefined ? 116 : Date.now() % 1_000_000));

/**
 * What fails in a campaign that was asked for is to be looked at; the short one, on a machine that may be busy with anything, gets
 * a second chance. Within the campaign every wait has its end.
 */
const options = (kills: number, killMs: number) => ({
  retry: asked === undefined ? 1 : 0,
  timeout: 60_000 + kills * killMs,
});
const promise = "every task runs once an attempt, every run ends right, no output is lost";

const processKills = Number(asked ?? 50);
test(
  `on processes, whatever is killed ${processKills} times: ${promise} (seed ${seed})`,
  options(processKills, 3600),
  async () => {
    await using arena = await openProcessArena();
    await fight(arena, { seed, kills: processKills, pipelines: 12, pauseMs: 120, openRuns: 24, backendKills: 0 });
  },
);

// An engine of its own, which is killed as well.
const dockerKills = Number(asked ?? 50);
describeOwnEngine("on Docker", () => {
  test(`whatever is killed ${dockerKills} times: ${promise} (seed ${seed})`, options(dockerKills, 12_000), async () => {
    await using arena = await openDockerArena();
    await fight(arena, { seed, kills: dockerKills, pipelines: 6, pauseMs: 600, openRuns: 20, backendKills: 2.5 });
  });
});
