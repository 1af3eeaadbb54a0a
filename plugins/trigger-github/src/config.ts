import { createPrivateKey, type KeyObject } from "node:crypto";
import { overlapParameter } from "@gofer/sdk/trigger";
import * as z from "zod";
import { parseEvents } from "./events.js";
import { parsePatterns } from "./patterns.js";

export const Config = z.strictObject({
  app_webhook_secret: z
    .string()
    .min(16, "is shorter than 16 characters: make it long and random, and give the same to GitHub")
    .describe("Secret of the webhook: proves that an event comes from GitHub.")
    .meta({ "x-gofer-secret": true }),
  app_id: z.string().default("").describe("Id of the GitHub App that reports checks; empty reports none."),
  app_key: z
    .string()
    .default("")
    .describe("Private key of the GitHub App: PEM, or PEM in base64.")
    .meta({ "x-gofer-secret": true }),
  app_installation: z
    .string()
    .regex(/^\d*$/, "is not a number")
    .default("")
    .describe("Installation of the GitHub App to use for events that name none."),
  api_url: z
    .string()
    .regex(/^https?:\/\/[^\s?#]+$/, "is not an http or https URL")
    .default("https://api.github.com")
    .describe("Address of the API: set it for GitHub Enterprise."),
});

/** What a schema cannot say about the configuration. */
export function validateConfig({ app_id, app_key }: z.output<typeof Config>): { pointer: string; message: string }[] {
  if (app_id !== "" && app_key === "") return [{ pointer: "/app_key", message: "is missing: app_id needs it" }];
  if (app_id === "" && app_key !== "") return [{ pointer: "/app_id", message: "is missing: app_key needs it" }];
  if (app_key !== "" && !parsePrivateKey(app_key)) {
    return [
      {
        pointer: "/app_key",
        message: "is not an RSA private key: give the PEM file of the app, as it is or in base64",
      },
    ];
  }
  return [];
}

/** A private key in PEM, or in PEM in base64 as the original wanted it. */
export function parsePrivateKey(text: string): KeyObject | undefined {
  const pem = text.includes("-----BEGIN") ? text : Buffer.from(text, "base64").toString();
  try {
    const key = createPrivateKey(pem);
    return key.asymmetricKeyType === "rsa" ? key : undefined;
  } catch {
    return undefined;
  }
}

const patterns = z.string().transform((text, context) => {
  const parsed = parsePatterns(text);
  if (parsed) return parsed;
  context.addIssue(`${JSON.stringify(text)} is not a list of patterns like "main,release/**,!release/old"`);
  return z.NEVER;
});

export const Parameters = z.strictObject({
  repository: z
    .string()
    .regex(/^[^/\s]+\/[^/\s]+$/, "is not of the form owner/repository")
    .describe("The repository whose events count: owner/repository."),
  events: z
    .string()
    .transform((text, context) => {
      const parsed = parseEvents(text);
      if (parsed.events) return parsed.events;
      for (const problem of parsed.problems) context.addIssue(problem);
      return z.NEVER;
    })
    .describe('The events that count, with actions if only some do: "push,pull_request/opened|synchronize".'),
  branches: patterns.optional().describe("Only events of these branches; of a pull request, of its base."),
  tags: patterns.optional().describe("Only pushes and creations of these tags."),
  paths: patterns.optional().describe("Only pushes that change one of these files."),
  check: z
    .enum(["true", "false"])
    .default("false")
    .transform((text) => text === "true")
    .describe("Reports the run as a check on the commit; needs a GitHub App."),
  overlap: overlapParameter().describe("What happens while a run of the same subscription is live."),
});
export type Parameters = z.output<typeof Parameters>;
