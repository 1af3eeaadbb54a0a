import { generateKeyPairSync, randomBytes, sign } from "node:crypto";

export interface Certificate {
  readonly der: Buffer;
  readonly pem: string;
  readonly keyPem: string;
}

/**
 * A one-time self-signed certificate for `localhost`, as both ends of AutoMTLS make one.
 * P-256, because BoringSSL peers (grpcio) refuse go-plugin's P-521 (grpc/grpc#6722).
 * Written out in DER by hand: Node has no generator, and an X.509 library costs a plugin 100 ms at start.
 */
export function createCertificate({ validForMs = 30 * 365 * 24 * 3600_000 } = {}): Certificate {
  const { publicKey, privateKey } = generateKeyPairSync("ec", { namedCurve: "P-256" });
  const subjectKey = publicKey.export({ type: "spki", format: "der" });
  const ecdsaWithSha256 = sequence(objectId("1.2.840.10045.4.3.2"));
  const name = sequence(
    set(sequence(objectId("2.5.4.10"), utf8("Gofer"))),
    set(sequence(objectId("2.5.4.3"), utf8("localhost"))),
  );
  // A leading bit pattern of 01 keeps the serial positive and at full length (RFC 5280 §4.1.2.2).
  const serial = randomBytes(16);
  serial[0] = ((serial[0] ?? 0) & 0x7f) | 0x40;
  // The other side's clock may be a little behind ours.
  const validity = sequence(time(Date.now() - 30_000), time(Date.now() + validForMs));
  const body = sequence(
    encode(0xa0, encode(0x02, Buffer.from([2]))),
    encode(0x02, serial),
    ecdsaWithSha256,
    name,
    validity,
    name,
    subjectKey,
    extensions(),
  );
  const signature = sign("sha256", body, privateKey);
  const der = sequence(body, ecdsaWithSha256, encode(0x03, Buffer.from([0]), signature));
  return { der, pem: toPem(der), keyPem: privateKey.export({ type: "sec1", format: "pem" }).toString() };
}

/** DER of a certificate as PEM. */
export function toPem(der: Buffer): string {
  const lines = der.toString("base64").match(/.{1,64}/g) ?? [];
  return `-----BEGIN CERTIFICATE-----\n${lines.join("\n")}\n-----END CERTIFICATE-----\n`;
}

function extensions(): Buffer {
  const critical = encode(0x01, Buffer.from([0xff]));
  const extension = (id: string, ...value: Buffer[]) => sequence(objectId(id), ...value);
  return encode(
    0xa3,
    sequence(
      // Key usage: digitalSignature, keyEncipherment, keyAgreement, keyCertSign.
      extension("2.5.29.15", critical, encode(0x04, encode(0x03, Buffer.from([0x02, 0xac])))),
      // Extended key usage: client and server authentication.
      extension("2.5.29.37", encode(0x04, sequence(objectId("1.3.6.1.5.5.7.3.2"), objectId("1.3.6.1.5.5.7.3.1")))),
      // A certificate authority: each side's trust store is exactly the other's certificate.
      extension("2.5.29.19", critical, encode(0x04, sequence(critical))),
      extension("2.5.29.17", encode(0x04, sequence(encode(0x82, Buffer.from("localhost"))))),
    ),
  );
}

function encode(tag: number, ...parts: Buffer[]): Buffer {
  const body = Buffer.concat(parts);
  return Buffer.concat([Buffer.from([tag]), length(body.length), body]);
}

function length(size: number): Buffer {
  if (size < 128) return Buffer.from([size]);
  return size < 256 ? Buffer.from([0x81, size]) : Buffer.from([0x82, size >> 8, size & 255]);
}

const sequence = (...parts: Buffer[]) => encode(0x30, ...parts);
const set = (...parts: Buffer[]) => encode(0x31, ...parts);
const utf8 = (text: string) => encode(0x0c, Buffer.from(text));

function objectId(dotted: string): Buffer {
  const [first = 0, second = 0, ...rest] = dotted.split(".").map(Number);
  const bytes = [first * 40 + second];
  for (const arc of rest) {
    const septets = [arc & 127];
    for (let left = arc >> 7; left > 0; left >>= 7) septets.unshift(128 | (left & 127));
    bytes.push(...septets);
  }
  return encode(0x06, Buffer.from(bytes));
}

/** UTCTime until 2049, GeneralizedTime after it (RFC 5280 §4.1.2.5). */
function time(unixMs: number): Buffer {
  const date = new Date(unixMs);
  const digits = `${date.toISOString().replace(/[-:T]/g, "").slice(0, 14)}Z`;
  return date.getUTCFullYear() < 2050 ? encode(0x17, Buffer.from(digits.slice(2))) : encode(0x18, Buffer.from(digits));
}
