import type { Payload } from "./payload.js";

/** What is supported of one event of GitHub. */
interface EventKind {
  /** The actions it can have; undefined when its sender makes them up. */
  readonly actions: readonly string[] | undefined;
  /** The action of a payload, for an event that GitHub gives none. */
  readonly action?: (payload: Payload) => string;
  /** Left out unless it is asked for by name. */
  readonly onlyWhenAsked?: readonly string[];
  /** The branch or tag that an event is about; undefined when it is about none. */
  readonly ref?: (payload: Payload) => { readonly type: "branch" | "tag"; readonly name: string } | undefined;
  /** The commit that a check is reported on; empty when there is none. */
  readonly sha?: (payload: Payload) => string;
}

const words = (text: string) => text.split(" ");
const branch = (name: string) => ({ type: "branch" as const, name });

function refOf(full: string) {
  if (full.startsWith("refs/tags/")) return { type: "tag" as const, name: full.slice("refs/tags/".length) };
  return branch(full.replace(/^refs\/heads\//, ""));
}

/** The events that are supported, by the name that GitHub gives them in X-GitHub-Event. */
const kinds: Readonly<Record<string, EventKind>> = {
  push: {
    actions: ["created", "updated", "forced", "deleted"],
    action: (payload) => {
      if (payload.has("deleted")) return "deleted";
      if (payload.has("created")) return "created";
      return payload.has("forced") ? "forced" : "updated";
    },
    onlyWhenAsked: ["deleted"],
    ref: (payload) => refOf(payload.text("ref")),
    sha: (payload) => (payload.has("deleted") ? "" : payload.text("head_commit.id") || payload.text("after")),
  },
  create: {
    actions: ["branch", "tag"],
    action: (payload) => payload.text("ref_type"),
    ref: (payload) => ({ type: payload.text("ref_type") === "tag" ? "tag" : "branch", name: payload.text("ref") }),
  },
  release: { actions: words("created deleted edited prereleased published released unpublished") },
  check_suite: {
    actions: words("completed requested rerequested"),
    ref: (payload) => branch(payload.text("check_suite.head_branch")),
    sha: (payload) => payload.text("check_suite.head_sha"),
  },
  pull_request: {
    actions: words(
      "assigned auto_merge_disabled auto_merge_enabled closed converted_to_draft demilestoned dequeued edited enqueued " +
        "labeled locked milestoned opened ready_for_review reopened review_request_removed review_requested synchronize " +
        "unassigned unlabeled unlocked",
    ),
    ref: (payload) => branch(payload.text("pull_request.base.ref")),
    sha: (payload) => payload.text("pull_request.head.sha"),
  },
  issue_comment: { actions: words("created deleted edited pinned unpinned") },
  workflow_dispatch: { actions: [], ref: (payload) => refOf(payload.text("ref")) },
  repository_dispatch: { actions: undefined, ref: (payload) => branch(payload.text("branch")) },
};

export const eventNames = Object.keys(kinds);

/** The events that a subscription asks for: name to actions, or to "any". */
export type WantedEvents = ReadonlyMap<string, "any" | ReadonlySet<string>>;

/** Reads "push,pull_request/opened|synchronize". Tells all problems. */
export function parseEvents(
  text: string,
): { events: WantedEvents; problems?: undefined } | { events?: undefined; problems: readonly string[] } {
  const events = new Map<string, "any" | Set<string>>();
  const problems: string[] = [];
  let previous = "";
  for (const item of text.split(",").map((word) => word.trim())) {
    const [name = "", actions, ...rest] = item.split("/");
    const kind = Object.hasOwn(kinds, name) ? kinds[name] : undefined;
    if (!kind || rest.length > 0) {
      const isAction = actions === undefined && (kinds[previous]?.actions?.includes(name) ?? false);
      const remedy = isAction ? `write ${previous}/…|${name}` : `known are ${eventNames.join(", ")}`;
      problems.push(`"${item}" is not an event: ${remedy}`);
      continue;
    }
    previous = name;
    const wanted = actions?.split("|").map((action) => action.trim()) ?? [];
    for (const action of wanted) {
      if (action !== "" && (kind.actions?.includes(action) ?? true)) continue;
      const known =
        kind.actions?.length === 0 ? "it has none" : `known are ${kind.actions?.join(", ") ?? "any but the empty one"}`;
      problems.push(`"${action}" is not an action of ${name}: ${known}`);
    }
    const before = events.get(name);
    if (wanted.length === 0 || before === "any") events.set(name, "any");
    else events.set(name, new Set([...(before ?? []), ...wanted]));
  }
  return problems.length > 0 ? { problems } : { events };
}

/** The facts about an event that subscriptions are matched by. */
export interface EventFacts {
  readonly name: string;
  readonly action: string;
  readonly repository: string;
  readonly ref: { readonly type: "branch" | "tag"; readonly name: string } | undefined;
  /** Commit to report a check on; empty when there is none. */
  readonly sha: string;
  /** What a push changes; undefined for other events. */
  readonly files: readonly string[] | undefined;
}

/** The facts about a payload; undefined when the event is not supported. */
export function factsOf(name: string, payload: Payload): EventFacts | undefined {
  const kind = Object.hasOwn(kinds, name) ? kinds[name] : undefined;
  if (!kind) return undefined;
  return {
    name,
    action: kind.action?.(payload) ?? payload.text("action"),
    repository: payload.text("repository.full_name"),
    ref: kind.ref?.(payload),
    sha: kind.sha?.(payload) ?? "",
    files: name === "push" ? filesOf(payload) : undefined,
  };
}

function filesOf(payload: Payload): string[] {
  const commits = payload.list("commits");
  return commits.flatMap((commit) => ["added", "modified", "removed"].flatMap((change) => commit.texts(change)));
}

/** True when the event counts for somebody who asked for these events. */
export function isWanted(events: WantedEvents, { name, action }: EventFacts): boolean {
  const actions = events.get(name);
  if (actions === undefined) return false;
  return actions === "any" ? !(kinds[name]?.onlyWhenAsked?.includes(action) ?? false) : actions.has(action);
}
