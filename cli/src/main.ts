import { version } from "./version.js";

// A library's use of an outdated function is no news for who types a command; with an IP address as host there was one for each.
if (!process.env["GOFER_DEBUG"]) process.noDeprecation = true;

// Answered before anything is loaded: a version must be instant.
if (process.argv.length === 3 && ["--version", "-V"].includes(process.argv[2] ?? "")) {
  process.stdout.write(`${version}\n`);
} else if (process.argv[2] === "__complete") {
  const { completeLine } = await import("./complete-line.js");
  process.stdout.write(await completeLine(process.argv.slice(3)).catch(() => ""));
} else {
  const { runCli } = await import("./cli.js");
  const exitCode = await runCli(process.argv);
  // What a slow reader has not taken yet would be lost.
  for (const stream of [process.stdout, process.stderr])
    await new Promise<void>((resolve) => stream.write("", () => resolve()));
  process.exit(exitCode);
}
