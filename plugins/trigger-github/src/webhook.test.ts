import { createHmac } from "node:crypto";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { parseParameters } from "@gofer/sdk/trigger";
import definitions from "@octokit/webhooks-examples";
import { expect, test } from "vitest";
import { Parameters } from "./config.js";
import { eventNames } from "./events.js";
import { answerWebhook } from "./webhook.js";

/** Payloads that GitHub and its users have published. */
const published: unknown = definitions;
const examples = published as readonly { readonly name: string; readonly examples: readonly unknown[] }[];
const documentation = readFileSync(join(import.meta.dirname, "../../../docs/triggers-provided.md"), "utf8");

const secret = "a-long-random-secret";
const options = { secret, checkTicket: () => "ticket" };

interface Delivery {
  readonly event?: string;
  readonly body: Buffer;
  readonly delivery?: string;
  readonly signature?: string;
  readonly contentType?: string;
}

function request({
  event = "push",
  body,
  delivery = "72d3162e-cc78",
  signature,
  contentType = "application/json",
}: Delivery) {
  const signed = signature ?? `sha256=${createHmac("sha256", secret).update(body).digest("hex")}`;
  return {
    ...{ eventId: "e1", receivedAtMs: 1_700_000_000_000, method: "POST", path: "/events/trigger-github", body },
    headers: [
      { name: "X-GitHub-Event", value: event },
      { name: "x-github-delivery", value: delivery },
      { name: "Content-Type", value: contentType },
      ...(signed === "" ? [] : [{ name: "X-Hub-Signature-256", value: signed }]),
    ],
  };
}

function subscription(parameters: Record<string, string>, id = "s1") {
  const parsed = parseParameters(Parameters, parameters);
  if (!parsed.parameters) throw new Error(parsed.violations.join("; "));
  const shared = { namespace: "default", pipelineId: "p", label: "ci", createdAtMs: 1, lastExpectedAtMs: 0 };
  return { id, ...shared, parameters: parsed.parameters };
}

const json = (value: unknown) => Buffer.from(JSON.stringify(value));

function fire(event: string, payload: unknown, parameters: Record<string, string>) {
  const repository = "Codertocat/Hello-World";
  const wanted = [subscription({ repository, events: event, ...parameters })];
  return answerWebhook(request({ event, body: json(payload) }), wanted, options).firings?.[0];
}

const payloadsOf = (event: string): readonly unknown[] => examples.find(({ name }) => name === event)?.examples ?? [];

