/** A part of a list. */
export interface Page<T> {
  readonly items: readonly T[];
  /** Where to go on; undefined when this is the last page. */
  readonly next: string | undefined;
}
