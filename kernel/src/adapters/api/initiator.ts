import type { Initiator } from "../../domain/pipeline.js";

/** A caller of the API in development mode, where nobody has a name. */
export const userInitiator: Initiator = { kind: "user", name: "development mode" };
