export type {
  ContainerEventInput,
  ContainerSpec,
  ContainerStatusInput,
  ExitResultInput,
  ItemErrorInput,
  LogChunkInput,
  StartResultInput,
} from "@gofer/proto";
export { type Certificate, createCertificate, toPem } from "./certificate.js";
export { type Claim, claimInTurn } from "./claim.js";
export {
  definePlugin,
  type OpenPlugin,
  type PluginContext,
  type PluginDefinition,
  type PluginStatus,
  type Role,
  type RoleImpl,
  roles,
  schemaOf,
} from "./define.js";
export {
  applicationProtocolVersion,
  cookie,
  formatHandshake,
  type Handshake,
  launchEnvironment,
  looksLikeHandshake,
  parseHandshake,
} from "./handshake.js";
export { compareKeys, type KeyPage, keyPage, pageToken } from "./list-page.js";
export {
  checkObjectName,
  checkSecretName,
  maxChunkBytes,
  type ObjectInfo,
  type ObjectSink,
  type PutHeader,
  receiveObject,
} from "./receive-object.js";
export { servePlugin } from "./serve.js";
