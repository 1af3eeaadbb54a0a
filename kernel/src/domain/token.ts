/** A token as it is stored: its text is not. */
export interface Token {
  /** Public part of the text. */
  readonly id: string;
  readonly kind: "management" | "client";
  /** Of a client token; those that still exist. */
  readonly namespaces: readonly string[];
  readonly metadata: Readonly<Record<string, string>>;
  readonly createdAtMs: number;
  /** 0 means never. */
  readonly expiresAtMs: number;
  readonly disabled: boolean;
}

/** Whether a token works at a time, and why not. */
export function tokenTrouble(token: Token, nowMs: number): "expired" | "disabled" | undefined {
  if (token.disabled) return "disabled";
  return token.expiresAtMs > 0 && token.expiresAtMs <= nowMs ? "expired" : undefined;
}
