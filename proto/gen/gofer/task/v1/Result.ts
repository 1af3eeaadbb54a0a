// Original file: gofer/task/v1/task.proto


// Original file: gofer/task/v1/task.proto

/**
 * How it ended.
 */
export const _gofer_task_v1_Result_Kind = {
  /**
   * Not set; never sent.
   */
  KIND_UNSPECIFIED: 'KIND_UNSPECIFIED',
  /**
   * Well.
   */
  KIND_SUCCEEDED: 'KIND_SUCCEEDED',
  /**
   * Not well; the message says why.
   */
  KIND_FAILED: 'KIND_FAILED',
  /**
   * After a Cancel.
   */
  KIND_CANCELLED: 'KIND_CANCELLED',
  /**
   * Not known how.
   */
  KIND_LOST: 'KIND_LOST',
} as const;

/**
 * How it ended.
 */
export type _gofer_task_v1_Result_KindInput =
  /**
   * Not set; never sent.
   */
  | 'KIND_UNSPECIFIED'
  | 0
  /**
   * Well.
   */
  | 'KIND_SUCCEEDED'
  | 1
  /**
   * Not well; the message says why.
   */
  | 'KIND_FAILED'
  | 2
  /**
   * After a Cancel.
   */
  | 'KIND_CANCELLED'
  | 3
  /**
   * Not known how.
   */
  | 'KIND_LOST'
  | 4

/**
 * How it ended.
 */
export type _gofer_task_v1_Result_Kind = typeof _gofer_task_v1_Result_Kind[keyof typeof _gofer_task_v1_Result_Kind]

/**
 * How an execution ended.
 */
export interface ResultInput {
  /**
   * How it ended.
   */
  'kind'?: (_gofer_task_v1_Result_KindInput);
  /**
   * One sentence for a person.
   */
  'message'?: (string);
  /**
   * What it hands on, at most 64 KiB in all.
   */
  'outputs'?: ({[key: string]: string});
}

/**
 * How an execution ended.
 */
export interface Result {
  /**
   * How it ended.
   */
  'kind': (_gofer_task_v1_Result_Kind);
  /**
   * One sentence for a person.
   */
  'message': (string);
  /**
   * What it hands on, at most 64 KiB in all.
   */
  'outputs': ({[key: string]: string});
}
