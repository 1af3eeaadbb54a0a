import { cookie, launchEnvironment } from "../plugin/handshake.js";

/**
 * The whole environment of a plugin process: never the host's own, which may hold secrets.
 * `socketDirectory` is where the plugin must create its socket; `clientCertificate` is the PEM that it must ask for.
 */
export function pluginEnvironment(
  { socketDirectory, clientCertificate }: { socketDirectory: string; clientCertificate: string },
  own: NodeJS.ProcessEnv = process.env,
): NodeJS.ProcessEnv {
  return {
    PATH: own["PATH"],
    HOME: own["HOME"],
    LANG: own["LANG"],
    TZ: own["TZ"],
    // Where go-plugin before 1.5 creates its socket.
    TMPDIR: socketDirectory,
    [cookie.name]: cookie.value,
    [launchEnvironment.protocolVersions]: "1",
    [launchEnvironment.clientCertificate]: clientCertificate,
    [launchEnvironment.socketDirectory]: socketDirectory,
  };
}
