/** The JSON body of a webhook. Nothing is known about it but what is looked at: every field may be missing or null. */
export class Payload {
  readonly #body: unknown;

  constructor(body: unknown) {
    this.#body = body;
  }

  /** The value at a path like "head_commit.author.name" as text; empty when there is none. */
  text(path: string): string {
    const value = this.#at(path);
    return typeof value === "string" || typeof value === "number" || typeof value === "boolean" ? String(value) : "";
  }

  /** True when the value is true, or is anything but null, false and nothing. */
  has(path: string): boolean {
    const value = this.#at(path);
    return value !== undefined && value !== null && value !== false;
  }

  /** The fields of the object at a path with their values as text, JSON for what is no plain value. */
  fields(path: string): [string, string][] {
    const value = this.#at(path);
    if (typeof value !== "object" || value === null || Array.isArray(value)) return [];
    return Object.entries(value).map(([name, field]) => [
      name,
      typeof field === "string" ? field : JSON.stringify(field),
    ]);
  }

  /** The items of the list at a path. */
  list(path: string): Payload[] {
    const value = this.#at(path);
    return Array.isArray(value) ? value.map((item) => new Payload(item)) : [];
  }

  /** The texts of the list at a path. */
  texts(path: string): string[] {
    return this.list(path)
      .map((item) => item.text(""))
      .filter((text) => text !== "");
  }

  #at(path: string): unknown {
    let value = this.#body;
    for (const name of path === "" ? [] : path.split(".")) {
      if (typeof value !== "object" || value === null || !Object.hasOwn(value, name)) return undefined;
      value = (value as Record<string, unknown>)[name];
    }
    return value;
  }
}
