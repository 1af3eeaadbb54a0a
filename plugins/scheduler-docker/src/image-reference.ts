import { Fault } from "@gofer/sdk/fault";

export interface ImageReference {
  /** Everything before tag and digest, as written. */
  readonly name: string;
  /** What a pull asks for: the digest where there is one, else the tag. */
  readonly tag: string;
  /** Host of the registry. */
  readonly registry: string;
}

const digest = /^[a-z0-9]+([+._-][a-z0-9]+)*:[0-9a-fA-F]{32,}$/;
const tagPattern = /^\w[\w.-]{0,127}$/;
const part = /^[a-z0-9]+((\.|_{1,2}|-+)[a-z0-9]+)*$/;
const host = /^(localhost|[A-Za-z0-9.-]+\.[A-Za-z0-9.-]+|[A-Za-z0-9-]+:\d+|\[[0-9a-fA-F:]+\])(:\d+)?$/;

/** Takes an image's reference apart by the grammar of the registries. Throws `invalid` with what is wrong. */
export function parseReference(image: string): ImageReference {
  const bad = (why: string) =>
    new Fault("invalid", `image ${JSON.stringify(image)}: ${why}: write it as name[:tag][@digest]`);
  if (image === "") throw bad("is empty");
  const [named = "", hash, ...more] = image.split("@");
  if (more.length > 0) throw bad("has more than one @");
  if (hash !== undefined && !digest.test(hash)) throw bad(`"${hash}" is not a digest`);
  const slash = named.lastIndexOf("/");
  const colon = named.indexOf(":", slash + 1);
  const name = colon < 0 ? named : named.slice(0, colon);
  const tag = colon < 0 ? undefined : named.slice(colon + 1);
  if (tag !== undefined && !tagPattern.test(tag)) throw bad(`"${tag}" is not a tag`);
  const parts = name.split("/");
  const first = parts[0] ?? "";
  const hasHost = parts.length > 1 && host.test(first);
  for (const word of hasHost ? parts.slice(1) : parts) {
    if (!part.test(word))
      throw bad(`"${word}" is not a name: lower case letters and digits, with . _ or - between them`);
  }
  return { name, tag: hash ?? tag ?? "latest", registry: hasHost ? first : "https://index.docker.io/v1/" };
}
