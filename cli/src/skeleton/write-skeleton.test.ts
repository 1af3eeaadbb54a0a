import { existsSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, expect, test } from "vitest";
import { pipelineSkeleton } from "./skeletons.js";
import { writeSkeleton } from "./write-skeleton.js";

let root: string;
beforeEach(() => {
  root = mkdtempSync(join(tmpdir(), "gofer-skeleton-"));
});
afterEach(() => rmSync(root, { recursive: true }));

/** Its second layer wants a folder where the first one has put a file. */
const broken = [...pipelineSkeleton, ...pipelineSkeleton.map((layer) => ({ ...layer, into: "README.md" }))];

test("a new folder and those above it are made, with the names of the models replaced", () => {
  const directory = join(root, "a", "b");
  writeSkeleton(directory, pipelineSkeleton, [["my_pipeline", "nightly"]]);
  expect(readFileSync(join(directory, "pipeline.ts"), "utf8")).toContain('newPipeline("nightly", "nightly")');
  expect(readdirSync(join(root, "a"))).toEqual(["b"]);
});

test("an empty folder is filled, a repository in it is left alone", () => {
  mkdirSync(join(root, ".git"));
  writeSkeleton(root, pipelineSkeleton, []);
  expect(readdirSync(root)).toEqual(expect.arrayContaining([".git", ".gitignore", "pipeline.ts"]));
  expect(readdirSync(root).filter((name) => name.startsWith(".gofer-"))).toEqual([]);
});

test("what fails in the middle leaves nothing", () => {
  mkdirSync(join(root, "there", ".git"), { recursive: true });
  for (const name of ["new", "there"]) {
    expect(() => writeSkeleton(join(root, name), broken, [])).toThrow("cannot be written");
  }
  expect(existsSync(join(root, "new"))).toBe(false);
  expect(readdirSync(root)).toEqual(["there"]);
  expect(readdirSync(join(root, "there"))).toEqual([".git"]);
});

test("a folder with anything in it, and a file, are refused by name", () => {
  writeFileSync(join(root, "notes"), "mine");
  expect(() => writeSkeleton(root, pipelineSkeleton, [])).toThrow(`${root} is not empty (notes): name another one`);
  expect(() => writeSkeleton(join(root, "notes"), pipelineSkeleton, [])).toThrow("notes is a file");
  expect(() => writeSkeleton(join(root, "notes", "x"), pipelineSkeleton, [])).toThrow("cannot be written");
  expect(readdirSync(root)).toEqual(["notes"]);
});
