// Original file: gofer/plugin/v1/plugin.proto


/**
 * One role contract and how much of it is served.
 */
export interface ContractInput {
  /**
   * Full name of the proto package, for example "gofer.scheduler.v1".
   */
  'name'?: (string);
  /**
   * Optional parts of the contract that are served, as named in its file ("EXEC"). Unknown ones are ignored.
   */
  'features'?: (string)[];
}

/**
 * One role contract and how much of it is served.
 */
export interface Contract {
  /**
   * Full name of the proto package, for example "gofer.scheduler.v1".
   */
  'name': (string);
  /**
   * Optional parts of the contract that are served, as named in its file ("EXEC"). Unknown ones are ignored.
   */
  'features': (string)[];
}
