import { dirname, join } from "node:path";
import type { Logger } from "pino";
import { ReplaceableCredentials } from "./adapters/api/credentials.js";
import { openApi } from "./adapters/api/server.js";
import { openLedger } from "./adapters/ledger/ledger.js";
import { openLogFiles } from "./adapters/logs/log-files.js";
import { watchCertificate } from "./adapters/system/certificate.js";
import { makeFolder } from "./adapters/system/folders.js";
import {
  announce,
  bootstrapProof,
  keptSecret,
  localhostCertificate,
  localhostCertificatePath,
} from "./adapters/system/instance.js";
import { createAttach } from "./app/attach.js";
import { createAuthentication } from "./app/authentication.js";
import { createCommonTasks } from "./app/common-tasks.js";
import { createDerivedTokens } from "./app/credential.js";
import { Engine } from "./app/engine.js";
import { createFailedAttempts } from "./app/failed-attempts.js";
import { createObjectStore } from "./app/object-store.js";
import { createPluginDenials } from "./app/plugin-denials.js";
import { createRegistration } from "./app/registration.js";
import { createSecretKeyring, rekeyPointers } from "./app/rekey.js";
import { openRemover } from "./app/removal.js";
import { createResolver, type Resolver } from "./app/resolver.js";
import { openRetention } from "./app/retention.js";
import { kernelInitiator } from "./app/run-events.js";
import { createSecretStore } from "./app/secret-store.js";
import { StoreSweeper } from "./app/store-plugins.js";
import { createTaskOutputs } from "./app/task-outputs.js";
import { openPlugins } from "./compose-plugins.js";
import { composeTriggers } from "./compose-triggers.js";
import type { KernelConfig } from "./config.js";
import { Scope } from "./scope.js";
import { kernelVersion } from "./version.js";

export interface RunningKernel extends AsyncDisposable {
  readonly address: string;
  readonly scheduler: string;
}

/** What a caller may decide beside the configuration. */
export interface KernelOptions {
  readonly now?: () => number;
  /** Called where a crash would hurt most: tests end the process there. */
  readonly reached?: (point: string) => void;
  /** No plugin is started, so that an admin can repair what one has broken. */
  readonly safeMode?: boolean;
}

/** Opens everything in order and wires it; closes in reverse. What is broken in a plugin stops nothing here. */
export async function openKernel(
  config: KernelConfig,
  log: Logger,
  { now = Date.now, reached = () => undefined, safeMode = false }: KernelOptions = {},
): Promise<RunningKernel> {
  const scope = new Scope();
  try {
    return await compose(config, log, scope, { now, reached, safeMode });
  } catch (error) {
    await scope[Symbol.asyncDispose]();
    throw error;
  }
}

