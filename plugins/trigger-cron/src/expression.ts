/** A cron expression that is known to be right. */
export interface Expression {
  /** minute hour day-of-month month day-of-week year, as croner takes it behind a field for seconds. */
  readonly fields: string;
  /**
   * When both days are restricted: "every" field must match, as the six fields with a year have always meant
   * here; or "either" day, as crontab(5) has it for its five.
   */
  readonly days: "every" | "either";
}

interface Field {
  readonly name: string;
  readonly min: number;
  readonly max: number;
  readonly names?: readonly string[];
}

const months = ["JAN", "FEB", "MAR", "APR", "MAY", "JUN", "JUL", "AUG", "SEP", "OCT", "NOV", "DEC"];
const weekdays = ["SUN", "MON", "TUE", "WED", "THU", "FRI", "SAT"];
const fields: readonly Field[] = [
  { name: "minute", min: 0, max: 59 },
  { name: "hour", min: 0, max: 23 },
  { name: "day of month", min: 1, max: 31 },
  { name: "month", min: 1, max: 12, names: months },
  { name: "day of week", min: 0, max: 7, names: weekdays },
  { name: "year", min: 1970, max: 2100 },
];

const aliases: Readonly<Record<string, string>> = {
  "@yearly": "0 0 1 1 *",
  "@annually": "0 0 1 1 *",
  "@monthly": "0 0 1 * *",
  "@weekly": "0 0 * * 0",
  "@daily": "0 0 * * *",
  "@midnight": "0 0 * * *",
  "@hourly": "0 * * * *",
};

/** Reads five fields as crontab has them, six with a year, or an alias like "@daily". Tells all problems. */
export function parseExpression(
  text: string,
): { expression: Expression; problems?: undefined } | { expression?: undefined; problems: readonly string[] } {
  const words = (aliases[text.trim().toLowerCase()] ?? text).trim().split(/\s+/);
  if (words.length !== 5 && words.length !== 6) {
    const how = text.trim().startsWith("@")
      ? `${text.trim()} is none of ${Object.keys(aliases).join(", ")}`
      : `it has ${words.length} fields: write minute, hour, day of month, month, day of week, and a year if you like`;
    return { problems: [how] };
  }
  const problems: string[] = [];
  const normal = words.map((word, index) => {
    const field = fields[index];
    return field ? normalField(word, field, (problem) => problems.push(`${field.name} "${word}": ${problem}`)) : word;
  });
  if (problems.length > 0) return { problems };
  return {
    expression: { fields: [...normal, "*"].slice(0, 6).join(" "), days: words.length === 6 ? "every" : "either" },
  };
}

/** A field with numbers for names. */
function normalField(word: string, field: Field, report: (problem: string) => void): string {
  return word
    .split(",")
    .map((item) => {
      const match = /^(?:(\*)|([A-Za-z0-9]+)(?:-([A-Za-z0-9]+))?)(?:\/(\d+))?$/.exec(item);
      if (!match) {
        report(`"${item}" is not *, a value, a range like 1-5, or a step like */15`);
        return item;
      }
      const [, star, first = "", last, step] = match;
      const from = valueOf(first, field);
      const to = last === undefined ? from : valueOf(last, field);
      if (star === undefined && (from === undefined || to === undefined)) {
        const bad = from === undefined ? first : last;
        const names = field.names ? `, or a name like ${field.names[0] ?? ""}` : "";
        report(`"${bad ?? ""}" is not a number from ${field.min} to ${field.max}${names}`);
      }
      if (from !== undefined && to !== undefined && to < from) {
        report(`the range "${item}" goes backwards: write ${from}-${field.max},${field.min}-${to}`);
      }
      if (step !== undefined && (Number(step) < 1 || Number(step) > field.max)) {
        report(`the step ${step} is not between 1 and ${field.max}`);
      }
      if (step !== undefined && star === undefined && last === undefined) {
        report(`a step needs a range: write ${first}-${field.max}/${step}`);
      }
      const range = star ?? (last === undefined ? `${from ?? ""}` : `${from ?? ""}-${to ?? ""}`);
      return step === undefined ? range : `${range}/${step}`;
    })
    .join(",");
}

function valueOf(word: string, { min, max, names = [] }: Field): number | undefined {
  const named = names.indexOf(word.toUpperCase());
  if (named >= 0) return min + named;
  const value = /^\d+$/.test(word) ? Number(word) : undefined;
  return value !== undefined && value >= min && value <= max ? value : undefined;
}
