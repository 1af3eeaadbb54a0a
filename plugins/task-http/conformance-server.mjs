// What the conformance program has task-http call: it answers well, badly, or never, as the path says.
import { createServer } from "node:http";

const server = createServer(({ url }, response) => {
  if (url !== "/never") response.writeHead(url === "/ok" ? 200 : 500).end("as you like\n");
});
server.listen(0, "127.0.0.1", () => process.stdout.write(`http://127.0.0.1:${server.address().port}\n`));
process.stdin.on("end", () => process.exit(0)).resume();
