import type { EventFacts } from "./events.js";
import type { Payload } from "./payload.js";

export const prefix = "GOFER_TRIGGER_GITHUB_";

/** Variables of every event: name behind the prefix, and where its value is in the payload. */
const common: Readonly<Record<string, string>> = {
  REPOSITORY: "repository.full_name",
  DEFAULT_BRANCH: "repository.default_branch",
  CLONE_URL: "repository.clone_url",
  SENDER: "sender.login",
};

/** Variables of single events. Those of the original keep their names, with a wrong spelling beside the right one. */
const byEvent: Readonly<Record<string, Readonly<Record<string, string>>>> = {
  push: {
    REF: "ref",
    BEFORE: "before",
    AFTER: "after",
    COMPARE_URL: "compare",
    FORCED: "forced",
    DELETED: "deleted",
    HEAD_COMMIT_ID: "head_commit.id",
    HEAD_COMMIT_AUTHOR_NAME: "head_commit.author.name",
    HEAD_COMMIT_AUTHOR_EMAIL: "head_commit.author.email",
    HEAD_COMMIT_AUTHOR_USERNAME: "head_commit.author.username",
    HEAD_COMMIT_COMMITTER_NAME: "head_commit.committer.name",
    HEAD_COMMIT_COMMITTER_EMAIL: "head_commit.committer.email",
    HEAD_COMMIT_COMMITTER_USERNAME: "head_commit.committer.username",
    HEAD_COMMIT_COMMITER_NAME: "head_commit.committer.name",
    HEAD_COMMIT_COMMITER_EMAIL: "head_commit.committer.email",
    HEAD_COMMIT_COMMITER_USERNAME: "head_commit.committer.username",
  },
  create: { REF: "ref", REF_TYPE: "ref_type" },
  release: {
    RELEASE_TAG_NAME: "release.tag_name",
    RELEASE_TARGET_COMMITISH: "release.target_commitish",
    RELEASE_AUTHOR_LOGIN: "release.author.login",
    RELEASE_CREATED_AT: "release.created_at",
    RELEASE_PUBLISHED_AT: "release.published_at",
    RELEASE_DRAFT: "release.draft",
    RELEASE_PRERELEASE: "release.prerelease",
  },
  check_suite: {
    CHECK_SUITE_ID: "check_suite.id",
    CHECK_SUITE_HEAD_SHA: "check_suite.head_sha",
    CHECK_SUITE_HEAD_BRANCH: "check_suite.head_branch",
    CHECK_SUITE_STATUS: "check_suite.status",
    CHECK_SUITE_CONCLUSION: "check_suite.conclusion",
  },
  pull_request: {
    PULLREQUEST_NUMBER: "pull_request.number",
    PULLREQUEST_URL: "pull_request.html_url",
    PULLREQUEST_HEAD_REF: "pull_request.head.ref",
    PULLREQUEST_BRANCH: "pull_request.head.ref",
    PULLREQUEST_HEAD_SHA: "pull_request.head.sha",
    PULLREQUEST_HEAD_REPOSITORY: "pull_request.head.repo.full_name",
    PULLREQUEST_HEAD_CLONE_URL: "pull_request.head.repo.clone_url",
    PULLREQUEST_BASE_REF: "pull_request.base.ref",
    PULLREQUEST_BASE_SHA: "pull_request.base.sha",
    PULLREQUEST_AUTHOR_USERNAME: "pull_request.user.login",
    PULLREQUEST_AUTHOR_EMAIL: "pull_request.user.email",
    PULLREQUEST_AUTHOR_NAME: "pull_request.user.name",
    PULLREQUEST_DRAFT: "pull_request.draft",
    PULLREQUEST_MERGED: "pull_request.merged",
  },
  issue_comment: {
    ISSUE_NUMBER: "issue.number",
    COMMENT_ID: "comment.id",
    COMMENT_BODY: "comment.body",
    COMMENT_URL: "comment.html_url",
    COMMENT_AUTHOR_USERNAME: "comment.user.login",
    COMMENT_AUTHOR_ASSOCIATION: "comment.author_association",
  },
  workflow_dispatch: { REF: "ref", WORKFLOW: "workflow" },
  repository_dispatch: { REF: "branch" },
};

/** The variables that a run gets of an event. All of an event's are there; a value that GitHub left out is empty. */
export function variablesOf(facts: EventFacts, payload: Payload, delivery: string): Record<string, string> {
  const { name, action, ref } = facts;
  const values: Record<string, string> = { EVENT: name, ACTION: action, DELIVERY: delivery };
  for (const [variable, path] of Object.entries({ ...common, ...byEvent[name] })) values[variable] = payload.text(path);
  if (name === "push" || name === "create" || name.endsWith("_dispatch")) {
    values["REF_TYPE"] = ref?.type ?? "";
    values["REF_NAME"] = ref?.name ?? "";
  }
  if (name === "pull_request") values["PULLREQUEST_FORK"] = String(isFork(payload));
  if (name === "issue_comment") values["ISSUE_IS_PULLREQUEST"] = String(payload.has("issue.pull_request"));
  const inputs = payload.fields(name === "workflow_dispatch" ? "inputs" : "client_payload");
  for (const [input, value] of name.endsWith("_dispatch") ? inputs : []) {
    values[`INPUT_${input.toUpperCase().replace(/[^A-Z0-9]+/g, "_")}`] = value;
  }
  return Object.fromEntries(Object.entries(values).map(([variable, value]) => [prefix + variable, value]));
}

/** True when the head is not of the repository itself; a head whose repository is gone was a fork's. */
function isFork(payload: Payload): boolean {
  return payload.text("pull_request.head.repo.full_name") !== payload.text("pull_request.base.repo.full_name");
}
