import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { Page } from 'playwright-core';
import { errorsOf, expectAccessible, TestBrowser } from '../support/browser.ts';
import { askAs, signInAsAdmin } from '../support/browser-people.ts';
import { type Product, startProduct } from '../support/product.ts';

const code = `import humanize


def main(size: int, unit: str = "bytes"):
    """Says a size as people read it."""
    print("Reading", size)
    return {"text": humanize.naturalsize(size), "unit": unit}
`;

describe('writing a script in the editor', () => {
  let product: Product;
  let browser: TestBrowser;
  let page: Page;
  const editor = () => page.getByRole('textbox', { name: /^Code of/ });

  beforeAll(async () => {
    browser = await TestBrowser.open();
    product = await startProduct();
    page = await browser.newPage({ width: 1440, height: 900 });
    await signInAsAdmin(page, product);
  }, 180_000);

  afterAll(async () => {
    await browser?.close();
    await product?.stop();
  });

  it('begins with a path, a language and a sample that runs', async () => {
    await page.goto(`${product.url}/w/acme/scripts`);
    await page.getByRole('button', { name: 'New script' }).click();
    await page.getByRole('combobox', { name: 'Folder' }).click();
    await page.getByRole('option', { name: 'f/support' }).click();
    await page.getByLabel('Name', { exact: true }).fill('readable_size');
    await page.getByRole('radio', { name: 'Python' }).check({ force: true });
    await expectAccessible(page);
    await page.getByRole('button', { name: 'Open editor' }).click();
    await editor().getByText('def main').waitFor();
    await page.getByRole('form', { name: 'Test the code' }).getByLabel(/^Name/).waitFor();
  }, 60_000);

  it('reads the form out of the code while it is typed', async () => {
    await editor().click();
    await page.keyboard.press('ControlOrMeta+a');
    await page.keyboard.insertText(code);
    const form = page.getByRole('form', { name: 'Test the code' });
    await form.getByLabel(/^Size/).fill('1500000');
    expect(await form.getByLabel(/^Unit/).inputValue()).toBe('bytes');
    await page.getByText(/New draft.*saved/).waitFor();
  }, 60_000);

  it('tests code with a package of the index before it is deployed', async () => {
    await editor().click();
    await page.keyboard.press('ControlOrMeta+Enter');
    await page.getByRole('log', { name: 'Log' }).getByText('Reading 1500000').waitFor({ timeout: 120_000 });
    await page.getByRole('tree', { name: 'Result' }).getByText('1.5 MB').waitFor();
  }, 150_000);

  it('deploys it, and its form runs it', async () => {
    await page.keyboard.press('ControlOrMeta+s');
    const dialog = page.getByRole('dialog', { name: /^Deploy f\/support\/readable_size/ });
    await dialog.getByLabel('Message').fill('First version');
    await dialog.getByRole('button', { name: 'Deploy script' }).click();
    await page.waitForURL(/\/scripts\/f\/support\/readable_size/, { timeout: 120_000 });
    await page.getByRole('form', { name: /^Run/ }).getByLabel(/^Size/).fill('2048');
    await page.getByRole('button', { name: /^Run/ }).click();
    await page.getByText('Succeeded', { exact: true }).waitFor({ timeout: 60_000 });
    await page.getByRole('tree', { name: 'Result' }).getByText('2.0 kB').waitFor();
    await expectAccessible(page);
    expect(errorsOf(page)).toEqual([]);
  }, 200_000);

  it('refuses a package that does not exist at the line that imports it, and keeps the last good version', async () => {
    await page.goto(`${product.url}/w/acme/scripts/edit/f/support/readable_size`);
    await editor().click();
    await page.keyboard.press('ControlOrMeta+Home');
    await page.keyboard.insertText('import no_such_package_of_millrace_tests\n');
    await page.getByText(/Draft on version 1.*saved/).waitFor();
    await page.keyboard.press('ControlOrMeta+s');
    await page.getByRole('dialog').getByRole('button', { name: 'Deploy version 2' }).click();
    const refusal = page.getByRole('alert').filter({ hasText: /no.such.package.of.millrace.tests/ });
    await refusal.getByRole('button', { name: 'Go to line 1' }).waitFor({ timeout: 120_000 });
    const { body } = await askAs<{ version: number }>(page, 'GET', '/w/acme/scripts/f/support/readable_size');
    expect(body.version).toBe(1);
  }, 150_000);

  it('keeps what was not deployed as a draft, and finds it again', async () => {
    await page.goto(`${product.url}/w/acme/scripts`);
    await page.getByRole('row', { name: /readable_size/ }).getByText('draft', { exact: true }).waitFor();
    await page.goto(`${product.url}/w/acme/scripts/edit/f/support/readable_size`);
    await page.getByText('You go on with your draft').waitFor();
    await editor().getByText('no_such_package_of_millrace_tests').waitFor();
  }, 60_000);

  it('shows what somebody else deployed meanwhile, before anything is overwritten', async () => {
    await askAs(page, 'PUT', '/w/acme/scripts/f/support/readable_size', { language: 'python3', content: 'def main(size: int):\n    return size\n', summary: 'Readable size', message: 'Simplify' });
    await page.keyboard.press('ControlOrMeta+s');
    await page.getByRole('dialog').getByRole('button', { name: 'Deploy version 2' }).click();
    const dialog = page.getByRole('dialog', { name: /^From version 2/ });
    await dialog.getByRole('button', { name: 'Discard my changes, take version 2' }).click();
    await page.getByText('Version 2, as deployed').waitFor();
    await editor().getByText('return size').waitFor();
    expect(errorsOf(page)).toEqual([]);
  }, 60_000);
});
