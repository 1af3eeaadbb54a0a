import { createHmac, timingSafeEqual } from "node:crypto";

/** True when X-Hub-Signature-256 is the HMAC of the raw body under the secret; takes the same time either way. */
export function isSigned(body: Buffer, signature: string, secret: string): boolean {
  const given = /^sha256=([0-9a-f]{64})$/i.exec(signature)?.[1];
  const right = createHmac("sha256", secret).update(body).digest();
  return given !== undefined && timingSafeEqual(Buffer.from(given, "hex"), right);
}
