/**
 * Collects the values of a hand-written statement that is put together from parts, so that each part can name its own
 * parameters: `parameters.add(path)` gives `$3`. Values only ever reach Postgres this way, never as text.
 */
export class Parameters {
  readonly values: unknown[] = [];

  /** Takes a value and gives the placeholder that stands for it. */
  add(value: unknown): string {
    this.values.push(value);
    return `$${this.values.length}`;
  }
}

/** A pattern for `ilike` that finds `text` anywhere; `%`, `_` and `\` in it stand for themselves. */
export const containing = (text: string): string => `%${text.replace(/[\\%_]/g, (character) => `\\${character}`)}%`;
