import { existsSync, lstatSync } from "node:fs";
import { cookie, launchEnvironment, parseHandshake } from "../../plugin/handshake.js";
import { defineSuite } from "../case.js";
import { check, checkEqual } from "../check.js";
import { ends, shakeHands } from "./driver.js";

/** How the plugin's process begins. */
export const handshakeSuite = defineSuite(
  { prefix: "process", contract: "gofer.plugin.v1" },
  {
    handshake: {
      summary: "The plugin prints one line CORE|APP|NETWORK|ADDRESS|grpc|CERTIFICATE with versions 1 and 1.",
      run: async (bench) => {
        const process = await bench.spawn();
        const line = await process.handshakeLine();
        const { network, address } = parseHandshake(line);
        check(line.split("|").length >= 6, `the handshake line ${JSON.stringify(line)} has less than six fields`);
        if (network === "unix") {
          check(existsSync(address), `there is no socket at ${address} when the handshake line is printed`);
        }
      },
    },
    "handshake-noise": {
      level: "SHOULD",
      summary:
        "Nothing comes on standard output before the handshake line: a stricter host takes it for the handshake.",
      run: async (bench) => {
        const process = await bench.spawn();
        await process.handshakeLine();
        check(
          process.noise.length === 0,
          `${process.noise.length} lines before the handshake, the first is ${JSON.stringify(process.noise[0])}: log to standard error`,
        );
      },
    },
    "socket-directory": {
      summary:
        "The socket is in the directory that the host gave, so that the host can remove it and nobody else can reach it.",
      run: async (bench) => {
        const { process, handshake } = await shakeHands(bench);
        if (handshake.network === "tcp") return bench.skip("it serves on TCP");
        check(
          handshake.address.startsWith(`${process.socketDirectory}/`),
          `the socket ${handshake.address} is not in ${process.socketDirectory}`,
        );
      },
    },
    "socket-mode": {
      level: "SHOULD",
      summary: "Only the owner may use the socket.",
      run: async (bench) => {
        const { handshake } = await shakeHands(bench);
        if (handshake.network === "tcp") return bench.skip("it serves on TCP");
        const mode = lstatSync(handshake.address).mode & 0o077;
        checkEqual("the mode of the socket for others", mode.toString(8), "0");
      },
    },
    "tcp-needs-tls": {
      summary: "A plugin that serves on TCP shows a certificate: anybody on the machine can reach a port.",
      run: async (bench) => {
        const { handshake } = await shakeHands(bench);
        if (handshake.network === "unix") return bench.skip("it serves on a unix socket");
        check(handshake.certificate !== undefined, `it serves on ${handshake.address} without a certificate`);
      },
    },
    "no-cookie": {
      summary: "Started by a person, without the magic cookie, it ends with an error.",
      run: async (bench) => {
        const process = await bench.spawn({ environment: { [cookie.name]: undefined } });
        const how = await ends(process);
        check(/^exit code [1-9]/.test(how), `it ended with ${how}, expected an exit code that is not 0`);
        check(
          !/^\d+\|\d+\|/m.test(process.written().stdout),
          "it printed a handshake line although nobody shook hands",
        );
      },
    },
    "no-cookie-says-why": {
      level: "SHOULD",
      summary: "Started by a person it says on standard error that it is a plugin.",
      run: async (bench) => {
        const process = await bench.spawn({ environment: { [cookie.name]: undefined } });
        await ends(process);
        check(/plugin/i.test(process.written().stderr), "standard error does not say that this is a plugin");
      },
    },
    "wrong-cookie": {
      summary: "A wrong magic cookie is as good as none.",
      run: async (bench) => {
        const process = await bench.spawn({ environment: { [cookie.name]: "0".repeat(64) } });
        const how = await ends(process);
        check(/^exit code [1-9]/.test(how), `it ended with ${how}, expected an exit code that is not 0`);
      },
    },
    "other-protocol-versions": {
      summary:
        "Offered several versions, the plugin takes 1; offered none of its own, it announces its lowest or ends.",
      run: async (bench) => {
        const both = await bench.spawn({ environment: { [launchEnvironment.protocolVersions]: "7,1" } });
        checkEqual("the version it takes from 7 and 1", (await both.handshakeLine()).split("|")[1], "1");
        const newer = await bench.spawn({ environment: { [launchEnvironment.protocolVersions]: "7" } });
        const version = await Promise.race([
          newer.handshakeLine().then(
            (line) => line.split("|")[1],
            () => "ended",
          ),
          newer.exited.then(() => "ended"),
        ]);
        check(
          version === "1" || version === "ended",
          `offered version 7 it announces ${version ?? "nothing"}, expected 1`,
        );
      },
    },
  },
);
