import { setTimeout as delay } from "node:timers/promises";
import { Fault, isFault, isTransient, messageOf } from "@gofer/sdk/fault";
import type { Logger } from "pino";
import type { Initiator } from "../domain/pipeline.js";
import type { InstallationRecord } from "../ports/installations.js";
import type { Ledger, LedgerWriter } from "../ports/ledger.js";
import type { StoreAmount, StoreItem, StoreRole, UncopiedItem } from "../ports/store-keys.js";
import { roleNames } from "./plugin-names.js";
import type { StoreChoice } from "./store-choice.js";
import type { StoreCopier } from "./store-copier.js";

export interface StoreMigrationOptions {
  readonly ledger: Ledger;
  readonly copier: StoreCopier;
  readonly choices: Readonly<Record<StoreRole, StoreChoice>>;
  readonly log: Logger;
  readonly now: () => number;
}

/** The plugin that is to keep a role's data, as an installation that is enabled. */
export interface StoreSwitch {
  readonly role: StoreRole;
  readonly record: InstallationRecord;
  readonly by: Initiator;
}

/** How far a migration is. What is put meanwhile is added to the total. */
export interface MigrationProgress {
  readonly copied: StoreAmount;
  readonly total: StoreAmount;
}

interface Meter {
  items: number;
  bytes: number;
  /** Bytes of items that have not arrived as a whole. */
  underWay: number;
}

export type StoreMigration = ReturnType<typeof createStoreMigration>;

const atOnce = 4;
const batchSize = 64;
const reportMs = 500;
/** A store that has died is started again; what was being copied is tried again until then. */
const patienceMs = 60_000;
/** So few are copied while new keys wait, or whatever there is after so many rounds. */
const smallRest = 8;
const roundsBeforeGate = 50;

/**
 * Moves what stores keep into another one while it is read and written. Everything is copied and read back beside what is
 * there; then one commit makes all keys stand for the copies. Whatever dies before it leaves copies that are given up at the
 * next start, and whatever dies after it has nothing more to do.
 */
