import { setFlagsFromString } from "node:v8";
import { runInNewContext } from "node:vm";
import SqliteDatabase from "better-sqlite3";
import { expect, test } from "vitest";
import { keepStatements } from "./sqlite.js";

setFlagsFromString("--expose-gc");
const collect = runInNewContext("gc") as () => void;

test("no statement that was ever prepared is collected, and no database that is closed", async () => {
  const references = (() => {
    const database = keepStatements(new SqliteDatabase(":memory:"));
    const statement = database.prepare("SELECT 1").pluck();
    expect(statement.get()).toBe(1);
    database.close();
    return [new WeakRef(database), new WeakRef(statement)];
  })();
  // A weak reference holds until the turn ends in which it was made.
  await new Promise((resolve) => setImmediate(resolve));
  collect();
  expect(references.map((reference) => reference.deref() !== undefined)).toEqual([true, true]);
});

test("pragmas answer as before, and each is prepared once", () => {
  const plain = new SqliteDatabase(":memory:");
  const database = keepStatements(new SqliteDatabase(":memory:"));
  for (const source of [
    "journal_mode",
    "user_version = 7",
    "user_version",
    "synchronous = FULL",
    "foreign_keys = ON",
  ]) {
    const wanted = plain.pragma(source, { simple: true });
    expect(database.pragma(source, { simple: true }), source).toEqual(wanted);
  }
  expect(database.pragma("user_version")).toEqual([{ user_version: 7 }]);
  expect(database.pragma("synchronous", { simple: true })).toBe(2);
  expect(database.pragma("table_info('sqlite_schema')")).toEqual(plain.pragma("table_info('sqlite_schema')"));
  plain.close();
  database.close();
});
