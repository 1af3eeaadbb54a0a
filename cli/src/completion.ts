import type { CommandSpec } from "./command.js";
import { canonicalWords, globalOptions, groups, splitUsage } from "./command-tree.js";

/** Something that may stand at the place of the cursor. */
export interface Candidate {
  readonly word: string;
  readonly summary: string;
}

/**
 * Asks the kernel for the values of a parameter such as "<pipeline>", or of an option such as "--task", of the command with
 * these words; gives nothing when that takes long or fails.
 */
export type ParameterValues = (
  name: string,
  given: readonly string[],
  words: readonly string[],
) => Promise<readonly Candidate[]>;

/** What may come next. `typed` are the words after "gofer", the last one as far as it was typed. */
export async function complete(
  commands: readonly CommandSpec[],
  typed: readonly string[],
  valuesOf: ParameterValues,
): Promise<readonly Candidate[]> {
  const last = typed.at(-1) ?? "";
  const before = withoutOptions(typed.slice(0, -1), commands);
  const path = canonicalWords(before);
  const spec = commands
    .filter((candidate) => splitUsage(candidate).words.every((word, index) => path[index] === word))
    .sort((a, b) => splitUsage(b).words.length - splitUsage(a).words.length)[0];
  // What stands after it is no option of gofer, whatever it looks like.
  const isWord = typed.slice(0, -1).includes("--");
  const option = isWord ? "" : (typed.at(-2) ?? "");
  if (takesValue(option, commands)) {
    const words = spec ? splitUsage(spec).words : [];
    const values = await valuesOf(option, before.slice(words.length), words);
    return values.filter(({ word }) => word.startsWith(last));
  }
  const all =
    last.startsWith("-") && !isWord
      ? optionsOf(spec)
      : spec
        ? await parameterOf(spec, before, valuesOf)
        : wordsAfter(commands, path);
  return all.filter(({ word }) => word.startsWith(last));
}

function optionsOf(spec: CommandSpec | undefined): Candidate[] {
  return Object.entries({ ...globalOptions, ...spec?.options }).flatMap(([flags, summary]) =>
    flags
      .split(/, */)
      .map((flag) => flag.split(" ")[0] ?? "")
      .filter((flag) => flag.startsWith("--"))
      .map((word) => ({ word, summary })),
  );
}

async function parameterOf(spec: CommandSpec, before: readonly string[], valuesOf: ParameterValues) {
  const { words, parameters } = splitUsage(spec);
  const given = before.slice(words.length);
  const parameter = parameters[given.length] ?? parameters.find((name) => name.includes("..."));
  return parameter === undefined ? [] : valuesOf(parameter, given, words);
}

function wordsAfter(commands: readonly CommandSpec[], path: readonly string[]): Candidate[] {
  const found = new Map<string, string>();
  for (const spec of commands) {
    const { words } = splitUsage(spec);
    const next = words[path.length];
    if (next === undefined || !path.every((word, index) => words[index] === word)) continue;
    const isCommand = words.length === path.length + 1;
    found.set(next, isCommand ? spec.summary : (groups[words.slice(0, path.length + 1).join(" ")]?.summary ?? ""));
  }
  return [...found].map(([word, summary]) => ({ word, summary }));
}

function takesValue(word: string, commands: readonly CommandSpec[]): boolean {
  if (!word.startsWith("-")) return false;
  return [globalOptions, ...commands.map(({ options = {} }) => options)]
    .flatMap((options) => Object.keys(options))
    .some((flag) => flag.includes("<") && flag.split(/[ ,]+/).includes(word));
}

/** The words that are neither options nor values of options. */
function withoutOptions(words: readonly string[], commands: readonly CommandSpec[]): string[] {
  return words.filter((word, index) => !word.startsWith("-") && !takesValue(words[index - 1] ?? "", commands));
}

const scripts = {
  bash: `_gofer() {
  local IFS=$'\\n'
  COMPREPLY=($(gofer __complete "\${COMP_WORDS[@]:1:COMP_CWORD}" 2>/dev/null | cut -f1))
  if [ \${#COMPREPLY[@]} -eq 0 ]; then compopt -o default; fi
}
complete -F _gofer gofer
`,
  zsh: `#compdef gofer
_gofer() {
  local -a candidates
  local word summary
  while IFS=$'\\t' read -r word summary; do
    candidates+=("\${word//:/\\\\:}:$summary")
  done < <(gofer __complete "\${(@)words[2,CURRENT]}" 2>/dev/null)
  if (( \${#candidates} )); then _describe gofer candidates; else _files; fi
}
compdef _gofer gofer
`,
  fish: `function __gofer_complete
  set -l words (commandline -opc) (commandline -ct)
  gofer __complete $words[2..-1] 2>/dev/null
end
complete -c gofer -f -a '(__gofer_complete)'
`,
} as const;

export type Shell = keyof typeof scripts;
export const shells = Object.keys(scripts) as readonly Shell[];

/** The program that makes a shell ask \`gofer __complete\`. */
export function completionScript(shell: Shell): string {
  return scripts[shell];
}
