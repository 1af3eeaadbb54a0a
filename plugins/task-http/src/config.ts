import { durationParameter } from "@gofer/sdk/task";
import * as z from "zod";

export const Config = z.strictObject({
  allowed_hosts: z
    .array(z.string().min(1))
    .default([])
    .describe('Hosts that pipelines may call: "api.example.com", "*.example.com", "localhost:8080". Empty allows all.'),
  headers: z
    .string()
    .default("")
    .describe('Headers of every call, "Name: value" one per line, for example with a token. Needs allowed_hosts.')
    .meta({ "x-gofer-secret": true }),
});

/** What a schema cannot say about the configuration. */
export function validateConfig({ allowed_hosts, headers }: z.output<typeof Config>) {
  const problems: { pointer: string; message: string }[] = [];
  if (headers !== "" && !parseHeaders(headers)) {
    problems.push({ pointer: "/headers", message: 'is not a list of lines "Name: value"' });
  }
  if (headers !== "" && allowed_hosts.length === 0) {
    problems.push({
      pointer: "/allowed_hosts",
      message: "is empty: the headers would be sent to any host a pipeline names",
    });
  }
  return problems;
}

export type Headers = readonly (readonly [string, string])[];

/** Reads "Name: value" lines. Undefined when a line is none. */
export function parseHeaders(text: string): Headers | undefined {
  const lines = text.split(/\r?\n/).filter((line) => line.trim() !== "");
  const headers = lines.map((line) => /^([A-Za-z0-9!#$%&'*+.^_`|~-]+):[ \t]*([^\r\n\0]*?)[ \t]*$/.exec(line));
  if (headers.includes(null)) return undefined;
  return headers.map((match) => [match?.[1] ?? "", match?.[2] ?? ""]);
}

/** True when a status is among "200", "200,201" or "200-299,404". */
export type Expectation = (status: number) => boolean;

function parseExpectation(text: string): Expectation | undefined {
  const ranges = text.split(",").map((item) => /^([1-5]\d\d)(?:-([1-5]\d\d))?$/.exec(item.trim()));
  if (ranges.includes(null)) return undefined;
  return (status) => ranges.some((match) => status >= Number(match?.[1]) && status <= Number(match?.[2] ?? match?.[1]));
}

const parsed = <Value>(parse: (text: string) => Value | undefined, right: string) =>
  z.string().transform((text, context) => {
    const value = parse(text);
    if (value !== undefined) return value;
    context.addIssue(`${JSON.stringify(text)} is not ${right}`);
    return z.NEVER;
  });

function parseUrl(text: string): URL | undefined {
  const url = URL.parse(text);
  return url && ["http:", "https:"].includes(url.protocol) && url.username + url.password === "" ? url : undefined;
}

export const Settings = z.strictObject({
  url: z
    .string()
    .transform((text, context) => {
      const url = parseUrl(text);
      if (url) return url;
      // The value may hold a secret: it is not repeated.
      context.addIssue("is not an http or https URL without user and password: credentials go into headers");
      return z.NEVER;
    })
    .describe("What to call: http or https, without user and password."),
  method: z.enum(["GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS"]).default("GET").describe("HTTP method."),
  headers: z
    .string()
    .default("")
    .transform((text, context) => {
      const headers = parseHeaders(text);
      if (headers) return headers;
      context.addIssue('is not a list of lines "Name: value"');
      return z.NEVER;
    })
    .describe('Headers, "Name: value" one per line.'),
  body: z.string().optional().describe("Body, as it is."),
  timeout: durationParameter({ minMs: 1 }).prefault("30s").describe("How long one try may take."),
  retries: parsed((text) => (/^(\d|10)$/.test(text) ? Number(text) : undefined), "a number from 0 to 10")
    .prefault("0")
    .describe("How often a call is tried again that failed on the way or was answered 408, 429 or 5xx, unasked for."),
  backoff: durationParameter({ minMs: 1 }).prefault("1s").describe("Pause before the second try; doubles each time."),
  expect: parsed(parseExpectation, 'a list of statuses like "200-299,404"')
    .prefault("200-299")
    .describe('Statuses that are a success: "200", "200-299,404".'),
});
export type Settings = z.output<typeof Settings>;
