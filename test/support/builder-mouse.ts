import type { Locator, Page } from 'playwright-core';

/** The builder of apps by mouse: what is typed is only what has to be words. */
export class BuilderMouse {
  readonly inspector: Locator;
  private readonly panel: Locator;

  constructor(private readonly page: Page) {
    this.inspector = page.getByRole('complementary', { name: 'What is selected' });
    this.panel = page.getByRole('complementary', { name: 'Add a component' });
  }

  frame(id: string): Locator {
    return this.page.locator(`[data-frame="${id}"]`);
  }

  /** From the list of components to a point of the page. */
  async drag(title: string, to: { x: number; y: number }, id: string): Promise<void> {
    const tile = this.tile(title);
    await tile.scrollIntoViewIfNeeded();
    const [start, canvas] = [await tile.boundingBox(), await this.page.locator('[data-slot=\'{"page":"home"}\']').boundingBox()];
    if (!start || !canvas) throw new Error('What is dragged, or the page, is not drawn');
    await this.page.mouse.move(start.x + 10, start.y + 10);
    await this.page.mouse.down();
    await this.page.mouse.move(start.x + 40, start.y + 20, { steps: 3 });
    await this.page.mouse.move(canvas.x + to.x, canvas.y + to.y, { steps: 8 });
    await this.page.locator('[data-target="true"]').waitFor();
    await this.page.mouse.up();
    await this.frame(id).waitFor();
  }

  /** By a click: into the selected container, or beside what is selected. */
  async add(title: string, id: string): Promise<void> {
    await this.tile(title).click();
    await this.frame(id).waitFor();
  }

  /** Selects a component on the canvas, and a part of what can be set about it. */
  async select(id: string, part?: 'Content' | 'Behaviour' | 'Look'): Promise<void> {
    await this.frame(id).click({ position: { x: 4, y: 4 } });
    await this.inspector.getByRole('region', { name: new RegExp(` ${id}$`) }).waitFor();
    if (part) await this.inspector.getByText(part, { exact: true }).click();
  }

  field(label: string): Locator {
    return this.inspector.getByRole('textbox', { name: label, exact: true }).or(this.inspector.getByRole('combobox', { name: label, exact: true }));
  }

  async pick(label: string, option: string): Promise<void> {
    await this.inspector.getByRole('combobox', { name: label, exact: true }).click();
    await this.page.getByRole('option', { name: option, exact: true }).click();
  }

  async addAction(path: string): Promise<void> {
    const tab = this.page.getByRole('tab', { name: /^Actions/ });
    if ((await tab.getAttribute('aria-selected')) !== 'true') await tab.click();
    await this.page.getByRole('button', { name: 'Add an action' }).click();
    await this.page.getByRole('combobox', { name: 'What it runs' }).fill(path);
    await this.page.getByRole('option').filter({ hasText: path }).click();
    await this.page.getByRole('button', { name: 'Add action' }).click();
    await this.page.getByRole('dialog').waitFor({ state: 'detached' });
  }

  /** Connects a field by a click on a component, and goes on writing behind what that gave. */
  async connect(label: string, id: string, more: string): Promise<void> {
    await this.inspector.getByRole('button', { name: `Connect ${label} by a click on the canvas` }).click();
    await this.frame(id).click({ position: { x: 4, y: 4 } });
    const expression = this.inspector.getByRole('textbox', { name: `${label}: expression` });
    await expression.getByText(`${id}.`).click();
    await this.page.keyboard.press('End');
    await this.page.keyboard.insertText(more);
    await expression.getByText(more.trim()).waitFor();
  }

  /** Makes a field an expression. */
  async write(label: string, expr: string): Promise<void> {
    await this.inspector.getByRole('button', { name: `${label} by an expression` }).click();
    const expression = this.inspector.getByRole('textbox', { name: `${label}: expression` });
    await expression.click();
    await this.page.keyboard.press('ControlOrMeta+a');
    await this.page.keyboard.insertText(expr);
    await expression.getByText(expr).waitFor();
  }

  /** Adds a step to what happens on an event, or after another step. */
  async addStep(event: string, title: string): Promise<void> {
    await this.inspector.getByRole('group', { name: event, exact: true }).getByRole('button', { name: 'Add a step' }).last().click();
    await this.page.getByRole('menuitem', { name: title, exact: true }).click();
  }

  async releaseIt(message: string): Promise<void> {
    await this.page.getByRole('button', { name: 'Release', exact: true }).click();
    await this.page.getByLabel('Why this release').fill(message);
    await this.page.getByRole('button', { name: 'Release version' }).click();
    await this.page.getByText('Version 1 is live').waitFor();
  }

  private tile(title: string): Locator {
    return this.panel.getByRole('button', { name: title, exact: true });
  }
}
