/** What takes a moment at a start, as it is said once it is done. Whatever else is told is a part of one of these. */
const doneWords = new Map([
  ['Starting PostgreSQL', 'PostgreSQL started'],
  ['Bringing the tables up to date', 'Tables are up to date'],
  ['Importing the demo workspace', 'Demo workspace imported'],
]);

/**
 * Tells how far a start is, a line when a step begins and one when it is done. On a terminal the command that started us draws them as one moving line
 * (`bootstrap/log-lines.mjs`), which is why their form matters: `  Starting PostgreSQL …`, then `✔ PostgreSQL started 0.8 s`.
 */
export class StartSteps {
  private open: { done: string; begunAt: number } | null = null;

  constructor(private readonly say: (line: string) => void) {}

  /** A step begins, and with it the one before ends; or a step goes on with another part of it. */
  begin(words: string): void {
    const done = doneWords.get(words);
    if (done !== undefined) {
      this.end();
      this.open = { done, begunAt: Date.now() };
    }
    this.say(`  ${words} …`);
  }

  /** The last step is done. */
  end(): void {
    if (this.open) this.say(`✔ ${this.open.done} ${((Date.now() - this.open.begunAt) / 1000).toFixed(1)} s`);
    this.open = null;
  }
}
