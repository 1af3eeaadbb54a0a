import { defineSuite } from "../case.js";
import { checkEqual, collect, present, refused } from "../check.js";
import { codeOf, driveScheduler, itemCode, prepare } from "./driver.js";

/** How images are made available. */
export const imageSuite = defineSuite(
  { prefix: "scheduler", contract: "gofer.scheduler.v1" },
  {
    "prepare-image": {
      summary: "PrepareImage ends with a message that says what to start.",
      run: async (bench) => {
        await driveScheduler(bench);
      },
    },
    "prepare-image-repeat": {
      summary: "Concurrent and repeated PrepareImage calls give the same reference.",
      run: async (bench) => {
        const { client } = await driveScheduler(bench);
        const { image } = bench.fixture.scheduler;
        const references = await Promise.all([1, 2, 3].map(() => prepare(client, image)));
        checkEqual("the number of different references", new Set(references).size, 1);
      },
    },
    "prepare-image-malformed": {
      summary: "A reference that is not well-formed is INVALID_ARGUMENT.",
      run: async (bench) => {
        const { client } = await driveScheduler(bench);
        for (const image of ["", " "]) {
          await refused(`PrepareImage of ${JSON.stringify(image)}`, collect(client.prepareImage({ image })), "invalid");
        }
      },
    },
    "prepare-image-missing": {
      summary: "With pull policy NEVER an image that is not there is NOT_FOUND.",
      run: async (bench) => {
        const { client } = await driveScheduler(bench);
        const image = bench.fixture.scheduler.missingImage;
        if (image === undefined) return bench.skip("the fixture names no missingImage");
        const pull = client.prepareImage({ image, pullPolicy: "PULL_POLICY_NEVER" });
        await refused("PrepareImage of a missing image", collect(pull), "notFound");
      },
    },
    "start-missing-image": {
      summary: "Start of an image that is not there is an item with NOT_FOUND.",
      run: async (bench) => {
        const { tryStart, script } = await driveScheduler(bench);
        const image = bench.fixture.scheduler.missingImage;
        if (image === undefined) return bench.skip("the fixture names no missingImage");
        const [result] = await tryStart(script("true", { image }));
        checkEqual("the item's code", codeOf(present("the result", result)), itemCode.notFound);
      },
    },
  },
);
