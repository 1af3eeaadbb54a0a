/** A list of patterns: the last one that matches decides, and one that begins with "!" decides against. */
export interface Patterns {
  readonly matches: (name: string) => boolean;
}

/**
 * Reads patterns that are separated by commas: "*" is anything but a slash, "**" anything, "?" one character.
 * When all are negative, everything else matches. Undefined when one is empty.
 */
export function parsePatterns(text: string): Patterns | undefined {
  const patterns = text.split(",").map((item) => {
    const word = item.trim();
    const isNegative = word.startsWith("!");
    const glob = isNegative ? word.slice(1) : word;
    return glob === "" ? undefined : { isNegative, expression: expressionOf(glob) };
  });
  if (patterns.includes(undefined)) return undefined;
  const areAllNegative = patterns.every((pattern) => pattern?.isNegative);
  return {
    matches: (name) =>
      patterns.reduce(
        (isMatch, pattern) => (pattern?.expression.test(name) ? !pattern.isNegative : isMatch),
        areAllNegative,
      ),
  };
}

function expressionOf(glob: string): RegExp {
  const source = glob.replace(/\*\*\/|\*+|\?|[.+^${}()|[\]\\/]/g, (part) => {
    if (part === "**/") return "(?:.*/)?";
    if (part === "*") return "[^/]*";
    if (part.startsWith("*")) return ".*";
    return part === "?" ? "[^/]" : `\\${part}`;
  });
  return new RegExp(`^${source}$`, "s");
}