async function compose(
  config: KernelConfig,
  log: Logger,
  scope: Scope,
  { now, reached, safeMode }: Required<KernelOptions>,
): Promise<RunningKernel> {
  const { dataDirectory } = config;
  const startedAtMs = now();
  const directory = (...names: string[]) => {
    const path = join(dataDirectory, ...names);
    makeFolder(path, "set GOFER_DATA_DIR or data_dir to one that the kernel may write");
    return path;
  };
  directory();
  makeFolder(dirname(config.server.storagePath), "set server.storage_path to a file in one that the kernel may write");
  const { runObjectExpiry, pipelineObjectLimit } = config.objectStore;
  const ledger = openLedger(config.server.storagePath, { runObjectExpiry });
  scope.use(ledger);
  const { logsDirectory, logLimitBytes } = config.taskRuns;
  makeFolder(logsDirectory, "set task_run_logs_dir to one that the kernel may write");
  const logs = openLogFiles(logsDirectory, { limitBytes: logLimitBytes });

  const derivedTokens = createDerivedTokens(keptSecret(join(dataDirectory, "token-key"), 43));
  const tls = config.server.tls && scope.use(watchCertificate(config.server.tls, { log, now }));
  const certificate = tls?.current() ?? localhostCertificate(dataDirectory);
  const credentials = new ReplaceableCredentials(certificate);
  tls?.onChange((next) => credentials.replace(next));
  let setApiAddress: (address: string) => void = () => undefined;
  const apiAddress = new Promise<string>((resolve) => {
    setApiAddress = resolve;
  });
  const apiAccess = async () => ({
    address: config.server.advertisedHost ?? (await apiAddress),
    certificate: (tls?.current() ?? certificate).pem,
  });

  // Plugins are configured from the secrets that one of them keeps.
  const late: { resolver?: Resolver } = {};
  const { host, scheduler, kept, bundled, stores, copier, ...plugins } = await openPlugins({
    config,
    ledger,
    log,
    scope,
    directory,
    safeMode,
    kernelAccess: async (process) => {
      await apiAddress;
      return { ...(await apiAccess()), token: derivedTokens.ofPlugin(process) };
    },
    resolver: () => late.resolver,
    now,
  });

  const shared = { ledger, host, log, now };
  const objects = createObjectStore({ ...shared, choice: stores.objectStore, copier, pipelineObjectLimit });
  const secrets = createSecretStore({ ...shared, choice: stores.secretStore, copier });
  const keyring = createSecretKeyring({
    ...shared,
    kept,
    store: () => stores.secretStore.alias,
    isKept: (store) => bundled.some(({ alias, secrets: made }) => alias === store && rekeyPointers.key in made),
  });
  const sweeper = scope.use(new StoreSweeper(shared));
  await sweeper.start();

  const resolver = createResolver({ ledger, objects, secrets });
  late.resolver = resolver;

  const engine = scope.use(
    new Engine({
      ledger,
      host,
      logs,
      log,
      scheduler: () => scheduler.alias,
      runLimit: config.runLimit,
      stopTimeoutMs: config.taskRuns.stopTimeoutMs,
      resolver,
      keepOutputs: createTaskOutputs({ ledger, objects }),
      apiAccess: async (run) => {
        const { address, certificate } = await apiAccess();
        return {
          GOFER_API_TOKEN: derivedTokens.ofRun(run),
          GOFER_API_ADDRESS: address,
          GOFER_API_CERTIFICATE: certificate,
        };
      },
      now,
      random: Math.random,
    }),
  );
  const retention = scope.use(
    openRetention({
      ledger,
      logs,
      log,
      keptRunLogs: config.taskRuns.logExpiry,
      eventRetentionMs: config.events.retentionMs,
      eventPruneIntervalMs: config.events.pruneIntervalMs,
      now,
    }),
  );
  engine.onFinished(retention.runFinished);
  engine.recover();
  const remover = scope.use(
    openRemover({
      ledger,
      engine,
      log,
      now,
      steps: [
        async ({ runKeys }) => {
          for (const runKey of runKeys) await logs.removeRun(runKey);
        },
      ],
    }),
  );
  remover.resume();
  // When the API does not open, the engine must not wait for it at its end.
  scope.use({ [Symbol.dispose]: () => setApiAddress(config.server.host) });

  if (config.ignorePipelineRunEvents) await ledger.commit((writer) => writer.triggers.setAcceptsEvents(false));
  const { triggers, eventsAddress, warnings } = await composeTriggers(
    {
      ledger,
      engine,
      host,
      log,
      now,
      resolveSettings: async (ref, settings) =>
        (await resolver.resolveValues({ ...ref, runId: undefined }, settings, "pipeline")).values,
      externalEvents: config.externalEvents,
      certificate: config.developmentMode ? undefined : certificate,
      onCertificate: tls?.onChange,
      reached,
    },
    scope,
  );

  const commonTasks = createCommonTasks({ host, ledger });
  const registration = createRegistration({ ledger, host, triggers, commonTasks, now });
  const authentication = createAuthentication({
    ledger,
    derivedTokens,
    host,
    failedAttempts: createFailedAttempts(now),
    developmentMode: config.developmentMode,
    now,
  });
  const proof = bootstrapProof(dataDirectory);
  if (!ledger.isBootstrapped()) proof.make();
  const api = scope.use(
    await openApi({
      ledger,
      engine,
      attach: createAttach({
        ledger,
        recordEvent: (event) => ledger.commit((writer) => writer.recordEvents([event])),
        engine,
        isAllowed: config.taskRuns.attach,
        now,
      }),
      retention,
      host,
      plugins,
      logs,
      objects,
      secrets,
      keyring,
      triggers,
      registration,
      commonTasks,
      log,
      now,
      eventsAddress,
      credentials,
      warnings: () => [...warnings, ...(tls?.warnings() ?? [])],
      address: config.server.host,
      resultsLimit: config.server.resultsLimit,
      authentication,
      denials: createPluginDenials({ ledger, now }),
      remover,
      bootstrapProof: proof,
      info: {
        version: kernelVersion,
        developmentMode: config.developmentMode,
        startedAtMs,
        scheduler: () => scheduler.alias,
        dataDirectory,
      },
    }),
  );
  setApiAddress(api.address);
  scope.use(
    announce(dataDirectory, {
      address: api.address,
      eventsAddress,
      certificateFile: config.server.tls?.certificatePath ?? localhostCertificatePath(dataDirectory),
      serverName: certificate.serverName,
    }),
  );
  await ledger.commit((writer) =>
    writer.recordEvents([
      {
        kind: "service_started",
        initiator: kernelInitiator,
        occurredAtMs: startedAtMs,
        details: { version: kernelVersion },
      },
    ]),
  );
  scope.use({
    [Symbol.asyncDispose]: () =>
      ledger.commit((writer) =>
        writer.recordEvents([{ kind: "service_stopped", initiator: kernelInitiator, occurredAtMs: now() }]),
      ),
  });
  return {
    address: api.address,
    scheduler: scheduler.alias,
    [Symbol.asyncDispose]: () => scope[Symbol.asyncDispose](),
  };
}
