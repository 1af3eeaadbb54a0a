import { Kernel } from "@gofer/proto";
import { expect, test } from "vitest";
import { access } from "../../kernel/src/adapters/api/access.js";

test("every RPC of the kernel has an access level, and no level is left of one that is gone", () => {
  const rpcs = Object.keys(Kernel.definition).map((name) => name.charAt(0).toLowerCase() + name.slice(1));
  expect(Object.keys(access).sort()).toEqual(rpcs.sort());
});
