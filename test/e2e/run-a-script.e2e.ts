import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import pg from 'pg';
import type { Page } from 'playwright-core';
import { errorsOf, expectAccessible, TestBrowser } from '../support/browser.ts';
import { askAs, signInAsAdmin } from '../support/browser-people.ts';
import { type Product, startProduct } from '../support/product.ts';

type Connection = { host: string; port: number; dbname: string; user: string; password: string };

describe('running a script by its form', () => {
  let product: Product;
  let browser: TestBrowser;
  let page: Page;
  let shop: pg.Client;
  let order: { id: string; name: string };

  beforeAll(async () => {
    browser = await TestBrowser.open();
    product = await startProduct();
    page = await browser.newPage({ width: 1440, height: 900 });
    await signInAsAdmin(page, product);
    const { body } = await askAs<Connection>(page, 'GET', '/w/acme/resources_value/f/support/acme_db');
    shop = new pg.Client({ host: body.host, port: body.port, database: body.dbname, user: body.user, password: body.password });
    await shop.connect();
    const { rows } = await shop.query(`select o.id::text as id, c.name from orders o join customers c on c.id = o.customer_id join payments p on p.order_id = o.id and p.status = 'captured' where o.status = 'delivered' order by o.id limit 1`);
    order = rows[0] as typeof order;
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
    await error.getByLabel(/Code around line/).getByText('was refunded already', { exact: false }).first().waitFor();
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
    await runs.getByRole('row', { name: /refund_order/ }).first().waitFor();
    expect(await runs.getByRole('row', { name: /Succeeded/ }).count()).toBe(0);
    await page.getByRole('button', { name: 'Remove the filter Status' }).click();
    await runs.getByRole('row', { name: /Succeeded.*refund_order/ }).first().waitFor();
    expect(new URL(page.url()).search).toBe('');
    await expectAccessible(page);
  }, 60_000);
});