export function createStoreMigration({ ledger, copier, choices, log, now }: StoreMigrationOptions) {
  const { storeKeys } = ledger;
  const underWay = new Set<StoreRole>();

  const alone = (role: StoreRole): Disposable => {
    if (underWay.has(role))
      throw new Fault("aborted", `another plugin is being put in use as ${roleNames[role]}: try again`);
    underWay.add(role);
    return { [Symbol.dispose]: () => void underWay.delete(role) };
  };

  /** One commit: what the keys stand for, the binding, and the event. */
  const switchTo = async (
    { role, record, by }: StoreSwitch,
    move: (writer: LedgerWriter) => Readonly<Record<string, string>>,
  ) => {
    const choice = choices[role];
    const { alias } = record;
    const before = choice.alias;
    await ledger.commit((writer) => {
      const moved = move(writer);
      writer.saveInstallation(record);
      writer.saveBinding({ role, alias, setting: choice.setting });
      const details = { plugin: alias, role: roleNames[role], before, ...moved };
      writer.recordEvents([{ kind: "plugin_used", initiator: by, occurredAtMs: now(), details }]);
    });
    choice.alias = alias;
    return before;
  };

  /** Copies one item, again while the plugins come back. False when its key was deleted or replaced meanwhile. */
  const copyOne = async ({ item, title, content }: UncopiedItem, to: StoreItem, signal: AbortSignal, meter: Meter) => {
    const until = performance.now() + patienceMs;
    for (let waitMs = 100; ; waitMs = Math.min(waitMs * 2, 2000)) {
      let arrived = 0;
      const moved = (bytes: number) => {
        arrived += bytes;
        meter.underWay += bytes;
      };
      try {
        await copier.copy({ from: item, to, title, content, signal, moved });
        await ledger.commit((writer) => writer.storeKeys.copied(to));
        meter.items++;
        meter.bytes += content?.sizeBytes ?? 0;
        return true;
      } catch (error) {
        if (!storeKeys.isNamed(item)) return false;
        const mayPass = isTransient(error) && !isFault(error, "exhausted");
        if (!mayPass || signal.aborted || performance.now() > until)
          throw isFault(error) ? new Fault(error.code, `${title}: ${error.message}`, { cause: error }) : error;
        await delay(waitMs, undefined, { signal });
      } finally {
        meter.underWay -= arrived;
      }
    }
  };

  /** Copies what there is now; what is put meanwhile may be left. */
  async function* copyOnce(role: StoreRole, store: string, signal: AbortSignal, meter: Meter) {
    const { items, bytes } = storeKeys.countUncopied(role, store);
    const total = { items: meter.items + items, bytes: meter.bytes + bytes };
    const progress = (): MigrationProgress => {
      const copied = { items: meter.items, bytes: meter.bytes + meter.underWay };
      return {
        copied,
        total: { items: Math.max(total.items, copied.items), bytes: Math.max(total.bytes, copied.bytes) },
      };
    };
    let after = 0;
    for (let rest = items; rest > 0; ) {
      // Announced in order, so that what is older stays older.
      const batch = await ledger.commit((writer) =>
        storeKeys.listUncopied(role, store, { after, limit: batchSize }).map((wanted) => ({
          wanted,
          to: writer.storeKeys.announceCopy(wanted.item, store, now()),
        })),
      );
      if (batch.length === 0) return;
      rest -= batch.length;
      after = batch.at(-1)?.wanted.item.id ?? after;
      const copyBatch = forEach(batch, signal, async ({ wanted, to }, ended) => {
        const isThere = await copyOne(wanted, to, ended, meter);
        if (!isThere) await ledger.commit((writer) => writer.storeKeys.giveUpItem(to.id));
      });
      yield* whileWorking(copyBatch, progress);
    }
  }

  return {
    /** What `use` would leave behind. */
    left: (role: StoreRole, alias: string): StoreAmount => storeKeys.countUncopied(role, alias),

    /** What is new is kept there from now on; what other stores keep stays with them. Returns the alias before. */
    async use(change: StoreSwitch): Promise<string> {
      using _alone = alone(change.role);
      using _closed = choices[change.role].close();
      return await switchTo(change, () => ({}));
    },

    /**
     * Copies, verifies, and switches; returns the alias before. On any error, and when the signal aborts, nothing has changed
     * and the copies are given up. Throws what `StoreCopier` throws.
     */
    async *migrate(change: StoreSwitch, signal: AbortSignal): AsyncGenerator<MigrationProgress, string> {
      const { role, record, by } = change;
      const { alias } = record;
      using _alone = alone(role);
      const meter: Meter = { items: 0, bytes: 0, underWay: 0 };
      let switched = false;
      let reason = "the call was cancelled";
      try {
        for (let round = 0; round < roundsBeforeGate; round++) {
          if (storeKeys.countUncopied(role, alias).items <= smallRest) break;
          yield* copyOnce(role, alias, signal, meter);
        }
        using _closed = choices[role].close();
        // What was committed before the gate was closed is seen by a commit that comes after it.
        await ledger.commit(() => undefined);
        while (storeKeys.countUncopied(role, alias).items > 0) yield* copyOnce(role, alias, signal, meter);
        signal.throwIfAborted();
        let moved: StoreAmount = { items: 0, bytes: 0 };
        const before = await switchTo(change, (writer) => {
          moved = writer.storeKeys.takeOver(role, alias);
          return { items: String(moved.items), bytes: String(moved.bytes) };
        });
        switched = true;
        log.info({ role, from: before, to: alias, ...moved }, "everything has moved to another store");
        return before;
      } catch (error) {
        reason = messageOf(error);
        throw error;
      } finally {
        if (!switched)
          await ledger.commit((writer) => {
            writer.storeKeys.giveUpCopies(role);
            const details = { plugin: alias, role: roleNames[role], reason };
            writer.recordEvents([{ kind: "store_migration_failed", initiator: by, occurredAtMs: now(), details }]);
          });
      }
    },
  };
}

/** A few at a time. The first failure ends the others, and is thrown when they have ended. */
async function forEach<T>(
  items: readonly T[],
  signal: AbortSignal,
  work: (item: T, signal: AbortSignal) => Promise<void>,
): Promise<void> {
  const failed = new AbortController();
  const ended = AbortSignal.any([signal, failed.signal]);
  const rest = items.values();
  const failures: unknown[] = [];
  const worker = async () => {
    for (const item of rest) {
      if (ended.aborted) return;
      try {
        await work(item, ended);
      } catch (error) {
        failures.push(error);
        failed.abort();
      }
    }
  };
  await Promise.all(Array.from({ length: atOnce }, worker));
  signal.throwIfAborted();
  if (failures.length > 0) throw failures[0];
}

/** Reports now and then while something works, and at its end. Does not return before it has ended. */
async function* whileWorking<T>(work: Promise<void>, report: () => T): AsyncGenerator<T> {
  let working = true;
  const ended = work.finally(() => {
    working = false;
  });
  try {
    while (working) {
      await Promise.race([ended, delay(reportMs, undefined, { ref: false })]);
      yield report();
    }
  } finally {
    await ended;
  }
}
