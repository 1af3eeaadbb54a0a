import { setTimeout as delay } from "node:timers/promises";
import { defineSuite } from "../case.js";
import { check, checkEqual, collect, eventually, refused, within } from "../check.js";
import { residentBytes } from "../plugin-process.js";
import { driveScheduler, exitOf } from "./driver.js";

/** Bytes as octal escapes of printf. */
const octal = (bytes: Buffer) => [...bytes].map((byte) => `\\${byte.toString(8).padStart(3, "0")}`).join("");

/** A slow reader may cost a buffer or two, not the whole output. */
const slowOutputBytes = 96 << 20;
const slowGrowthBytes = 64 << 20;

/** The output of containers. */
export const logsSuite = defineSuite(
  { prefix: "scheduler", contract: "gofer.scheduler.v1" },
  {
    "logs-bytes": {
      summary: "Output comes byte by byte: zero bytes, broken UTF-8, no line end at the end.",
      run: async (bench) => {
        const { startOne, output, script } = await driveScheduler(bench);
        const bytes = Buffer.concat([Buffer.from([0, 255, 254, 13, 10, 27]), bench.random.bytes(300)]);
        const { key } = await startOne(script(`printf '${octal(bytes)}'`));
        const { stdout, stderr } = await output(key);
        check(stdout.equals(bytes), `${stdout.length} bytes came that are not the ${bytes.length} that were written`);
        checkEqual("the length of standard error", stderr.length, 0);
      },
    },
    "logs-streams": {
      summary: "Standard output and standard error are told apart.",
      run: async (bench) => {
        const { startOne, output, script } = await driveScheduler(bench);
        const { key } = await startOne(script("echo out; echo err >&2; echo out again"));
        const { stdout, stderr } = await output(key);
        checkEqual("standard output", stdout.toString(), "out\nout again\n");
        checkEqual("standard error", stderr.toString(), "err\n");
      },
    },
    "logs-eof": {
      summary: "A followed log ends with eof in its last message, after the container has ended.",
      run: async (bench) => {
        const { startOne, output, inspect, script } = await driveScheduler(bench);
        const { key } = await startOne(script("echo begin; sleep 1; echo end"));
        const { eof, stdout } = await output(key);
        check(eof, "the last message has no eof");
        checkEqual("the output", stdout.toString(), "begin\nend\n");
        await eventually("it has exited", async () => (await inspect(key)).state === "STATE_EXITED" || undefined, 5000);
      },
    },
    "logs-empty": {
      summary: "The log of a container that wrote nothing is an eof.",
      run: async (bench) => {
        const { startOne, output, script } = await driveScheduler(bench);
        const { key } = await startOne(script("true"));
        const { eof, stdout, stderr } = await output(key);
        checkEqual("the log", { eof, bytes: stdout.length + stderr.length }, { eof: true, bytes: 0 });
      },
    },
    "logs-last-chunk": {
      summary: "What is written right before the end is there, in every one of ten containers.",
      run: async (bench) => {
        const { start, output, script } = await driveScheduler(bench);
        const specs = Array.from({ length: 10 }, (_, index) =>
          script(`echo first; printf 'last words of ${index}'; exec false`),
        );
        await start(...specs);
        const outputs = await Promise.all(specs.map(({ key }) => output(key)));
        for (const [index, { stdout }] of outputs.entries()) {
          checkEqual(`the output of container ${index}`, stdout.toString(), `first\nlast words of ${index}`);
        }
      },
    },
    "logs-live": {
      summary: "With follow, output comes while the container runs.",
      run: async (bench) => {
        const { startOne, hasWritten, inspect, script } = await driveScheduler(bench);
        const { key } = await startOne(script("echo now; sleep 30"));
        await hasWritten(key, "now");
        checkEqual("the state when the first output comes", (await inspect(key)).state, "STATE_RUNNING");
      },
    },
    "logs-no-follow": {
      summary: "Without follow a running container's log is what is there, without eof.",
      run: async (bench) => {
        const { startOne, hasWritten, outputSoFar, script } = await driveScheduler(bench);
        const { key } = await startOne(script("echo now; sleep 30"));
        await hasWritten(key, "now");
        const { stdout, eof } = await outputSoFar(key);
        checkEqual("the log", { stdout: stdout.toString(), eof }, { stdout: "now\n", eof: false });
      },
    },
    "logs-no-follow-exited": {
      summary: "Without follow an exited container's log ends with eof.",
      run: async (bench) => {
        const { startOne, ended, outputSoFar, script } = await driveScheduler(bench);
        const { key } = await startOne(script("echo done"));
        await ended(key);
        const { stdout, eof } = await outputSoFar(key);
        checkEqual("the log", { stdout: stdout.toString(), eof }, { stdout: "done\n", eof: true });
      },
    },
    "logs-cursor": {
      summary: "Reading from the cursor of any chunk gives exactly what comes after it.",
      run: async (bench) => {
        const { startOne, ended, output, script } = await driveScheduler(bench);
        const { key } = await startOne(
          script(
            'i=0; while [ $i -lt 3000 ]; do echo "line $i of standard output, and some more of it to fill the chunks"; [ $((i % 7)) -eq 0 ] && echo "error $i" >&2; i=$((i+1)); done; exit 0',
          ),
        );
        await ended(key);
        const whole = await output(key);
        checkEqual("the number of lines", whole.stdout.toString().split("\n").length, 3001);
        for (const [index, { cursor }] of whole.chunks.entries()) {
          if (index > 20 && index < whole.chunks.length - 5) continue;
          const rest = await output(key, cursor);
          const after = whole.chunks.slice(index + 1);
          for (const stream of ["STREAM_STDOUT", "STREAM_STDERR"] as const) {
            const expected = Buffer.concat(after.filter((chunk) => chunk.stream === stream).map(({ data }) => data));
            const actual = stream === "STREAM_STDOUT" ? rest.stdout : rest.stderr;
            check(
              actual.equals(expected),
              `from the cursor of chunk ${index} come ${actual.length} bytes of ${stream}, expected ${expected.length}`,
            );
          }
        }
      },
    },
    "logs-cursor-live": {
      summary: "A reader that breaks off and goes on from its cursor while the container writes loses nothing.",
      run: async (bench) => {
        const { client, startOne, script } = await driveScheduler(bench);
        const { key } = await startOne(
          script("i=0; while [ $i -lt 30 ]; do echo line $i; i=$((i+1)); sleep 0.05 2>/dev/null || sleep 1; done"),
        );
        let cursor: Buffer = Buffer.alloc(0);
        let text = "";
        let eof = false;
        for (let reads = 0; !eof && reads < 200; reads++) {
          // One message, and the stream is broken.
          for await (const message of client.streamLogs({ key, cursor, follow: true })) {
            for (const chunk of message.chunks) {
              text += chunk.data.toString();
              cursor = chunk.cursor;
            }
            eof = message.eof;
            break;
          }
        }
        checkEqual("the output", text, Array.from({ length: 30 }, (_, index) => `line ${index}\n`).join(""));
      },
    },
    "logs-chunks": {
      summary: "Chunks have at most 64 KiB, cursors at most 256 bytes, and every chunk has a stream and a time.",
      run: async (bench) => {
        const { startOne, output, script } = await driveScheduler(bench);
        const before = Date.now() - 60_000;
        const { key } = await startOne(script("head -c 300000 /dev/zero | tr '\\0' x"));
        const { chunks, stdout } = await output(key);
        checkEqual("the length of the output", stdout.length, 300_000);
        for (const { data, cursor, stream, writtenAtMs } of chunks) {
          check(data.length <= 64 << 10, `a chunk has ${data.length} bytes`);
          check(cursor.length > 0 && cursor.length <= 256, `a cursor has ${cursor.length} bytes`);
          check(stream !== "STREAM_UNSPECIFIED", "a chunk has no stream");
          check(writtenAtMs > before && writtenAtMs < Date.now() + 60_000, `a chunk was written at ${writtenAtMs}`);
        }
      },
    },
    "logs-long-line": {
      summary: "A line of 1 MiB comes whole.",
      run: async (bench) => {
        const { startOne, output, script } = await driveScheduler(bench);
        const { key } = await startOne(script("head -c 1048576 /dev/zero | tr '\\0' y; echo; echo after"));
        const { stdout } = await output(key);
        checkEqual("the length of the output", stdout.length, 1_048_576 + 1 + 6);
      },
    },
    "logs-two-readers": {
      summary: "Two readers at once get the same.",
      run: async (bench) => {
        const { startOne, output, script } = await driveScheduler(bench);
        const { key } = await startOne(
          script("i=0; while [ $i -lt 500 ]; do echo line $i; i=$((i+1)); done; sleep 1; echo end"),
        );
        const [one, other] = await Promise.all([output(key), output(key)]);
        check(one.stdout.equals(other.stdout), "the two readers got different output");
        check(one.stdout.toString().endsWith("line 499\nend\n"), "the end of the output is missing");
      },
    },
    "logs-slow-reader": {
      summary: "A reader that stops reading stops neither the container nor makes the plugin's memory grow.",
      run: async (bench) => {
        const plugin = await bench.plugin();
        const { pid } = plugin.process();
        const before = residentBytes(pid);
        if (before === undefined) return bench.skip("this system does not show the memory of processes");
        const { client, startOne, ended, inspect, script } = await driveScheduler(bench);
        const { key } = await startOne(script(`yes "$(printf %01000d 0)" | head -c ${slowOutputBytes}; exit 3`));
        const stream = client.streamLogs({ key, follow: true })[Symbol.asyncIterator]();
        let received = 0;
        const count = ({ value, done }: Awaited<ReturnType<typeof stream.next>>) => {
          if (done === true) return false;
          received += value.chunks.reduce((sum, { data }) => sum + data.length, 0);
          return !value.eof;
        };
        count(await stream.next());
        let highest = before;
        const look = () => (highest = Math.max(highest, residentBytes(pid) ?? 0));
        await eventually(
          "the container ends although nobody reads its output",
          async () => {
            look();
            return (await inspect(key)).state === "STATE_EXITED" || undefined;
          },
          60_000,
        );
        for (let waited = 0; waited < 10; waited++) {
          await delay(50);
          look();
        }
        check(
          highest - before < slowGrowthBytes,
          `memory grew by ${(highest - before) >> 20} MiB while a reader of ${slowOutputBytes >> 20} MiB stood still`,
        );
        checkEqual("the exit code", exitOf(await ended(key)).exitCode, 3);
        await within(
          "the rest of the output comes",
          60_000,
          (async () => {
            while (count(await stream.next())) look();
          })(),
        );
        checkEqual("the bytes of the output", received, slowOutputBytes);
      },
    },
    "logs-unknown": {
      summary: "StreamLogs of an unknown key is NOT_FOUND.",
      run: async (bench) => {
        const { client } = await driveScheduler(bench);
        const log = client.streamLogs({ key: bench.random.label("nobody"), follow: true });
        await refused("StreamLogs of an unknown key", within("it is answered", 10_000, collect(log)), "notFound");
      },
    },
    "logs-bad-cursor": {
      summary: "A cursor that is not one of the plugin's is INVALID_ARGUMENT.",
      run: async (bench) => {
        const { client, startOne, ended, script } = await driveScheduler(bench);
        const { key } = await startOne(script("echo line"));
        await ended(key);
        const log = client.streamLogs({ key, cursor: bench.random.bytes(40), follow: false });
        await refused("StreamLogs from a foreign cursor", within("it is answered", 10_000, collect(log)), "invalid");
      },
    },
    "logs-cancelled": {
      summary: "A reader that goes away is forgotten: many broken streams leave the plugin as it was.",
      run: async (bench) => {
        const { client, startOne, hasWritten, output, script } = await driveScheduler(bench);
        const { key } = await startOne(script("echo begin; sleep 2; echo end"));
        await hasWritten(key, "begin");
        for (let reads = 0; reads < 30; reads++) {
          for await (const _message of client.streamLogs({ key, follow: true })) break;
        }
        checkEqual("the output", (await output(key)).stdout.toString(), "begin\nend\n");
      },
    },
  },
);
