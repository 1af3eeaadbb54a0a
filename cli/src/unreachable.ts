import { Fault } from "@gofer/sdk/fault";

/** What gRPC says of an address that it cannot reach, in words that say what to do; any other fault as it is. */
export function explainUnreachable(fault: Fault): Fault {
  if (fault.code !== "unavailable") return fault;
  const { message } = fault;
  const say = (code: "unavailable" | "invalid", text: string) => new Fault(code, text, { cause: fault });
  if (message === "Connection dropped")
    return say("unavailable", "the connection to the kernel is lost: gofer service info tells when it is back");
  const parsed = /Failed to parse DNS address dns:(\S+)/.exec(message);
  if (parsed) return say("invalid", `"${parsed[1] ?? ""}" is not the address of a kernel: write it as host:port`);
  const named = /Name resolution failed for target dns:(\S+)/.exec(message);
  if (named)
    return say(
      "unavailable",
      `the host of ${named[1] ?? ""} is not known: check --host, GOFER_CLI_HOST and gofer config get host`,
    );
  const tried = /connect (E[A-Z]+) ([^\s,]+?)\.?(?:\s|$)/.exec(message);
  const [, other] =
    /^No connection established\. Last error: (?:Error: )?(.+?)\.? Resolution note:/s.exec(message) ?? [];
  if (!tried) return other === undefined ? fault : say("unavailable", `no connection to the kernel: ${other}`);
  const [, code = "", address = ""] = tried;
  if (code === "ECONNREFUSED")
    return say(
      "unavailable",
      `no kernel listens at ${address}: start it with gofer service start, or name another --host`,
    );
  return say("unavailable", `${address} cannot be reached (${code}): check the network and --host`);
}
