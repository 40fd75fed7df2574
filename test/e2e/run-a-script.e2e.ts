import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { execFile, type ExecFileException } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type pg from 'pg';
import type { Page } from 'playwright-core';
import { errorsOf, expectAccessible, TestBrowser } from '../support/browser.ts';
import { signInAsAdmin } from '../support/browser-people.ts';
import { type Product, startProduct } from '../support/product.ts';
import { openShop, type Shop } from '../support/shop.ts';

describe('running a script by its form', () => {
  let product: Product;
  let browser: TestBrowser;
  let page: Page;
  let shop: pg.Client;
  let order: Shop['order'];

  beforeAll(async () => {
    browser = await TestBrowser.open();
    product = await startProduct();
    page = await browser.newPage({ width: 1440, height: 900 });
    await signInAsAdmin(page, product);
    ({ client: shop, order } = await openShop(page));
  }, 180_000);

  afterAll(async () => {
    await shop?.end();
    await browser?.close();
    await product?.stop();
  });

  it('shows the log while the script runs, and the row of the database has changed when it is done', async () => {
    await page.goto(`${product.url}/w/acme/scripts`);
    await page.getByRole('row', { name: /Refund an order/ }).click();
    await page.getByRole('heading', { name: 'Refund an order', level: 1 }).waitFor();
    await page.getByLabel(/^Order number/).fill(order.id);
    await page.getByRole('combobox', { name: /^Reason/ }).click();
    await page.getByRole('option', { name: 'damaged' }).click();
    await page.getByLabel(/^Note/).fill('The box was crushed');

    // Somebody else holds the order: the script has to stop in the middle, and what it wrote until then must be on the page.
    await shop.query('begin');
    await shop.query('select from orders where id = $1 for update', [order.id]);
    await page.getByRole('button', { name: /^Run/ }).click();
    const log = page.getByRole('log', { name: 'Log' });
    await log.getByText(`Looking up order ${order.id}`).waitFor({ timeout: 60_000 });
    await page.getByText('Running', { exact: true }).waitFor();
    expect(await log.innerText()).not.toContain('Refunded');
    await shop.query('rollback');

    await page.getByText('Succeeded', { exact: true }).waitFor();
    await log.getByText(/Refunded \d/).waitFor();
    await page.getByRole('tree', { name: 'Result' }).getByText(order.name).waitFor();
    const { rows } = await shop.query('select o.status, r.reason, r.note from orders o join refunds r on r.order_id = o.id where o.id = $1', [order.id]);
    expect(rows).toEqual([{ status: 'refunded', reason: 'damaged', note: 'The box was crushed' }]);
    expect(errorsOf(page)).toEqual([]);
  }, 120_000);

  it('says why the second refund is refused, with the line of code that refused it', async () => {
    await page.getByRole('button', { name: /^Run/ }).click();
    const error = page.getByRole('region', { name: 'Error' });
    await error.getByText(`Order ${order.id} was refunded already.`, { exact: true }).waitFor();
    await error
      .getByLabel(/Code around line/)
      .getByText('was refunded already', { exact: false })
      .first()
      .waitFor();
    await page.getByRole('link', { name: 'Open run' }).click();
    await page.getByRole('heading', { name: 'refund_order', level: 1 }).waitFor();
    expect(await page.title()).toContain('Failed: refund_order');
    await page.getByText('The box was crushed').waitFor();
    await expectAccessible(page);
    expect(errorsOf(page)).toEqual([]);
  }, 60_000);

  it('finds both runs in the list, and the filter lives in the address', async () => {
    await page.goto(`${product.url}/w/acme/runs?status=failed`);
    const runs = page.getByRole('grid', { name: 'Runs' });
    await runs
      .getByRole('row', { name: /refund_order/ })
      .first()
      .waitFor();
    expect(await runs.getByRole('row', { name: /Succeeded/ }).count()).toBe(0);
    await page.getByRole('button', { name: 'Remove the filter Status' }).click();
    await runs
      .getByRole('row', { name: /Succeeded.*refund_order/ })
      .first()
      .waitFor();
    expect(new URL(page.url()).search).toBe('');
    await expectAccessible(page);
  }, 60_000);

  it('gives snippets that work when they are pasted elsewhere, with a token that may do just this', async () => {
    await page.goto(`${product.url}/w/acme/scripts/f/support/look_up_order`);
    await page.getByLabel(/^Order number/).fill(order.id);
    await page.getByRole('tab', { name: 'Use it from' }).click();
    await page.getByRole('button', { name: 'Create token for this script' }).click();
    await page.getByText('It is in the snippets now').waitFor();
    const snippetOf = async (title: string): Promise<string> => {
      await page.getByRole('tab', { name: title, exact: true }).click();
      return await page.getByLabel(`${title} snippet`).innerText();
    };
    for (const title of ['curl', 'TypeScript', 'Python', 'CLI']) {
      const printed = await paste(title, await snippetOf(title));
      expect({ title, hasName: printed.includes(order.name) }).toEqual({ title, hasName: true });
    }
    expect(await paste('Webhook', await snippetOf('Webhook'))).toMatch(/^[0-9a-f-]{36}\s*$/);
    expect(errorsOf(page)).toEqual([]);
  }, 120_000);
});

/** A stand-in for curl where it is not installed: the options that the snippets use. */
const curl = `
import { writeFileSync } from 'node:fs';
const words = process.argv.slice(2);
const taken = (name) => words.flatMap((word, index) => (word === name ? [words[index + 1]] : []));
const headers = Object.fromEntries(taken('-H').map((line) => line.split(/: (.*)/s)));
const answer = await fetch(words.find((word) => word.startsWith('http')), { method: taken('-X')[0] ?? 'GET', headers, body: taken('-d')[0] });
const text = await answer.text();
if (taken('-o')[0]) writeFileSync(taken('-o')[0], text);
else process.stdout.write(text);
process.exitCode = answer.ok ? 0 : 22;
`;

/** Runs what a person pasted, in an empty folder and without any setting; gives what it printed. */
function paste(title: string, code: string): Promise<string> {
  const folder = mkdtempSync(join(tmpdir(), 'millrace-snippet-'));
  const programs: Record<string, [string, string[]]> = {
    TypeScript: [process.execPath, ['--input-type=module', '-e', code]],
    Python: ['python3', ['-c', code]],
  };
  writeFileSync(join(folder, 'curl.mjs'), curl);
  const shell = `curl() { "${process.execPath}" curl.mjs "$@"; }\nnode() { "${process.execPath}" "$@"; }\n${code}`;
  const [program, args] = programs[title] ?? ['bash', ['-c', shell]];
  return new Promise((resolve, reject) => {
    execFile(program, args, { cwd: folder, env: { PATH: '/usr/local/bin:/usr/bin:/bin', HOME: folder } }, (error: ExecFileException | null, stdout, stderr) => {
      rmSync(folder, { recursive: true, force: true });
      if (error) reject(new Error(`${title}: ${error.message}\n${stdout}\n${stderr}`));
      else resolve(stdout);
    });
  });
}
