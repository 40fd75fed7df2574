import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { Page } from 'playwright-core';
import { errorsOf, expectAccessible, TestBrowser } from '../support/browser.ts';
import { askAs, joinAs, signInAsAdmin } from '../support/browser-people.ts';
import { type Product, startProduct } from '../support/product.ts';

type Order = { order_number: number; customer: string; total: number; status: string };

describe('a released app', () => {
  let product: Product;
  let browser: TestBrowser;
  let admin: Page;
  let page: Page;
  let orders: Order[];

  const address = (): string => `${product.url}/a/acme/f/support/orders`;
  const rowOf = (on: Page, order: Order) => on.getByRole('row', { name: new RegExp(`\\b${order.order_number}\\b`) });
  /** Clicks the order in the table; what is in it is there when its drawer is. */
  async function openOrder(on: Page, order: Order): Promise<void> {
    await on.getByRole('searchbox', { name: 'Search' }).fill(String(order.order_number));
    await rowOf(on, order).getByText(order.customer).click();
    const drawer = on.getByRole('dialog', { name: `Order ${order.order_number}` });
    await drawer.getByText(order.customer).waitFor();
  }

  beforeAll(async () => {
    browser = await TestBrowser.open();
    product = await startProduct();
    admin = await browser.newPage();
    await signInAsAdmin(admin, product);
    const { body } = await askAs<Order[]>(admin, 'POST', '/w/acme/jobs/run_wait_result/p/f/support/list_orders', { status: 'delivered' });
    // Smaller refunds are not decided by finance.
    orders = body.filter(({ total }) => total <= 100);
    page = await joinAs(browser, product, admin, { username: 'olga', name: 'Olga Ruiz', role: 'operator', groups: ['support'] });
  }, 180_000);

  afterAll(async () => {
    await browser?.close();
    await product?.stop();
  });

  it('is found in the list of apps by whoever may use it, and opens', async () => {
    await page.goto(`${product.url}/w/acme/apps`);
    await page.getByRole('row', { name: /Orders/ }).click();
    await page.waitForURL(address());
    await page
      .getByRole('row', { name: /@example\.com/ })
      .first()
      .waitFor({ timeout: 60_000 });
    expect(await page.getByRole('button', { name: 'Revenue', exact: true }).count()).toBe(0);
    await expectAccessible(page);
  }, 120_000);

  it('filters on the server', async () => {
    await page
      .getByRole('combobox', { name: 'Status' })
      .or(page.getByLabel('Status', { exact: true }))
      .first()
      .click();
    await page.getByRole('option', { name: 'Cancelled' }).click();
    await page
      .getByRole('row', { name: /Cancelled/ })
      .first()
      .waitFor();
    expect(await page.getByRole('row', { name: /Delivered|Paid|Shipped/ }).count()).toBe(0);
    await page.reload();
    await page
      .getByRole('row', { name: /@example\.com/ })
      .first()
      .waitFor();
  }, 60_000);

  it('refunds an order by a flow, and shows it in the row without a reload', async () => {
    const [order] = orders as [Order];
    await page.evaluate('globalThis.isSamePage = true');
    await openOrder(page, order);
    await page.getByRole('button', { name: 'Refund', exact: true }).click();
    const question = page.getByRole('dialog', { name: `Refund order ${order.order_number}` });
    await question.getByRole('button', { name: 'Pay back' }).click();
    // Without a reason nothing is paid back.
    await question.getByLabel(/^Reason/).click();
    await page.getByRole('option', { name: 'damaged' }).click();
    await question.getByLabel('Note').fill('The cup is broken');
    await question.getByRole('button', { name: 'Pay back' }).click();
    await page.getByText(`Your refund for order ${order.order_number}`).waitFor({ timeout: 60_000 });
    await page
      .getByRole('dialog', { name: `Order ${order.order_number}` })
      .getByText('The cup is broken')
      .waitFor();
    await page.keyboard.press('Escape');
    await rowOf(page, order).getByText('Refunded').waitFor();
    expect(await page.evaluate('globalThis.isSamePage')).toBe(true);
    expect(errorsOf(page)).toEqual([]);
    const { body } = await askAs<{ items: object[] }>(admin, 'GET', '/w/acme/jobs?path=f/support/refund_flow');
    expect(body.items).toEqual([
      expect.objectContaining({ created_by: 'u/olga', run_as: 'u/olga', trigger_kind: 'app', trigger_path: 'f/support/orders', status: 'succeeded' }),
    ]);
  }, 120_000);

  it('has no button for what somebody may not run, and the API says so clearly', async () => {
    const other = await joinAs(browser, product, admin, { username: 'piet', name: 'Piet Vos', role: 'operator', groups: [] });
    const readable = [
      ['app', 'f/support/orders'],
      ['script', 'f/support/list_orders'],
      ['script', 'f/support/order_figures'],
      ['script', 'f/support/look_up_order'],
      ['resource', 'f/support/acme_db'],
      ['variable', 'f/support/acme_db_password'],
    ] as const;
    for (const [kind, path] of readable)
      await askAs(admin, 'PUT', '/w/acme/grants', { object_kind: kind, object_path: path, subject: 'u/piet', level: 'read' });
    await other.goto(address());
    await other
      .getByRole('row', { name: /@example\.com/ })
      .first()
      .waitFor({ timeout: 60_000 });
    const [, order] = orders as [Order, Order];
    await openOrder(other, order);
    await other.getByRole('dialog').getByText(/Items/).first().waitFor();
    expect(await other.getByRole('button', { name: 'Refund', exact: true }).count()).toBe(0);
    const refused = askAs(other, 'POST', '/w/acme/app_actions/refund/run/f/support/orders', {
      version: 1,
      args: { order_number: order.order_number, reason: 'late' },
    });
    await expect(refused).rejects.toThrow(/refused: 404 .*There is no flow at .*, or you may not see it/);
    expect(errorsOf(other)).toEqual([]);
  }, 120_000);

  it('leads whoever is not signed in to the sign-in page, and back', async () => {
    const visitor = await browser.newPage({ width: 360, height: 780 });
    await visitor.goto(`${address()}`);
    await visitor.waitForURL(/\/sign-in\?return=/);
    await visitor.getByLabel('E-mail').fill('olga@acme.example');
    await visitor.getByLabel('Password', { exact: true }).fill('a password of olga');
    await visitor.getByRole('button', { name: 'Sign in' }).click();
    await visitor.waitForURL(address());
    await visitor
      .getByText(/^(Paid|Pending|Shipped)$/)
      .first()
      .waitFor();
    expect(await visitor.evaluate('document.documentElement.scrollWidth <= innerWidth')).toBe(true);
    await expectAccessible(visitor);
  }, 60_000);
});
