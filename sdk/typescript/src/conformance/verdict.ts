/** The plugin does not do what the contract asks for; the message says what was expected and what was seen. */
export class Nonconformance extends Error {
  override readonly name = "Nonconformance";
}

/** The case says nothing about this plugin; the message says why. */
export class Skip extends Error {
  override readonly name = "Skip";
}
