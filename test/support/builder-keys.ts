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

  /** Finds a field, and replaces what stands in it. */
  async fill(word: string, title: string, text: string): Promise<void> {
    await this.find(word, title);
    await this.write(text);
    await this.back();
  }

  /** Several words into a field that takes one after the other. */
  async enter(...words: string[]): Promise<void> {
    for (const word of words) {
      await this.page.keyboard.insertText(word);
      await this.press('Enter');
    }
    await this.back();
  }

  async bind(word: string, title: string, expression: string): Promise<void> {
    await this.find(word, title);
    await this.press('ControlOrMeta+e');
    await this.focused('[contenteditable="true"]:focus');
    await this.write(expression);
    await this.page.locator('[contenteditable="true"]:focus').getByText(expression).waitFor();
    await this.back();
  }

  async choose(word: string): Promise<void> {
    await this.write(word);
    const first = this.page.getByRole('option').first().filter({ hasText: word });
    // The server searches what runs: until it has, others are listed.
    await first.waitFor();
    const marked = this.page.locator('[role="option"][data-combobox-selected]').filter({ hasText: word });
    await this.pressUntil('ArrowDown', async () => (await marked.count()) > 0);
    await this.press('Enter');
  }

  /** One field after the other, each with a list of choices; ends on the canvas. */
  async chooseAll(...words: string[]): Promise<void> {
    for (const [index, word] of words.entries()) {
      if (index > 0) await this.press('Tab');
      await this.choose(word);
    }
    await this.back();
  }

  /** Finds a field and chooses for it. */
  async chooseFor(word: string, title: string, choice: string): Promise<void> {
    await this.find(word, title);
    await this.chooseAll(choice);
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

  /** Adds a step from the menu that the focused button opens; ends in the first field of the step. */
  async addStep(title: string): Promise<void> {
    await this.press('Enter');
    const wanted = this.page.getByRole('menuitem', { name: title, exact: true });
    await wanted.waitFor();
    await this.pressUntil('ArrowDown', () => wanted.evaluate((item) => item === document.activeElement));
    await this.press('Enter');
    await wanted.waitFor({ state: 'detached' });
    await this.focused('[data-step] input:focus');
  }

  /** The same key, until something holds. */
  async pressUntil(key: string, holds: () => Promise<boolean>): Promise<void> {
    for (let turn = 0; !(await holds()); turn++) {
      if (turn === 30) throw new Error(`${key} led nowhere`);
      await this.press(key);
    }
  }

  async releaseIt(message: string): Promise<void> {
    await this.press('ControlOrMeta+s');
    await this.focused('[role="dialog"] textarea');
    await this.pressUntil('Tab', async () => (await this.page.locator('[role="dialog"] textarea:focus').count()) > 0);
    await this.write(message);
    const release = this.page.getByRole('button', { name: 'Release version' });
    await this.pressUntil('Tab', () => release.evaluate((element) => element === document.activeElement));
    await this.press('Enter');
    await this.page.getByText('Version 1 is live').waitFor();
  }
}
