const {
  GOFER_CLI_HOST,
  GOFER_CLI_TOKEN,
  GOFER_CLI_NAMESPACE,
  GOFER_CLI_FORMAT,
  GOFER_DATA_DIR,
  XDG_STATE_HOME,
  NO_COLOR,
  GOFER_DEBUG,
} = process.env;

/** The environment variables that the command line reads. */
export const environment = {
  GOFER_CLI_HOST,
  GOFER_CLI_TOKEN,
  GOFER_CLI_NAMESPACE,
  GOFER_CLI_FORMAT,
  GOFER_DATA_DIR,
  XDG_STATE_HOME,
  NO_COLOR,
  GOFER_DEBUG,
};
