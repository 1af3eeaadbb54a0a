/**
 * Every sentence of the contracts that says MUST or SHOULD, and the cases that see whether a plugin keeps it. A test
 * compares the sentences with the comments of the protos: a new one without a case fails it.
 */
export const requirements: readonly { readonly sentence: string; readonly cases: readonly string[] }[] = [
  {
    sentence: "GetInfo and ValidateConfig MUST work before Configure.",
    cases: ["base.info-before-configure", "base.validate-before-configure"],
  },
  {
    sentence: "A role's RPC that arrives before Configure MUST be answered FAILED_PRECONDITION.",
    cases: ["base.role-before-configure", "base.validate-no-effects", "base.configure-invalid"],
  },
  {
    sentence:
      "The plugin MUST exit on GRPCController.Shutdown, on SIGTERM and at end-of-file on standard input (its lifeline: the kernel is gone); it SHOULD ignore SIGINT.",
    cases: [
      "process.shutdown",
      "process.shutdown-busy",
      "process.sigterm",
      "process.stdin-eof",
      "process.stdin-eof-busy",
      "process.host-killed",
      "process.sigint-ignored",
    ],
  },
  {
    sentence:
      "It MUST work with no configuration and no network, and always give the same answer for one version of the plugin.",
    cases: ["base.info-before-configure", "process.no-network", "base.info-stable"],
  },
  { sentence: "They MUST agree with its manifest (gofer-plugin.json).", cases: ["base.info-manifest"] },
  {
    sentence: "What is no such label is a key that nothing carries, and MUST NOT get into a path.",
    cases: ["scheduler.key-no-label"],
  },
  { sentence: "Objects of other installations MUST be left alone.", cases: ["scheduler.other-installation"] },
  {
    sentence: "An exited container MUST NOT be started again or made anew: its work may already be done.",
    cases: ["scheduler.start-repeat-exited", "scheduler.start-start-error-repeat", "scheduler.recover-exited"],
  },
  {
    sentence:
      "Items of one batch are independent and SHOULD be worked on concurrently; the answer is sent when all have a result.",
    cases: ["scheduler.start-batch-independent", "scheduler.start-concurrent-items"],
  },
  {
    sentence: "Answers MUST NOT wait for other items, come in any order, and as many in a message as are at hand.",
    cases: ["scheduler.stream-starts-at-once"],
  },
  {
    sentence: "A slow reader slows the stream, and MUST NOT make memory grow or stop the container.",
    cases: ["scheduler.logs-slow-reader"],
  },
  {
    sentence:
      "Both are chosen by the kernel, are compared byte by byte, and MUST be stored as two values: joining them with a character that is legal inside them makes different objects collide.",
    cases: ["objectstore.names-two-values", "objectstore.names-odd"],
  },
  {
    sentence: "A value MUST NOT appear in logs, error messages, labels, file names or process arguments.",
    cases: ["secretstore.keeps-secrets", "secretstore.encrypted-at-rest"],
  },
  {
    sentence:
      "The event id MUST name the event itself, not the attempt to deliver it: the scheduled time, the delivery id of a webhook.",
    cases: ["trigger.schedule-event-id", "trigger.schedule-unacked-again", "trigger.event-repeat"],
  },
  {
    sentence:
      "A plugin with RESUMABLE MUST go on with it by itself instead, from where it was, and tell nothing twice.",
    cases: ["task.recover-running"],
  },
  {
    sentence: "The plugin MUST NOT answer by an older set: it waits for this or a later one, or answers UNAVAILABLE.",
    cases: ["trigger.event-newest-set"],
  },
  {
    sentence:
      "Killed at any moment, the store MUST open with the same two values again, and after a Configure that was answered OK with encryption_key alone).",
    cases: ["secretstore.rekey", "secretstore.rekey-killed"],
  },
  {
    sentence:
      "The first message MUST be sent at once, a heartbeat when there is nothing to tell: the kernel knows by it that the execution has begun.",
    cases: ["task.run-first-message"],
  },
  {
    sentence: "One that is still at work when its grace time is over MUST be given that result all the same.",
    cases: ["task.cancel-at-once"],
  },
];