test.each(eventNames)("every published example of %s makes a run with variables that are all text", (event) => {
  const payloads = payloadsOf(event);
  expect(payloads.length).toBeGreaterThan(0);
  for (const payload of payloads) {
    const { full_name: repository } = (payload as { repository: { full_name: string } }).repository;
    const events = event === "push" ? "push/created|updated|forced|deleted" : event;
    const wanted = [subscription({ repository: repository.toUpperCase(), events })];
    const answer = answerWebhook(request({ event, body: json(payload) }), wanted, options);
    expect(answer.status).toBe(200);
    const [firing] = answer.firings ?? [];
    expect(firing?.eventId).toBe("72d3162e-cc78");
    expect(firing?.variables).toMatchObject({
      GOFER_TRIGGER_GITHUB_EVENT: event,
      GOFER_TRIGGER_GITHUB_REPOSITORY: repository,
    });
    for (const [name, value] of Object.entries(firing?.variables ?? {})) {
      expect(typeof value).toBe("string");
      expect(value).not.toMatch(/^(undefined|null|\[object)/);
      expect(documentation).toContain(`\`${name.replace("GOFER_TRIGGER_GITHUB_", "")}\``);
    }
  }
});

test("a push gives the documented variables, and the wrong spelling of old too", () => {
  const push = payloadsOf("push").find((payload) => (payload as { ref: string }).ref === "refs/heads/master");
  const variables = fire("push", push, {})?.variables;
  expect(variables).toMatchObject({
    GOFER_TRIGGER_GITHUB_REF: "refs/heads/master",
    GOFER_TRIGGER_GITHUB_REF_NAME: "master",
    GOFER_TRIGGER_GITHUB_REF_TYPE: "branch",
    GOFER_TRIGGER_GITHUB_HEAD_COMMIT_ID: "6113728f27ae82c7b1a177c8d03f9e96e0adf246",
    GOFER_TRIGGER_GITHUB_HEAD_COMMIT_AUTHOR_USERNAME: "Codertocat",
    GOFER_TRIGGER_GITHUB_HEAD_COMMIT_COMMITTER_NAME: "Codertocat",
    GOFER_TRIGGER_GITHUB_HEAD_COMMIT_COMMITER_NAME: "Codertocat",
    GOFER_TRIGGER_GITHUB_DEFAULT_BRANCH: "master",
    GOFER_TRIGGER_GITHUB_CLONE_URL: "https://github.com/Codertocat/Hello-World.git",
  });
});

test("a pull request gives its number, base, fork and draft", () => {
  const opened = payloadsOf("pull_request").find((payload) => (payload as { action: string }).action === "opened");
  expect(fire("pull_request", opened, {})?.variables).toMatchObject({
    GOFER_TRIGGER_GITHUB_ACTION: "opened",
    GOFER_TRIGGER_GITHUB_PULLREQUEST_NUMBER: "2",
    GOFER_TRIGGER_GITHUB_PULLREQUEST_BRANCH: "changes",
    GOFER_TRIGGER_GITHUB_PULLREQUEST_BASE_REF: "master",
    GOFER_TRIGGER_GITHUB_PULLREQUEST_FORK: "false",
    GOFER_TRIGGER_GITHUB_PULLREQUEST_DRAFT: "false",
  });
});

test("a payload with anything missing or null makes no error", () => {
  const strip = (value: unknown, what: unknown): unknown => {
    if (typeof value !== "object" || value === null) return what;
    return Object.fromEntries(Object.entries(value).map(([name, inner]) => [name, strip(inner, what)]));
  };
  for (const event of eventNames) {
    for (const payload of payloadsOf(event)) {
      for (const what of [null, undefined, [], {}, 7]) {
        for (const name of Object.keys(payload as object)) {
          const broken = { ...(payload as object), [name]: what };
          expect(answerWebhook(request({ event, body: json(broken) }), [], options).status).toBe(200);
        }
        const repository = { full_name: "a/b" };
        const bare = { ...(strip(payload, what) as object), repository };
        const wanted = [
          subscription({ repository: "a/b", events: event === "push" ? "push/updated|deleted|created|forced" : event }),
        ];
        expect(answerWebhook(request({ event, body: json(bare) }), wanted, options).status).toBe(200);
      }
    }
  }
});

test("forged and unsigned deliveries are refused with 401, whatever the body is", () => {
  const body = json(payloadsOf("push")[0]);
  const right = createHmac("sha256", secret).update(body).digest("hex");
  const wrong = createHmac("sha256", "another-secret").update(body).digest("hex");
  for (const signature of [
    "",
    `sha256=${wrong}`,
    `sha1=${right}`,
    right,
    `sha256=${right}00`,
    "sha256=",
    "sha256=zz",
  ]) {
    const answer = answerWebhook(
      request({ body, signature }),
      [subscription({ repository: "a/b", events: "push" })],
      options,
    );
    expect([answer.status, answer.firings]).toEqual([401, undefined]);
    expect(answer.body).not.toContain(secret);
  }
  expect(answerWebhook(request({ body, signature: `sha256=${right.toUpperCase()}` }), [], options).status).toBe(200);
  const changed = Buffer.concat([body, Buffer.from(" ")]);
  expect(answerWebhook(request({ body: changed, signature: `sha256=${right}` }), [], options).status).toBe(401);
});

test("bad input is answered with 400 to 499, a ping with pong, an unknown event with 202", () => {
  const status = (delivery: Delivery, method = "POST") =>
    answerWebhook({ ...request(delivery), method }, [], options).status;
  expect(status({ body: Buffer.from("{") })).toBe(400);
  expect(status({ body: Buffer.from("null") })).toBe(400);
  expect(status({ body: json({}), delivery: "" })).toBe(400);
  expect(status({ body: json({}), delivery: "x\ny" })).toBe(400);
  expect(status({ body: json({}) }, "GET")).toBe(405);
  expect(status({ body: json(payloadsOf("ping")[0]), event: "ping" })).toBe(200);
  expect(status({ body: json({}), event: "star" })).toBe(202);
  expect(status({ body: json({}), event: "constructor" })).toBe(202);
});

test("a webhook that sends forms works too", () => {
  const body = Buffer.from(new URLSearchParams({ payload: JSON.stringify(payloadsOf("push")[4]) }).toString());
  const contentType = "application/x-www-form-urlencoded";
  const wanted = [subscription({ repository: "codertocat/hello-world", events: "push" })];
  expect(answerWebhook(request({ body, contentType }), wanted, options).firings).toHaveLength(1);
});

test("events, actions, branches, tags and paths choose who runs", () => {
  const push = (more: object) => ({ repository: { full_name: "Codertocat/Hello-World" }, ...more });
  const branch = push({ ref: "refs/heads/release/1", commits: [{ added: ["docs/a.md"], modified: ["src/x/y.ts"] }] });
  const tag = push({ ref: "refs/tags/v1.2", created: true });
  const fires = (payload: unknown, parameters: Record<string, string>) =>
    fire("push", payload, parameters) !== undefined;
  expect(fires(branch, {})).toBe(true);
  expect(fires(branch, { branches: "main,release/*" })).toBe(true);
  expect(fires(branch, { branches: "release/**,!release/1" })).toBe(false);
  expect(fires(branch, { branches: "!main" })).toBe(true);
  expect(fires(branch, { tags: "v*" })).toBe(false);
  expect(fires(tag, { tags: "v*" })).toBe(true);
  expect(fires(tag, { branches: "**" })).toBe(false);
  expect(fires(branch, { paths: "**/*.ts" })).toBe(true);
  expect(fires(branch, { paths: "*.ts,test/**" })).toBe(false);
  expect(fires(branch, { events: "push/created" })).toBe(false);
  expect(fires(tag, { events: "push/created|forced" })).toBe(true);
  expect(fires(branch, { repository: "Codertocat/other" })).toBe(false);
  const deleted = push({ ref: "refs/heads/old", deleted: true, head_commit: null });
  expect(fires(deleted, {})).toBe(false);
  expect(fires(deleted, { events: "push/deleted" })).toBe(true);
});

test("inputs of a dispatch by hand become variables", () => {
  const payload = {
    repository: { full_name: "Codertocat/Hello-World" },
    ...{ ref: "refs/heads/main", inputs: { "log-level": "debug", dry_run: true } },
  };
  expect(fire("workflow_dispatch", payload, {})?.variables).toMatchObject({
    GOFER_TRIGGER_GITHUB_INPUT_LOG_LEVEL: "debug",
    GOFER_TRIGGER_GITHUB_INPUT_DRY_RUN: "true",
    GOFER_TRIGGER_GITHUB_REF_NAME: "main",
  });
});

test("a subscription that could never fire is refused with the remedy", () => {
  const problems = (events: string) => parseParameters(Parameters, { repository: "a/b", events }).violations;
  expect(problems("pushed")).toEqual([`events: "pushed" is not an event: known are ${eventNames.join(", ")}`]);
  expect(problems("pull_request/opened,synchronize")).toEqual([
    'events: "synchronize" is not an event: write pull_request/…|synchronize',
  ]);
  expect(problems("release/publish")?.[0]).toMatch(/^events: "publish" is not an action of release: known are created/);
  expect(parseParameters(Parameters, { repository: "hello", events: "push", branches: "a,,b" }).violations).toEqual([
    "repository: is not of the form owner/repository",
    'branches: "a,,b" is not a list of patterns like "main,release/**,!release/old"',
  ]);
});
