import { connectKernel } from "@gofer/sdk";
import { Fault, messageOf } from "@gofer/sdk/fault";
import { definePlugin } from "@gofer/sdk/plugin";
import { openTrigger } from "@gofer/sdk/trigger";
import { reportChecks } from "./checks.js";
import { Config, Parameters, parsePrivateKey, validateConfig } from "./config.js";
import { openGithubApi } from "./github-api.js";
import { signTicket } from "./ticket.js";
import { answerWebhook } from "./webhook.js";

export const plugin = definePlugin({
  name: "trigger-github",
  version: "0.1.0",
  roles: { trigger: ["EVENTS"] },
  config: Config,
  parameters: Parameters,
  validate: validateConfig,
  open(config, { log, signal: stop, dataDirectory, kernel: address, reportStatus }) {
    const { app_webhook_secret: secret, app_id: appId, api_url: url } = config;
    const key = parsePrivateKey(config.app_key);
    const closed = new AbortController();
    const signal = AbortSignal.any([stop, closed.signal]);
    const noChecks = whyNoChecks(key !== undefined, address !== undefined);
    let reporting = Promise.resolve();
    let listening = Promise.resolve();
    const connection = key && address ? connectKernel(address) : undefined;
    if (key && connection) {
      const github = openGithubApi({ url, appId, key, signal });
      const { kernel } = connection;
      const reporter = reportChecks({ kernel, github, secret, dataDirectory, signal, log });
      // A run whose end nobody would hear of is not begun: the kernel delivers the event again.
      listening = reporter.listening.catch(() => undefined);
      reporting = reporter.ended.catch((error: unknown) => {
        if (signal.aborted) return;
        log.error({ error: messageOf(error) }, "checks are not reported any more");
        reportStatus({
          state: "degraded",
          reason: "NO_CHECKS",
          message: `checks are not reported: ${messageOf(error)}`,
        });
      });
    }

    const trigger = openTrigger({
      parameters: Parameters,
      signal,
      validate: ({ check, paths, events }) => [
        ...(check && noChecks !== "" ? [`check: ${noChecks}`] : []),
        ...(paths && !events.has("push")
          ? ["paths: only a push tells its files: add push to events, or leave it out"]
          : []),
      ],
      async handleEvent(request, subscriptions) {
        if (subscriptions.some(({ parameters }) => parameters.check)) await listening;
        if (signal.aborted) throw new Fault("unavailable", "the plugin is about to stop");
        return answerWebhook(request, subscriptions, {
          secret,
          checkTicket({ repository, sha }, payload, { id: subscription, label: name }) {
            const installation = payload.text("installation.id") || config.app_installation;
            if (sha === "" || installation === "") return "";
            return signTicket({ repository, sha, installation, name, subscription }, secret);
          },
        });
      },
    });
    return {
      ...trigger,
      async close() {
        closed.abort();
        await trigger.close?.();
        await reporting;
        connection?.close();
      },
    };
  },
});

function whyNoChecks(hasApp: boolean, hasKernel: boolean): string {
  if (!hasApp) return "checks need a GitHub App: the administrator sets app_id and app_key";
  return hasKernel
    ? ""
    : "checks need the results of runs: the administrator grants the plugin to read runs and events";
}
