import type { Locator, Page } from 'playwright-core';

/** The editor of a flow in a browser, in the words of who builds one. */
export class FlowEditorPage {
  constructor(private readonly page: Page) {}

  step(id: string): Locator {
    return this.page.locator(`[data-step="${id}"]`);
  }

  /** The `+` on the line where a step would be put in. */
  plus(place: string): Locator {
    return this.page.locator(`[data-place="${place}"]`);
  }

  /** The panel of the step that is selected. */
  get panel(): Locator {
    return this.page.getByRole('region', { name: /^Step / });
  }

  /** Writes over what is in a code or expression field. */
  async write(name: string | RegExp, text: string): Promise<void> {
    await this.page.getByRole('textbox', { name }).click();
    await this.page.keyboard.press('ControlOrMeta+a');
    await this.page.keyboard.insertText(text);
  }

  /** Inserts a step at the `+` of a place, by the name of its kind, or by that of the script or flow that it runs. */
  async insert(place: string, name: string): Promise<void> {
    await this.plus(place).click();
    await this.page.getByRole('combobox', { name: 'Step to insert' }).fill(name);
    await this.page.getByRole('listbox', { name: 'Steps to insert' }).getByText(name, { exact: true }).first().click();
  }

  /** Adds a required field to the input of the flow, which is text unless another type is named. */
  async addField(name: string, type?: string): Promise<void> {
    await this.page.getByRole('button', { name: 'Add field' }).click();
    await this.page.keyboard.type(name);
    await this.page.keyboard.press('Enter');
    await this.page.getByRole('checkbox', { name: `${name} is required` }).check();
    if (type === undefined) return;
    await this.page.getByRole('combobox', { name: `Type of ${name}` }).click();
    await this.page.getByRole('option', { name: type, exact: true }).click();
  }

  /** Waits until the steps stand in this order. */
  async expectOrder(...ids: string[]): Promise<void> {
    await this.page.waitForFunction(
      (wanted) => [...document.querySelectorAll('[data-step]')].map((card) => card.getAttribute('data-step')).join(' ') === wanted,
      ids.join(' '),
    );
  }
}
