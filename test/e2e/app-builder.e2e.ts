import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { Locator, Page } from 'playwright-core';
import type { AppDraft } from '../../backend/apps/apps.contract.ts';
import { askAs, joinAs, signInAsAdmin } from '../support/browser-people.ts';
import { errorsOf, expectAccessible, TestBrowser } from '../support/browser.ts';
import { type Product, startProduct } from '../support/product.ts';

const greet = `export async function main(name: string) {
  return { greeting: 'Hello ' + name };
}
`;

describe('building an app from an empty canvas', () => {
  let product: Product;
  let browser: TestBrowser;
  let page: Page;
  let operator: Page;

  const frame = (id: string, on = page): Locator => on.locator(`[data-frame="${id}"]`);
  const panel = (on = page): Locator => on.getByRole('complementary', { name: 'Add a component' });
  const tile = (title: string): Locator => panel().getByRole('button', { name: title, exact: true });
  const inspector = (on = page): Locator => on.getByRole('complementary', { name: 'What is selected' });
  const saved = (): Promise<void> =>
    page
      .getByRole('status')
      .filter({ hasText: /^Saved$/ })
      .waitFor();
  const draftOf = async (path: string): Promise<AppDraft> => (await askAs<AppDraft>(page, 'POST', `/w/acme/app_drafts/${path}`, {})).body;

  async function begin(name: string): Promise<void> {
    await askAs(page, 'POST', `/w/acme/app_drafts/f/support/${name}`, { summary: name });
    await page.goto(`${product.url}/w/acme/apps/edit/f/support/${name}`);
    await page.getByText('Drag a component here').waitFor();
  }

  /** Drags a component from the list to a point of the page on the canvas. */
  async function drag(from: Locator, to: { x: number; y: number }): Promise<void> {
    await from.scrollIntoViewIfNeeded();
    const [start, canvas] = [await from.boundingBox(), await page.locator('[data-slot=\'{"page":"home"}\']').boundingBox()];
    if (!start || !canvas) throw new Error('What is dragged, or the page, is not drawn');
    await page.mouse.move(start.x + 10, start.y + 10);
    await page.mouse.down();
    await page.mouse.move(start.x + 40, start.y + 20, { steps: 3 });
    await page.mouse.move(canvas.x + to.x, canvas.y + to.y, { steps: 8 });
    await page.locator('[data-target="true"]').waitFor();
    await page.mouse.up();
  }

  async function write(name: string, text: string): Promise<void> {
    await page.getByRole('textbox', { name }).click();
    await page.keyboard.press('ControlOrMeta+a');
    await page.keyboard.insertText(text);
  }

  async function tryInPreview(name: string): Promise<void> {
    await page.getByRole('region', { name: 'Preview' }).getByRole('textbox').fill(name);
    await page.getByRole('region', { name: 'Preview' }).getByRole('button').click();
    await page.getByText(`Hello ${name}`).waitFor({ timeout: 60_000 });
  }

  /** Opens the released app as somebody who only uses it, and runs it. */
  async function useIt(path: string): Promise<void> {
    await operator.goto(`${product.url}/a/acme/${path}`);
    await operator.getByRole('textbox').fill('Olga');
    await operator.getByRole('button', { name: /Button|Greet/ }).click();
    await operator.getByText('Hello Olga').waitFor({ timeout: 60_000 });
    expect(errorsOf(operator)).toEqual([]);
  }

  beforeAll(async () => {
    browser = await TestBrowser.open();
    product = await startProduct();
    page = await browser.newPage({ width: 1440, height: 900 });
    await signInAsAdmin(page, product);
    await askAs(page, 'PUT', '/w/acme/scripts/f/support/greet', { language: 'bun', content: greet, summary: 'Greet somebody' });
    operator = await joinAs(browser, product, page, { username: 'olga', name: 'Olga Ruiz', role: 'operator', groups: ['support'] });
  }, 180_000);

  afterAll(async () => {
    await browser?.close();
    await product?.stop();
  });

  describe('by mouse', () => {
    it('puts components where they are dropped', async () => {
      await begin('greeter');
      await drag(tile('Text input'), { x: 20, y: 20 });
      await frame('textInput').waitFor();
      await drag(tile('Button'), { x: 20, y: 160 });
      await frame('button').waitFor();
      await drag(tile('Text'), { x: 400, y: 160 });
      await frame('text').waitFor();
      await saved();
      const children = (await draftOf('f/support/greeter')).document.pages[0]?.body.children ?? [];
      expect(children.map(({ id, layout }) => [id, layout.base?.x])).toEqual([
        ['textInput', 0],
        ['button', 0],
        ['text', expect.any(Number)],
      ]);
      expect(children[2]?.layout.base?.x).toBeGreaterThan(2);
      await expectAccessible(page);
    }, 60_000);

    it('adds an action, and connects what it needs by a click on the canvas', async () => {
      await page.getByRole('tab', { name: /^Actions/ }).click();
      await page.getByRole('button', { name: 'Add an action' }).click();
      await page.getByRole('combobox', { name: 'What it runs' }).fill('greet');
      await page.getByRole('option', { name: /f\/support\/greet/ }).click();
      await page.getByRole('button', { name: 'Add action' }).click();
      await inspector()
        .getByRole('button', { name: /^Connect .*by a click/ })
        .click();
      await frame('textInput').click();
      await inspector()
        .getByRole('textbox', { name: /expression/ })
        .getByText('textInput.value')
        .waitFor();
      await page
        .getByText('No problems')
        .or(page.getByText(/problem/))
        .first()
        .waitFor();
    }, 60_000);

    it('lets a button run it, and a text show what it gave', async () => {
      await frame('button').click();
      await inspector().getByText('Behaviour', { exact: true }).click();
      await inspector().getByRole('button', { name: 'Add a step' }).first().click();
      await page.getByRole('menuitem', { name: 'Run an action' }).click();
      await frame('text').click();
      await inspector().getByRole('button', { name: 'Text by an expression' }).click();
      await write('Text: expression', 'greet.data?.greetng ?? text.is_hidden');
      await inspector()
        .getByText(/has no field `is_hidden`/)
        .waitFor();
      await write('Text: expression', "greet.data?.greeting ?? ''");
      await inspector()
        .getByText(/has no field/)
        .waitFor({ state: 'detached' });
      await page.getByText('No problems').waitFor();
    }, 60_000);

    it('runs in the preview, is released, and works for an operator', async () => {
      await page.getByText('Preview', { exact: true }).click();
      await tryInPreview('Ada');
      await page.getByText('Edit', { exact: true }).click();
      await page.getByRole('button', { name: 'Release', exact: true }).click();
      await page.getByLabel('Why this release').fill('The first one');
      await page.getByRole('button', { name: 'Release version' }).click();
      await page.getByText('Version 1 is live').waitFor();
      await useIt('f/support/greeter');
    }, 120_000);

    it('moves a component by drag into a container, and takes that back', async () => {
      await drag(tile('Container'), { x: 20, y: 320 });
      await frame('container').waitFor();
      const [target, text] = [await frame('container').boundingBox(), await frame('text').boundingBox()];
      if (!target || !text) throw new Error('They are not drawn');
      await page.mouse.move(text.x + 8, text.y + 8);
      await page.mouse.down();
      await page.mouse.move(text.x + 30, text.y + 30, { steps: 3 });
      await page.mouse.move(target.x + target.width / 2, target.y + target.height / 2, { steps: 8 });
      await page.mouse.up();
      await frame('container').locator('[data-frame="text"]').waitFor();
      await page.getByRole('button', { name: 'Undo: Move text' }).click();
      await frame('container').locator('[data-frame="text"]').waitFor({ state: 'detached' });
      expect(errorsOf(page)).toEqual([]);
    }, 60_000);
  });

  describe('by keyboard alone', () => {
    const press = async (...keys: string[]): Promise<void> => {
      for (const key of keys) await page.keyboard.press(key);
    };

    it('inserts what is searched for', async () => {
      await begin('keys');
      await press('Escape');
      await page.getByRole('heading', { name: 'keys' }).waitFor();
      const insert = async (word: string, id: string): Promise<void> => {
        await panel().getByRole('textbox', { name: 'Find a component' }).focus();
        await press('ControlOrMeta+a');
        await page.keyboard.type(word);
        await press('Enter');
        await frame(id).waitFor();
      };
      await insert('text input', 'textInput');
      await insert('button', 'button');
      await press('ControlOrMeta+a');
      await page.keyboard.type('text');
      await press('ArrowDown', 'Enter');
      await frame('text').waitFor();
    }, 60_000);

    it('walks, moves, resizes, duplicates, copies and deletes on the canvas', async () => {
      await page.getByRole('region', { name: 'Canvas', exact: true }).focus();
      await press('Escape', 'Tab');
      await page.locator('[data-selected="true"]:focus').waitFor();
      // The key after `f` belongs to the field, however fast it comes: no frame is drawn in between.
      const isFinding = await page.evaluate(async () => {
        document.activeElement?.dispatchEvent(new KeyboardEvent('keydown', { key: 'f', bubbles: true, cancelable: true }));
        await Promise.resolve();
        return document.activeElement?.matches('[data-find]');
      });
      expect(isFinding).toBe(true);
      await press('Escape', 'ControlOrMeta+d');
      await frame('textInput2').waitFor();
      await press('ArrowDown', 'ControlOrMeta+ArrowLeft', 'Delete');
      await frame('textInput2').waitFor({ state: 'detached' });
      await press('ControlOrMeta+z');
      await frame('textInput2').waitFor();
      await frame('textInput2').focus();
      await press('Enter', 'Delete');
      await page.getByRole('region', { name: 'Canvas', exact: true }).focus();
      await press('?');
      await page.getByRole('dialog').getByText('Duplicate what is selected').waitFor();
      await press('Escape');
      await page.getByRole('dialog').waitFor({ state: 'detached' });
      expect(errorsOf(page)).toEqual([]);
    }, 60_000);
  });

  it('shows each of two windows what is done in the other', async () => {
    const other = await browser.newPageLike(page);
    await begin('together');
    await other.setViewportSize({ width: 1440, height: 900 });
    await other.goto(`${product.url}/w/acme/apps/edit/f/support/together`);
    await other.getByText('Drag a component here').waitFor();
    await tile('Text input').click();
    await frame('textInput', other).waitFor();
    await panel(other).getByRole('button', { name: 'Button', exact: true }).click();
    await frame('button').waitFor();
    await frame('textInput', other).click();
    await inspector(other).getByRole('textbox', { name: 'Label', exact: true }).fill('Who');
    await frame('textInput').getByText('Who').waitFor();
    await frame('textInput').locator('[data-selected-by="admin"]').waitFor();
    await frame('textInput').click();
    await inspector(other).getByRole('button', { name: 'Label by an expression' }).click();
    const expression = (on: Page): Locator => inspector(on).getByRole('textbox', { name: 'Label: expression' });
    await expression(page).waitFor();
    await expression(other).click();
    await other.keyboard.press('End');
    await other.keyboard.insertText(' + 1');
    await expression(page).getByText('"Who" + 1').waitFor();
    expect(await page.getByRole('button', { name: /^Undo: Label/ }).count()).toBe(0);
    await page.getByRole('list', { name: 'Also here' }).getByRole('button').waitFor();
    expect(errorsOf(other)).toEqual([]);
    await other.close();
    await page.getByRole('list', { name: 'Also here' }).waitFor({ state: 'detached' });
  }, 60_000);

  it('keeps what was done last, also when one leaves while something else is on its way', async () => {
    await begin('left');
    const way = Promise.withResolvers<void>();
    await page.route('**/app_commands/**', (route) => way.promise.then(() => route.continue()));
    const sent = page.waitForRequest(/app_commands/);
    await tile('Text input').click();
    await sent;
    await tile('Button').click();
    await page.getByRole('link', { name: 'Apps', exact: true }).first().click();
    way.resolve();
    await frame('button').waitFor({ state: 'detached' });
    expect((await draftOf('f/support/left')).document.pages[0]?.body.children).toHaveLength(2);
    await page.unroute('**/app_commands/**');
  }, 60_000);

  it('selects several by a rectangle, aligns them and moves them together', async () => {
    await begin('several');
    await drag(tile('Text input'), { x: 20, y: 20 });
    await frame('textInput').waitFor();
    await drag(tile('Button'), { x: 300, y: 160 });
    await frame('button').waitFor();
    const canvas = await page.locator('[data-slot=\'{"page":"home"}\']').boundingBox();
    if (!canvas) throw new Error('The page is not drawn');
    await page.mouse.move(canvas.x + canvas.width - 10, canvas.y + 320);
    await page.mouse.down();
    await page.mouse.move(canvas.x + 4, canvas.y + 2, { steps: 8 });
    await page.mouse.up();
    await inspector().getByRole('heading', { name: '2 components' }).waitFor();
    await inspector().getByRole('button', { name: 'Align at the left' }).click();
    await saved();
    const places = async (): Promise<unknown> => (await draftOf('f/support/several')).document.pages[0]?.body.children.map(({ layout }) => layout.base?.x);
    expect(await places()).toEqual([0, 0]);
    await frame('button').focus();
    await page.keyboard.press('ArrowRight');
    await saved();
    expect(await places()).toEqual([1, 1]);
    await frame('button').focus();
    await page.keyboard.press('Enter');
    await inspector().getByRole('textbox', { name: 'Button', exact: true }).fill('go');
    await page.mouse.click(canvas.x + canvas.width - 10, canvas.y + 320);
    await frame('go').waitFor();
    expect(errorsOf(page)).toEqual([]);
  }, 60_000);

  it('makes an app of a table of a database: rows, search, and a change that is kept', async () => {
    await page.goto(`${product.url}/w/acme/resources`);
    const row = page.getByRole('row').filter({ hasText: 'acme_db' });
    await row.getByRole('button').last().click();
    await page.getByRole('menuitem', { name: 'Make an app of a table' }).click();
    await page.getByRole('combobox', { name: 'Table' }).click();
    await page.getByRole('option', { name: 'customers', exact: true }).click({ timeout: 60_000 });
    await page.getByRole('button', { name: 'Build app' }).click();
    await frame('rowsTable').waitFor();
    await page.getByText('No problems').waitFor();
    const run = async (name: string, args: object): Promise<unknown> =>
      (await askAs<unknown>(page, 'POST', `/w/acme/jobs/run_wait_result/p/f/support/customers_${name}`, args)).body;
    const found = (search: string): Promise<unknown> => run('rows', { query: { page: { offset: 0, limit: 5 }, search } });
    const { rows } = (await found('')) as { rows: { id: string | number; name: string }[] };
    const updated = { [String(rows[0]?.id)]: { name: { from: rows[0]?.name, to: 'Renamed Person' } } };
    const save = (changes: object): Promise<unknown> => run('save', { changes: { inserted: [], updated: {}, deleted: [], ...changes } });
    expect(await save({ updated })).toEqual({ inserted: 0, updated: 1, deleted: 0, is_saved: true, errors: {} });
    const refused = { [String(rows[1]?.id)]: { name: { to: null } }, nobody: { name: { to: 'x' } } };
    const renamed = { [String(rows[0]?.id)]: { name: { to: 'Lost' } } };
    expect(await save({ updated: { ...renamed, ...refused }, inserted: [{ ...rows[0], email: 'a@b.example' }] })).toEqual({
      inserted: 0,
      updated: 0,
      deleted: 0,
      is_saved: false,
      errors: {
        [String(rows[1]?.id)]: '"name" must not be empty.',
        nobody: expect.stringContaining('"nobody"'),
        'new:0': expect.stringMatching(/^Key \(id\)=.* already exists\. \(customers_pkey\)$/),
      },
    });
    expect(await found('Renamed Person')).toMatchObject({ total: 1, rows: [{ id: rows[0]?.id, name: 'Renamed Person' }] });
  }, 120_000);

  it('holds code of its own, which is tried where it is written, and becomes a script and code again', async () => {
    await begin('own_code');
    await page.getByRole('tab', { name: /^Actions/ }).click();
    await page.getByRole('tabpanel').getByRole('button', { name: 'Add an action' }).click();
    const dialog = page.getByRole('dialog');
    await dialog.getByText('Code of its own', { exact: true }).click();
    await dialog.getByRole('textbox', { name: 'Name' }).fill('say_hello');
    await dialog.getByRole('button', { name: 'Add action' }).click();
    await inspector().getByRole('button', { name: 'Edit and test' }).click();
    await page.getByRole('form', { name: 'Test the code' }).getByRole('textbox', { name: 'Name' }).fill('Grace');
    await page.getByRole('form', { name: 'Test the code' }).getByRole('button', { name: /^Test/ }).click();
    await dialog.getByText('"Hello, Grace!"').waitFor({ timeout: 60_000 });
    await page.keyboard.press('Escape');
    await inspector().getByRole('button', { name: 'Make it a script of the workspace' }).click();
    await dialog.getByRole('button', { name: 'Deploy script' }).click();
    await inspector().getByText('f/support/say_hello').waitFor({ timeout: 60_000 });
    await saved();
    expect((await draftOf('f/support/own_code')).document.actions[0]?.run).toEqual({ kind: 'script', path: 'f/support/say_hello' });
    await page.getByRole('button', { name: 'Undo' }).click();
    await inspector().getByRole('button', { name: 'Edit and test' }).waitFor();
    await saved();
    expect((await draftOf('f/support/own_code')).document.actions[0]?.run).toMatchObject({ kind: 'inline', language: 'bun' });
    expect(errorsOf(page)).toEqual([]);
  }, 120_000);

  it('begins with a template that is live on the demo data', async () => {
    await page.goto(`${product.url}/w/acme/apps?new=1`);
    await page.getByText('Agent chat', { exact: true }).click();
    await page.getByRole('button', { name: 'Build app' }).click();
    await frame('assistantChat').waitFor();
    await page.getByText('No problems').waitFor();
  }, 60_000);

  it('makes an app of a script, which is complete as it is', async () => {
    await page.goto(`${product.url}/w/acme/scripts/f/support/greet`);
    await page.getByRole('button', { name: 'More about this script' }).click();
    await page.getByRole('menuitem', { name: 'Make an app' }).click();
    await page.getByRole('button', { name: 'Build app' }).click();
    await frame('runButton').waitFor();
    await page.getByText('No problems').waitFor();
    await page.getByText('Preview', { exact: true }).click();
    await tryInPreview('Grace');
    await page.getByText('Edit', { exact: true }).click();
    await page.getByRole('button', { name: 'More about this app' }).click();
    await page.getByRole('menuitem', { name: 'Delete app' }).click();
    await page.getByRole('button', { name: 'Delete app' }).click();
    await page.waitForURL(/\/w\/acme\/apps$/);
    // The way out of the builder loads the page anew: what stands on it is there after that.
    await page
      .getByRole('row', { name: /Orders/ })
      .first()
      .waitFor();
  }, 120_000);

  it('goes back to an earlier release', async () => {
    await page.goto(`${product.url}/w/acme/apps/edit/f/support/greeter`);
    await frame('button').click();
    await inspector().getByRole('textbox', { name: 'Text', exact: true }).fill('Greet');
    await saved();
    await page.keyboard.press('ControlOrMeta+s');
    await page.getByRole('button', { name: 'Release version' }).click();
    await page.getByText('Version 2 is live').waitFor();
    await page.getByRole('button', { name: 'More about this app' }).click();
    await page.getByRole('menuitem', { name: 'Releases' }).click();
    await expectAccessible(page);
    await page.getByRole('button', { name: 'Go back to it: version 1' }).click();
    await page.getByText('Version 1 is live').waitFor();
    expect(errorsOf(page)).toEqual([]);
  }, 60_000);
});
