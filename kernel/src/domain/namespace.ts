/** A part of the server with pipelines of its own. */
export interface Namespace {
  readonly id: string;
  readonly name: string;
  readonly description: string;
  readonly createdAtMs: number;
  readonly modifiedAtMs: number;
}

/** Always there, and meant where none is named. */
export const defaultNamespace = "default";
