import { SecretStore } from "@gofer/proto";
import type { Bench } from "../bench.js";
import { defineSuite } from "../case.js";
import { checkEqual, refused } from "../check.js";
import { read } from "./driver.js";

/** An installation of its own with one secret, and the keys to change it to. */
async function driveRekey(bench: Bench) {
  const current = bench.fixture.secrets["/encryption_key"];
  if (current === undefined) return bench.skip("the fixture names no secret /encryption_key");
  const next = bench.random.bytes(current.length).toString("hex").slice(0, current.length);
  const installation = { ...bench.installation(), generation: 1 };
  const plugin = await bench.launch(installation);
  await bench.configure(plugin);
  const ref = { scope: bench.random.label("scope"), key: "k" };
  await plugin.client(SecretStore).put({ ref, value: Buffer.from("kept") });
  const others = bench.fixture.secrets;
  return {
    installation,
    plugin,
    ref,
    keys: {
      both: { ...others, "/encryption_key": next, "/previous_encryption_key": current },
      next: { ...others, "/encryption_key": next },
    },
  };
}

/** The optional parts. */
export const featureSuite = defineSuite(
  { prefix: "secretstore", contract: "gofer.secretstore.v1" },
  {
    rekey: {
      features: ["REKEY"],
      summary:
        "Configure with a new key and the one in force changes the key without a restart; the new one is enough then.",
      run: async (bench) => {
        const { installation, plugin, ref, keys } = await driveRekey(bench);
        const { restartRequired } = await bench.configure(plugin, { configHash: "new key", secrets: keys.both });
        checkEqual("restart_required", restartRequired, false);
        checkEqual("the value after the change", (await read(plugin.client(SecretStore), ref)).toString(), "kept");
        plugin.process().signal("SIGKILL");
        await plugin.process().exited;
        const after = await bench.launch({ ...installation, generation: 2 });
        await bench.configure(after, { configHash: "new key alone", secrets: keys.next });
        checkEqual("the value with the new key alone", (await read(after.client(SecretStore), ref)).toString(), "kept");
      },
    },
    "rekey-killed": {
      features: ["REKEY"],
      summary: "Killed while the key is changed, the store opens with the same two keys again.",
      run: async (bench) => {
        const { installation, plugin, ref, keys } = await driveRekey(bench);
        const changing = bench.configure(plugin, { configHash: "new key", secrets: keys.both }).catch(() => undefined);
        plugin.process().signal("SIGKILL");
        await plugin.process().exited;
        await changing;
        const after = await bench.launch({ ...installation, generation: 2 });
        await bench.configure(after, { configHash: "new key", secrets: keys.both });
        checkEqual("the value with both keys", (await read(after.client(SecretStore), ref)).toString(), "kept");
      },
    },
    "read-only": {
      features: ["READ_ONLY"],
      summary: "A READ_ONLY store answers Put and Delete with UNIMPLEMENTED.",
      run: async (bench) => {
        const client = (await bench.plugin()).client(SecretStore);
        const ref = { scope: bench.random.label("scope"), key: "k" };
        await refused("Put", client.put({ ref, value: Buffer.from("x") }), "unimplemented");
        await refused("Delete", client.delete({ ref }), "unimplemented");
      },
    },
  },
);
