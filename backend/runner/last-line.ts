/** Remembers the last line of a text that is not empty, however long the text is. */
export class LastLine {
  private complete: string | null = null;
  private open = '';

  constructor(private readonly limit: number) {}

  append(text: string): void {
    const end = text.lastIndexOf('\n');
    if (end < 0) {
      if (this.open.length <= this.limit) this.open += text;
      return;
    }
    this.complete = lastFilled(this.open + text.slice(0, end)) ?? this.complete;
    this.open = text.slice(end + 1);
  }

  get value(): string | null {
    return this.open.trim() === '' ? this.complete : this.open.trim();
  }

  /** Whether the line is longer than a result may be. */
  get isTooLong(): boolean {
    return (this.value?.length ?? 0) > this.limit;
  }
}

function lastFilled(text: string): string | null {
  for (let end = text.length; end > 0;) {
    const start = text.lastIndexOf('\n', end - 1);
    const line = text.slice(start + 1, end).trim();
    if (line !== '') return line;
    end = start;
  }
  return null;
}
