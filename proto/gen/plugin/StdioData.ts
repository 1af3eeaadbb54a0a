// Original file: plugin/plugin.proto


// Original file: plugin/plugin.proto

/**
 * The stream a piece came from.
 */
export const _plugin_StdioData_Channel = {
  INVALID: 'INVALID',
  STDOUT: 'STDOUT',
  STDERR: 'STDERR',
} as const;

/**
 * The stream a piece came from.
 */
export type _plugin_StdioData_ChannelInput =
  | 'INVALID'
  | 0
  | 'STDOUT'
  | 1
  | 'STDERR'
  | 2

/**
 * The stream a piece came from.
 */
export type _plugin_StdioData_Channel = typeof _plugin_StdioData_Channel[keyof typeof _plugin_StdioData_Channel]

/**
 * A piece of what the plugin wrote to its standard output or standard error.
 */
export interface StdioDataInput {
  'channel'?: (_plugin_StdioData_ChannelInput);
  'data'?: (Buffer | Uint8Array | string);
}

/**
 * A piece of what the plugin wrote to its standard output or standard error.
 */
export interface StdioData {
  'channel': (_plugin_StdioData_Channel);
  'data': (Buffer);
}
