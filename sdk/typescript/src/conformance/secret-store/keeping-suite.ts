import { readFileSync } from "node:fs";
import { SecretStore } from "@gofer/proto";
import { defineSuite } from "../case.js";
import { check, checkEqual, describeError } from "../check.js";
import { drive, filesOf, isAbsent, largestBytes, read } from "./driver.js";

/** How well secrets are kept. */
export const keepingSuite = defineSuite(
  { prefix: "secretstore", contract: "gofer.secretstore.v1" },
  {
    "survives-kill": {
      summary: "What Put has answered survives SIGKILL of the plugin.",
      run: async (bench) => {
        const { store, scope } = await drive(bench);
        await store("k", "kept");
        await bench.restart();
        const { client } = await drive(bench);
        checkEqual("the value", (await read(client, { scope, key: "k" })).toString(), "kept");
      },
    },
    "encrypted-at-rest": {
      summary: "No file of the data directory holds a value, and no file name.",
      run: async (bench) => {
        const { store } = await drive(bench);
        const canary = bench.canary();
        await store("k", canary);
        const { installation } = await bench.plugin();
        for (const path of filesOf(installation.dataDirectory)) {
          check(!path.includes(canary), "a file name holds the value");
          const content = readFileSync(path);
          const forms = [
            canary,
            Buffer.from(canary).toString("base64").slice(0, 20),
            Buffer.from(canary).toString("hex"),
          ];
          check(!forms.some((form) => content.includes(form)), `${path} holds the value in the clear`);
        }
      },
    },
    "keeps-secrets": {
      summary: "No value is in the output, in an error message, or in an answer that is not asked for values.",
      run: async (bench) => {
        const { client, scope, put } = await drive(bench);
        const canary = bench.canary();
        const ref = { scope, key: "k" };
        const answers = [
          await put(ref, canary).then(() => "", describeError),
          await put(ref, canary, true).then(() => "", describeError),
          await put({ scope, key: "k".repeat(300) }, canary).then(() => "", describeError),
          await put({ scope, key: "long" }, canary.padEnd(largestBytes + 1, "x")).then(() => "", describeError),
          JSON.stringify(await client.list({ scope })),
        ];
        await client.get({ ref });
        await client.batchGet({ refs: [ref] });
        await client.delete({ ref });
        answers.push(await client.get({ ref }).then(() => "", describeError));
        bench.checkSecrecy(...answers);
      },
    },
    "other-installation": {
      summary: "Two installations do not see each other's secrets.",
      run: async (bench) => {
        const { store, scope, value } = await drive(bench);
        await store("k", "mine");
        const neighbour = await bench.launch();
        await bench.configure(neighbour);
        const theirs = neighbour.client(SecretStore);
        check(await isAbsent(theirs, { scope, key: "k" }), "a secret of another installation is seen");
        await theirs.delete({ ref: { scope, key: "k" } });
        checkEqual("my secret", await value("k"), "mine");
      },
    },
  },
);
