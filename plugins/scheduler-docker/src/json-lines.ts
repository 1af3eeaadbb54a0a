/** The JSON documents of a stream, one a line. Ends with the stream; throws when the stream breaks. */
export async function* jsonLines(stream: AsyncIterable<unknown>): AsyncGenerator {
  let rest = "";
  const decoder = new TextDecoder();
  for await (const data of stream) {
    const lines = (rest + decoder.decode(data as Buffer, { stream: true })).split("\n");
    rest = lines.pop() ?? "";
    for (const line of lines) if (line.trim() !== "") yield JSON.parse(line) as unknown;
  }
  if (rest.trim() !== "") yield JSON.parse(rest) as unknown;
}
