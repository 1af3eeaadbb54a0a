import type { ExternalAnswer, ExternalEvent, ParsedSubscription } from "@gofer/sdk/trigger";
import type { Parameters } from "./config.js";
import { type EventFacts, factsOf, isWanted } from "./events.js";
import { Payload } from "./payload.js";
import { isSigned } from "./signature.js";
import { prefix, variablesOf } from "./variables.js";

type GithubSubscription = ParsedSubscription<Parameters>;

export interface WebhookOptions {
  readonly secret: string;
  /** What to remember of an event, so that the run which follows can be reported as a check. */
  readonly checkTicket: (facts: EventFacts, payload: Payload, subscription: GithubSubscription) => string;
}

/** Answers one delivery of a webhook: who is it from, what is it, and who wants it. */
export function answerWebhook(
  request: ExternalEvent,
  subscriptions: readonly GithubSubscription[],
  { secret, checkTicket }: WebhookOptions,
): ExternalAnswer {
  const header = (name: string) => request.headers.find((one) => one.name.toLowerCase() === name)?.value ?? "";
  if (request.method !== "POST") return { status: 405, body: "GitHub delivers with POST\n" };
  const signature = header("x-hub-signature-256");
  if (signature === "") return { status: 401, body: "the delivery is not signed: set a secret for the webhook\n" };
  if (!isSigned(request.body, signature, secret)) {
    return {
      status: 401,
      body: "the signature is not right: the secret of the webhook is not the one configured here\n",
    };
  }
  const name = header("x-github-event");
  const delivery = header("x-github-delivery");
  if (!/^[\w-]{1,128}$/.test(delivery))
    return { status: 400, body: "X-GitHub-Delivery is missing or makes no sense\n" };
  const payload = parseBody(request.body, header("content-type"));
  if (!payload) return { status: 400, body: "the body is not JSON, nor a form with a payload of JSON\n" };
  if (name === "ping") return { status: 200, body: "pong\n" };
  const facts = factsOf(name, payload);
  if (!facts)
    return { status: 202, body: `events of the kind ${JSON.stringify(name.slice(0, 64))} make nothing run\n` };

  const variables = variablesOf(facts, payload, delivery);
  const firings = subscriptions
    .filter(({ parameters }) => concerns(parameters, facts))
    .map((subscription) => {
      const { check, overlap } = subscription.parameters;
      const ticket = check ? checkTicket(facts, payload, subscription) : "";
      return {
        subscriptionId: subscription.id,
        eventId: delivery,
        occurredAtMs: request.receivedAtMs,
        variables: ticket === "" ? variables : { ...variables, [`${prefix}CHECK`]: ticket },
        details: describe(facts, payload),
        overlap,
      };
    });
  return { status: 200, body: `${firings.length} pipelines run\n`, firings };
}

function parseBody(body: Buffer, contentType: string): Payload | undefined {
  try {
    const isForm = contentType.toLowerCase().startsWith("application/x-www-form-urlencoded");
    const text = isForm ? (new URLSearchParams(body.toString()).get("payload") ?? "") : body.toString();
    const value: unknown = JSON.parse(text);
    return typeof value === "object" && value !== null ? new Payload(value) : undefined;
  } catch {
    return undefined;
  }
}

function concerns({ repository, events, branches, tags, paths }: Parameters, facts: EventFacts): boolean {
  if (repository.toLowerCase() !== facts.repository.toLowerCase() || !isWanted(events, facts)) return false;
  const { ref, files } = facts;
  if (ref && (branches ?? tags)) {
    const patterns = ref.type === "tag" ? tags : branches;
    if (!patterns?.matches(ref.name)) return false;
  }
  if (!paths || !files || ref?.type === "tag") return true;
  return files.some((file) => paths.matches(file));
}

function describe({ name, action, repository, ref }: EventFacts, payload: Payload): string {
  const number = payload.text("pull_request.number") || payload.text("issue.number");
  const subject = number === "" ? (ref?.name ?? payload.text("release.tag_name")) : `#${number}`;
  const words = [name, action, subject && `of ${subject}`, `in ${repository}`, `by ${payload.text("sender.login")}`];
  return words.filter((word) => word !== "" && word !== "by ").join(" ");
}
