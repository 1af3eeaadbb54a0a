import { defineSuite } from "../case.js";
import { checkEqual, collect, describeError } from "../check.js";
import { drive, endless, resultOf } from "./driver.js";

/** What is known after the plugin was killed, and what is never told. */
export const recoverySuite = defineSuite(
  { prefix: "task", contract: "gofer.task.v1" },
  {
    "recover-ended": {
      summary: "The result of an execution survives SIGKILL of the plugin until Forget.",
      run: async (bench) => {
        const before = await drive(bench);
        const key = before.newKey();
        const result = resultOf(await before.run(key, bench.fixture.task.settings));
        await bench.restart();
        const after = await drive(bench);
        checkEqual("the result after the restart", resultOf(await after.attach(key)), result);
        checkEqual("the result that Run joins", resultOf(await after.run(key, bench.fixture.task.settings)), result);
      },
    },
    "recover-running": {
      summary:
        "After SIGKILL of the plugin an execution that went on is LOST, or goes on when RESUMABLE; it is not run again.",
      run: async (bench) => {
        const settings = await endless(bench);
        const before = await drive(bench);
        const key = before.newKey();
        await before.begin(key, settings);
        await bench.restart();
        const plugin = await bench.plugin();
        const { contracts } = await plugin.base.getInfo({});
        const resumable = contracts.some(
          ({ name, features }) => name === "gofer.task.v1" && features.includes("RESUMABLE"),
        );
        const after = await drive(bench);
        if (resumable) {
          const joined = after.attach(key);
          await after.client.cancel({ key });
          checkEqual("the kind of the result", resultOf(await joined).kind, "KIND_CANCELLED");
          return;
        }
        checkEqual("the kind of the result", resultOf(await after.attach(key)).kind, "KIND_LOST");
        checkEqual("the kind that Run tells", resultOf(await after.run(key, settings)).kind, "KIND_LOST");
      },
    },
    "keeps-secrets": {
      summary: "Values of settings and variables are not written to the plugin's output, nor told in errors.",
      run: async (bench) => {
        const { client, newKey, request } = await drive(bench);
        const { secretSetting, settings } = bench.fixture.task;
        const canary = bench.canary();
        const secret = secretSetting === undefined ? settings : { ...settings, [secretSetting]: canary };
        const answers: string[] = [];
        for (const hash of ["one", "other"]) {
          const key = newKey();
          const run = client.run(
            { ...request(key, secret, hash), variables: { TOKEN: canary } },
            { timeoutMs: 30_000 },
          );
          answers.push(await collect(run).then(() => "", describeError));
          answers.push(
            await collect(client.run({ ...request(key, secret, "third"), variables: { TOKEN: canary } })).then(
              () => "",
              describeError,
            ),
          );
        }
        bench.checkSecrecy(...answers);
      },
    },
  },
);
