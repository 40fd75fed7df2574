import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { Page } from 'playwright-core';
import { errorsOf, TestBrowser } from '../support/browser.ts';
import { askAs, signInAsAdmin } from '../support/browser-people.ts';
import { type Product, startProduct } from '../support/product.ts';

const attack = 'globalThis.wasAttacked = true';
const tag = `<img src=x onerror="${attack}"><script>${attack}</script><svg onload="${attack}"></svg>`;
const markdown = `${tag}\n\n[press me](javascript:${encodeURIComponent(attack)}) ![x](javascript:${attack}) <a href="javascript:${attack}">raw</a>`;
const node = (id: string, type: string, y: number, props: object, more: object = {}) => ({
  id,
  type,
  props,
  layout: { base: { x: 0, y, w: 12, h: 'auto' } },
  ...more,
});

/** An app whose author, and whose data, try to run code in the page of who uses it. */
const hostile = {
  actions: [{ id: 'load', run: { kind: 'script', path: 'f/support/hostile' }, trigger: 'on_load' }],
  pages: [
    {
      id: 'home',
      title: tag,
      body: {
        flow: 'grid',
        children: [
          node('heading', 'text', 0, { content: tag, size: 'heading' }),
          node('markdown', 'text', 6, { content: { expr: 'load.data.markdown' }, format: 'markdown' }),
          node('constructor_', 'text', 12, { content: { expr: "[].constructor.constructor('globalThis.wasAttacked = true')() ?? 'computed'" } }),
          node('linkButton', 'button', 18, { text: 'Lead on' }, { on: { click: [{ do: 'link', url: `javascript:${attack}` }] } }),
          node('dataButton', 'button', 24, { text: 'Lead far' }, { on: { click: [{ do: 'link', url: { expr: 'load.data.link' } }] } }),
          node('card', 'container', 30, { title: { expr: 'load.data.markdown' } }),
          node('table', 'table', 36, {
            rows: { expr: 'load.data.rows' },
            columns: [
              { field: 'id' },
              { field: 'name' },
              { field: 'link', type: 'link' },
              { field: 'picture', type: 'image' },
              { field: 'words', type: 'markdown' },
            ],
          }),
        ],
      },
    },
    { id: 'hidden', title: 'Another', body: { flow: 'grid', children: [node('later', 'text', 0, { content: { expr: 'slow.data' } })] } },
  ],
};
const script = `export const main = () => (${JSON.stringify({
  markdown,
  link: `JaVaScRiPt:${attack}`,
  rows: [{ id: 1, name: tag, link: `javascript:${attack}`, picture: `javascript:${attack}`, words: markdown }],
})});\n`;

