import { commands } from "./commands/index.js";
import { complete } from "./completion.js";
import { environment } from "./environment.js";
import { parameterValues } from "./parameter-values.js";
import { loadSettings, settingsFile } from "./settings.js";

/** What the shell shows for the words after "gofer": a word and what it means a line. */
export async function completeLine(typed: readonly string[]): Promise<string> {
  const settings = loadSettings(settingsFile({}, process.env), {}, process.env);
  const [host, token] = [String(settings.host.value), String(settings.token.value)];
  const close: (() => void)[] = [];
  const connectKernel = async () => {
    const { connect } = await import("./connect.js");
    const tls = { authoritiesFile: String(settings.tls_ca.value), serverName: String(settings.tls_name.value) };
    const connection = connect(
      {
        host: host || undefined,
        token: token || undefined,
        authoritiesFile: tls.authoritiesFile || undefined,
        serverName: tls.serverName || undefined,
      },
      environment,
    );
    close.push(connection.close);
    return connection.kernel;
  };
  const candidates = await complete(commands, typed, parameterValues(connectKernel, String(settings.namespace.value)));
  for (const end of close) end();
  return candidates.map(({ word, summary }) => `${word}\t${summary}\n`).join("");
}
