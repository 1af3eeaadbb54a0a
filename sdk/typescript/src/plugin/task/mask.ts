export type Mask = (text: string) => string;

/** Hides values wherever they appear in a text. */
export function maskOf(secrets: readonly string[]): Mask {
  // The longest first: one may be a part of another.
  const hidden = secrets.filter((secret) => secret.length >= 3).sort((a, b) => b.length - a.length);
  return (text) => hidden.reduce((masked, secret) => masked.replaceAll(secret, "[secret]"), text);
}
