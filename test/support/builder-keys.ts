import type { Page } from 'playwright-core';

/** The builder of apps by keys alone: no pointer, and no focus that was not reached by a key. */
export class BuilderKeys {
  constructor(private readonly page: Page) {}

  async press(...keys: string[]): Promise<void> {
    for (const key of keys) await this.page.keyboard.press(key);
  }

  async focused(selector: string): Promise<void> {
    await this.page.locator(selector).first().waitFor({ state: 'attached' });
  }

  /** Replaces what stands in the field. */
  async write(text: string): Promise<void> {
    await this.press('ControlOrMeta+a');
    await this.page.keyboard.insertText(text);
  }

  /** Back to the canvas, where keys mean what they say; what is open in a field closes first. */
  async back(): Promise<void> {
    const there = this.page.locator('[data-canvas]:focus, [data-canvas] :focus');
    for (let turn = 0; turn < 20 && (await there.count()) === 0; turn++) {
      await this.press('Escape');
      await this.page.evaluate('new Promise((done) => setTimeout(done, 50))');
    }
    await there.first().waitFor();
  }

  async insert(word: string, id: string): Promise<void> {
    await this.press('a');
    await this.focused('[data-panel="add"] input:focus');
    await this.write(word);
    await this.press('Enter');
    await this.page.locator(`[data-frame="${id}"]`).waitFor();
    await this.back();
  }

  /** To a field or an event of what is selected, by its name. */
  async find(word: string, title: string): Promise<void> {
    await this.press('f');
    await this.focused('[data-find]:focus');
    await this.write(word);
    await this.page.locator('[data-inspector] [data-found]').first().filter({ hasText: title }).waitFor();
    await this.press('Enter');
    await this.focused('[data-found] :focus');
  }

  async bind(word: string, title: string, expression: string): Promise<void> {
    await this.find(word, title);
    await this.press('ControlOrMeta+e');
    await this.focused('[contenteditable="true"]:focus');
    await this.write(expression);
    await this.back();
  }

  async choose(word: string): Promise<void> {
    await this.write(word);
    // The server searches what runs: until it has, others are listed.
    await this.page.getByRole('option').first().filter({ hasText: word }).waitFor();
    await this.press('ArrowDown', 'Enter');
  }

  async addAction(path: string): Promise<void> {
    await this.press('n');
    await this.focused('[role="dialog"] input:focus');
    await this.choose(path);
    await this.press('Tab', 'Enter');
    await this.page.getByRole('dialog').waitFor({ state: 'detached' });
  }

  /** From component to component, in the order in which they are read. */
  async walkTo(...ids: string[]): Promise<void> {
    for (const id of ids) {
      await this.press('Tab');
      await this.focused(`[data-frame="${id}"][data-selected="true"]`);
    }
  }
}
