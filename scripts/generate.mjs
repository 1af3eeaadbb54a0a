// Generates the types and the descriptor of all protos into proto/gen. With --check it only compares.
import { execFileSync } from "node:child_process";
import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { createRequire } from "node:module";
import { tmpdir } from "node:os";
import { dirname, join, relative } from "node:path";
import { fileURLToPath } from "node:url";
import protobuf from "protobufjs";

const root = dirname(dirname(fileURLToPath(import.meta.url)));
const protoRoot = join(root, "proto");
const committed = join(protoRoot, "gen");

const files = (folder) =>
  readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => relative(folder, join(entry.parentPath, entry.name)))
    .sort();

const protos = files(protoRoot).filter(
  (file) => file.endsWith(".proto") && !file.startsWith("node_modules") && !file.startsWith("dist"),
);

function generate(target) {
  rmSync(target, { recursive: true, force: true });
  const generator = createRequire(import.meta.url).resolve("@grpc/proto-loader/build/bin/proto-loader-gen-types.js");
  // File names come before -I: the option is an array and would swallow them.
  execFileSync(
    process.execPath,
    [
      generator,
      ...protos,
      "--longs=Number",
      "--enums=String",
      "--defaults",
      "--oneofs",
      "--includeComments",
      "--grpcLib=@grpc/grpc-js",
      "--importFileExtension=.js",
      "--inputTemplate=%sInput",
      "--outputTemplate=%s",
      "-O",
      target,
      "-I",
      ".",
    ],
    { cwd: protoRoot, stdio: ["ignore", "ignore", "inherit"] },
  );
  // One file per .proto that lists its messages: unused, and two protos are called plugin.proto.
  for (const file of readdirSync(target)) {
    if (file.endsWith(".ts")) rmSync(join(target, file));
  }
  const loaded = new protobuf.Root();
  const wellKnown = dirname(createRequire(import.meta.url).resolve("protobufjs/package.json"));
  loaded.resolvePath = (_origin, file) => join(file.startsWith("google/") ? wellKnown : protoRoot, file);
  loaded.loadSync(protos);
  const json = JSON.stringify(describe(loaded.resolveAll()));
  writeFileSync(
    join(target, "descriptor.ts"),
    `import type { Descriptor } from "../src/descriptor.js";\n\n` +
      `/** All protos, parsed. */\n` +
      `export const descriptor = JSON.parse(\n  ${JSON.stringify(json)},\n) as Descriptor;\n`,
  );
}

/** What proto/src/descriptor.ts says. The protos of protobuf itself are there for their options only. */
function describe(root) {
  const described = { messages: {}, enums: {}, services: {} };
  const nameOf = (type) => type.fullName.slice(1);
  const visit = (scope) => {
    for (const item of scope.nestedArray) {
      if (item.fullName === ".google") continue;
      if (item instanceof protobuf.Type) described.messages[nameOf(item)] = item.fieldsArray.map(describeField);
      else if (item instanceof protobuf.Enum) described.enums[nameOf(item)] = item.values;
      else if (item instanceof protobuf.Service) described.services[nameOf(item)] = describeMethods(item);
      if (item.nestedArray) visit(item);
    }
  };
  const describeField = ({ name, id, type, resolvedType, repeated, map, keyType, partOf }) => ({
    name,
    id,
    type: resolvedType ? nameOf(resolvedType) : type,
    ...(repeated ? { repeated } : {}),
    ...(map ? { key: keyType } : {}),
    ...(partOf ? { oneof: partOf.name } : {}),
  });
  const describeMethods = ({ methodsArray }) =>
    Object.fromEntries(
      methodsArray.map(({ name, resolvedRequestType, resolvedResponseType, requestStream, responseStream }) => [
        name,
        {
          request: nameOf(resolvedRequestType),
          response: nameOf(resolvedResponseType),
          ...(requestStream ? { requestStream } : {}),
          ...(responseStream ? { responseStream } : {}),
        },
      ]),
    );
  visit(root);
  return described;
}

if (process.argv.includes("--check")) {
  const fresh = mkdtempSync(join(tmpdir(), "gofer-gen-"));
  generate(fresh);
  const names = [...new Set([...files(fresh), ...files(committed)])];
  const read = (folder, file) => {
    try {
      return readFileSync(join(folder, file), "utf8");
    } catch {
      return undefined;
    }
  };
  const different = names.filter((file) => read(fresh, file) !== read(committed, file));
  rmSync(fresh, { recursive: true });
  if (different.length > 0) {
    process.stderr.write(`proto/gen is out of date: run npm run generate\n  ${different.join("\n  ")}\n`);
    process.exit(1);
  }
} else {
  generate(committed);
}
