import { createHash } from "node:crypto";
import { once } from "node:events";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { gzipSync } from "node:zlib";
import { Header } from "tar";

const sha256 = (bytes: Buffer) => `sha256:${createHash("sha256").update(bytes).digest("hex")}`;

/** A registry of one tiny image, whose command is not there, for one user. */
export async function openRegistry(username: string, password: string) {
  const layer = layerOf("hello", Buffer.from("hello"));
  const packed = gzipSync(layer);
  const config = Buffer.from(
    JSON.stringify({
      architecture: process.arch === "x64" ? "amd64" : process.arch,
      os: "linux",
      config: { Cmd: ["/no-such-command"] },
      rootfs: { type: "layers", diff_ids: [sha256(layer)] },
      history: [{ created_by: "a test" }],
    }),
  );
  const mediaType = "application/vnd.docker.distribution.manifest.v2+json";
  const blob = (type: string, bytes: Buffer) => ({
    mediaType: `application/vnd.docker.${type}`,
    size: bytes.length,
    digest: sha256(bytes),
  });
  const manifest = Buffer.from(
    JSON.stringify({
      schemaVersion: 2,
      mediaType,
      config: blob("container.image.v1+json", config),
      layers: [blob("image.rootfs.diff.tar.gzip", packed)],
    }),
  );
  const expected = `Basic ${Buffer.from(`${username}:${password}`).toString("base64")}`;
  const server = createServer((request, response) => {
    const url = request.url ?? "";
    if (request.headers.authorization !== expected)
      return void response.writeHead(401, { "WWW-Authenticate": 'Basic realm="test"' }).end();
    const found = url.includes("/manifests/")
      ? manifest
      : [config, packed].find((bytes) => url.endsWith(sha256(bytes)));
    if (url === "/v2/") return void response.writeHead(200).end();
    if (!found) return void response.writeHead(404).end();
    const type = found === manifest ? mediaType : "application/octet-stream";
    response.writeHead(200, {
      "Content-Type": type,
      "Content-Length": found.length,
      "Docker-Content-Digest": sha256(found),
    });
    response.end(request.method === "HEAD" ? undefined : found);
  });
  await once(server.listen(0, "127.0.0.1"), "listening");
  return {
    image: `127.0.0.1:${(server.address() as AddressInfo).port}/acme/plugin:1`,
    digest: sha256(manifest),
    [Symbol.asyncDispose]: async () => {
      server.closeAllConnections();
      server.close();
      await once(server, "close");
    },
  };
}

function layerOf(path: string, content: Buffer): Buffer {
  const header = new Header({ path, type: "File", size: content.length, mode: 0o644, mtime: new Date(0) });
  const block = Buffer.alloc(512);
  header.encode(block);
  return Buffer.concat([block, content, Buffer.alloc(512 - (content.length % 512) + 1024)]);
}