describe('an app', () => {
  let product: Product;
  let browser: TestBrowser;
  let page: Page;

  beforeAll(async () => {
    browser = await TestBrowser.open();
    product = await startProduct();
    page = await browser.newPage({ width: 1024, height: 900 });
    await signInAsAdmin(page, product);
    await askAs(page, 'PUT', '/w/acme/scripts/f/support/hostile', { language: 'bun', content: script, settings: { is_read_only: true } });
    hostile.actions.push({ id: 'slow', run: { kind: 'script', path: 'f/support/hostile' }, trigger: 'manual' });
    await askAs(page, 'PUT', '/w/acme/apps/f/support/hostile', { summary: tag, document: hostile });
  }, 180_000);

  afterAll(async () => {
    await browser?.close();
    await product?.stop();
  });

  const wasAttacked = (): Promise<unknown> => page.evaluate('globalThis.wasAttacked ?? false');

  it('runs nothing of what its author or its data say, neither for who uses it nor for who edits it', async () => {
    await page.goto(`${product.url}/a/acme/f/support/hostile`);
    await page.getByText('press me').first().waitFor({ timeout: 60_000 });
    const pages = page.context().pages().length;
    await page.getByRole('button', { name: 'Lead on' }).click();
    await page.getByRole('button', { name: 'Lead far' }).click();
    expect(page.url()).toBe(`${product.url}/a/acme/f/support/hostile`);
    expect(page.context().pages().length).toBe(pages);
    const addresses = await page
      .locator('a[href], img[src], iframe[src]')
      .evaluateAll((all) => all.map((element) => element.getAttribute('href') ?? element.getAttribute('src') ?? ''));
    expect(addresses.filter((address) => /^\s*(javascript|data:text)/i.test(address))).toEqual([]);
    expect(await page.locator('main script, main svg[onload], main [onerror]').count()).toBe(0);
    expect(await wasAttacked()).toBe(false);
    await page.goto(`${product.url}/w/acme/apps/edit/f/support/hostile`);
    await page.getByText('press me').first().waitFor({ timeout: 60_000 });
    expect(await wasAttacked()).toBe(false);
  }, 120_000);

  it('runs nothing for a page that is not open', async () => {
    const { body } = await askAs<{ items: { trigger_path: string }[] }>(page, 'GET', '/w/acme/jobs?path=f/support/hostile');
    const before = body.items.length;
    await page.goto(`${product.url}/a/acme/f/support/orders`);
    await page
      .getByRole('row', { name: /@example\.com/ })
      .first()
      .waitFor({ timeout: 60_000 });
    const reports = await askAs<{ items: object[] }>(page, 'GET', '/w/acme/jobs?path=f/finance/top_customers');
    const after = await askAs<{ items: object[] }>(page, 'GET', '/w/acme/jobs?path=f/support/hostile');
    expect([after.body.items.length, reports.body.items]).toEqual([before, []]);
  }, 120_000);

  it('shows the first of a million rows, says so, and goes on with what else is on the page', async () => {
    const content = 'export const main = () => Array.from({ length: 1_000_000 }, (_none, id) => ({ id, name: `Row ${id}` }));\n';
    await askAs(page, 'PUT', '/w/acme/scripts/f/support/million', { language: 'bun', content, settings: { is_read_only: true } });
    const children = [
      node('rowsTable', 'table', 0, { label: 'Rows', rows: { expr: 'load.data' } }),
      node('endless', 'text', 6, { content: { expr: '[1, 2].map(() => (f => f(f))(f => f(f)))' } }),
      node('nameInput', 'text_input', 12, { label: 'Name' }),
      node('greeting', 'text', 18, { content: { expr: "'Hello ' + nameInput.value" } }),
    ];
    const document = {
      actions: [{ id: 'load', run: { kind: 'script', path: 'f/support/million' }, trigger: 'on_load' }],
      pages: [{ id: 'home', title: 'Home', body: { flow: 'grid', children } }],
    };
    await askAs(page, 'PUT', '/w/acme/apps/f/support/million', { document });
    await page.goto(`${product.url}/a/acme/f/support/million`);
    await page.getByText('These are the first 50,000 of 1,000,000 rows.').waitFor({ timeout: 90_000 });
    await page.getByLabel('Name', { exact: true }).fill('Ada');
    await page.getByText('Hello Ada').waitFor();
    await page.getByLabel('Search in the table').fill('Row 49999');
    await page.getByRole('gridcell', { name: 'Row 49999' }).waitFor();
  }, 150_000);

  it.each(['f/support/orders', 'f/support/orders?page=revenue', 'f/ops/board', 'f/finance/desk', 'f/support/intake', 'f/support/tickets'])(
    'has no scrolling to the side on a phone: %s',
    async (path) => {
      await page.setViewportSize({ width: 360, height: 780 });
      await page.goto(`${product.url}/a/acme/${path}`);
      await page.getByRole('heading', { level: 1 }).waitFor();
      await page.getByRole('region').or(page.getByRole('button')).first().waitFor();
      await page.waitForLoadState('networkidle');
      expect(await page.evaluate('document.documentElement.scrollWidth - innerWidth')).toBe(0);
      expect(errorsOf(page)).toEqual([]);
    },
    60_000,
  );
});
