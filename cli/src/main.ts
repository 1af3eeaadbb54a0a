import { version } from "./version.js";

// Answered before anything is loaded: a version must be instant.
if (process.argv.length === 3 && ["--version", "-V"].includes(process.argv[2] ?? "")) {
  process.stdout.write(`${version}\n`);
} else {
  const { runCli } = await import("./cli.js");
  process.exit(await runCli(process.argv));
}
