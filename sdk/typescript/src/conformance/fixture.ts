import * as z from "zod";

const Json = z.record(z.string(), z.unknown());
const Text = z.record(z.string(), z.string());
const Pair = z.tuple([z.string(), z.string()]);

/** An external HTTP request that makes the trigger fire. */
const EventRequest = z.strictObject({
  method: z.string().default("POST"),
  path: z.string().default("/"),
  headers: z.array(Pair).default([]),
  body: z.string().default(""),
});

/**
 * What the conformance program must be told about a plugin, because no contract says it: a configuration that works,
 * settings that a pipeline may pass, an image that can be started. In a plugin's folder it is `conformance.json`.
 */
export const Fixture = z.strictObject({
  /**
   * A program for the plugin to talk to, started for the time of the test. The first line that it prints takes the place
   * of "{{server}}" in every text of this fixture; the end of its standard input says that the test is over.
   */
  server: z
    .strictObject({
      command: z.array(z.string()).min(1),
      /** Where it is started; relative to the file of the fixture. */
      directory: z.string().default("."),
    })
    .optional(),
  /** A configuration that works here. */
  config: Json.default({}),
  /** Values of its secret fields by JSON pointer. */
  secrets: Text.default({}),
  /** Configurations that must be refused, each with the JSON pointers that its violations must name. */
  invalidConfigs: z.array(z.strictObject({ config: Json, pointers: z.array(z.string()) })).default([]),
  scheduler: z
    .strictObject({
      /** An image with a POSIX shell and coreutils or busybox. */
      image: z.string().default("busybox"),
      /** A well-formed reference that is nowhere; absent when the backend has no images. */
      missingImage: z.string().optional(),
    })
    .prefault({}),
  trigger: z
    .strictObject({
      /** Parameters of a subscription that is valid and fires. */
      parameters: Text,
      /** Parameter sets that must be refused. */
      invalidParameters: z.array(Text).default([]),
      /** Feature SCHEDULE: parameters of a schedule that fires for everything it has missed; default `parameters`. */
      catchUpParameters: Text.optional(),
      /** Feature EVENTS: a request that makes a subscription with `parameters` fire. */
      request: EventRequest.optional(),
      /** Feature EVENTS: a request that must be refused with a 4xx status, because it is forged or broken. */
      refusedRequest: EventRequest.optional(),
    })
    .optional(),
  task: z
    .strictObject({
      /** Settings of an execution that succeeds. */
      settings: Text.default({}),
      /** Settings of an execution that goes on until it is cancelled; absent when there is no such thing. */
      endlessSettings: Text.optional(),
      /** Settings of an execution that fails. */
      failingSettings: Text.optional(),
      /** Settings that must be refused. */
      invalidSettings: z.array(Text).default([]),
      /** Name of a setting whose value may hold a secret. */
      secretSetting: z.string().optional(),
    })
    .prefault({}),
});
export type Fixture = z.output<typeof Fixture>;
