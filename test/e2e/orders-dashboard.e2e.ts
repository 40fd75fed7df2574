import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { Locator, Page } from 'playwright-core';
import { askAs, joinAs, signInAsAdmin } from '../support/browser-people.ts';
import { errorsOf, TestBrowser } from '../support/browser.ts';
import { BuilderKeys } from '../support/builder-keys.ts';
import { BuilderMouse } from '../support/builder-mouse.ts';
import { type Product, startProduct } from '../support/product.ts';

type Order = { order_number: number; customer: string; total: number };

const chosenOrder = 'table.selected_row?.order_number';

describe('the dashboard of orders, built from an empty canvas', () => {
  let product: Product;
  let browser: TestBrowser;
  let page: Page;
  let operator: Page;
  let orders: Order[];

  async function begin(name: string): Promise<void> {
    await askAs(page, 'POST', `/w/acme/app_drafts/f/support/${name}`, { summary: name });
    await page.goto(`${product.url}/w/acme/apps/edit/f/support/${name}`);
    await page.getByText('Drag a component here').waitFor();
  }

  const rowOf = (on: Page, { order_number: number, customer }: Order): Locator =>
    on.getByRole('row', { name: new RegExp(`\\b${number}\\b`) }).filter({ hasText: customer });

  async function openOrder(on: Page, order: Order): Promise<Locator> {
    await on.getByLabel('Search in the table').fill(String(order.order_number));
    await rowOf(on, order).getByText(order.customer).click();
    await on.getByRole('dialog').getByText('Nothing was run yet').waitFor();
    return on.getByRole('dialog');
  }

  async function chooseStatus(status: string): Promise<void> {
    await operator.getByRole('combobox', { name: 'Select' }).click();
    await operator.getByRole('option', { name: status }).click();
  }

  /** Filters, opens an order, pays it back, follows the flow to its end, and finds the row changed on the page that was never left. */
  async function refund(name: string, order: Order): Promise<void> {
    await operator.goto(`${product.url}/a/acme/f/support/${name}`);
    const others = operator.getByRole('row', { name: /@example\.com/ }).filter({ hasNotText: 'refunded' });
    await others.first().waitFor({ timeout: 60_000 });
    await operator.evaluate('globalThis.isSamePage = true');
    await chooseStatus('refunded');
    await others.first().waitFor({ state: 'detached' });
    await operator
      .getByRole('row', { name: /@example\.com/ })
      .first()
      .waitFor();
    // What is chosen already is taken back.
    await chooseStatus('refunded');
    await others.first().waitFor();
    const drawer = await openOrder(operator, order);
    await drawer.getByRole('button', { name: 'Refund', exact: true }).click();
    await drawer.getByText('Succeeded').first().waitFor({ timeout: 60_000 });
    await operator.keyboard.press('Escape');
    await rowOf(operator, order).getByText('refunded').waitFor();
    expect(await operator.evaluate('globalThis.isSamePage')).toBe(true);
    expect(errorsOf(operator)).toEqual([]);
  }

  beforeAll(async () => {
    browser = await TestBrowser.open();
    product = await startProduct();
    page = await browser.newPage({ width: 1440, height: 900 });
    await signInAsAdmin(page, product);
    const { body } = await askAs<Order[]>(page, 'POST', '/w/acme/jobs/run_wait_result/p/f/support/list_orders', { status: 'delivered' });
    // Smaller refunds are not decided by finance.
    orders = body.filter(({ total }) => total <= 100);
    operator = await joinAs(browser, product, page, { username: 'olga', name: 'Olga Ruiz', role: 'operator', groups: ['support'] });
  }, 180_000);

  afterAll(async () => {
    await browser?.close();
    await product?.stop();
  });

  it('is built, bound and released by mouse', async () => {
    const mouse = new BuilderMouse(page);
    await begin('mouse_desk');
    await mouse.drag('Select', { x: 20, y: 20 }, 'select');
    for (const status of ['delivered', 'refunded']) {
      await mouse.field('Options').fill(status);
      await mouse.field('Options').press('Enter');
    }
    await mouse.drag('Table', { x: 20, y: 120 }, 'table');
    await mouse.add('Drawer', 'drawer');
    await mouse.add('Button', 'drawer"] [data-frame="button');
    await mouse.field('Text').fill('Refund');
    await mouse.add('Job', 'drawer"] [data-frame="job');
    await mouse.addAction('f/support/find_orders');
    await mouse.connect('Status', 'select', " ?? ''");
    await mouse.addAction('f/support/refund_flow');
    await mouse.connect('Order number', 'table', '?.order_number');
    await mouse.inspector.getByText('late', { exact: true }).click();
    await mouse.select('select', 'Behaviour');
    await mouse.addStep('When it changes', 'Tell a component');
    await mouse.pick('Component', 'table');
    await mouse.pick('What it does', 'reload');
    await mouse.select('job');
    await mouse.pick('Follows the runs of', 'refundFlow');
    await mouse.select('button', 'Behaviour');
    await mouse.write('Hidden', '!refundFlow.is_allowed');
    await mouse.addStep('When it is pressed', 'Run an action');
    await mouse.pick('Action', 'refundFlow');
    await mouse.addStep('When it is done', 'Tell a component');
    await mouse.pick('Component', 'table');
    await mouse.pick('What it does', 'reload');
    await mouse.select('table', 'Content');
    await mouse.pick('Rows from the server', 'findOrders');
    await mouse.field('Key of a row').fill('order_number');
    await mouse.select('table', 'Behaviour');
    await mouse.addStep('When a row is chosen', 'Open a modal or drawer');
    await mouse.releaseIt('Orders, refunded by mouse');
    expect(errorsOf(page)).toEqual([]);
  }, 120_000);

  it('is built, bound and released by keyboard alone', async () => {
    const keys = new BuilderKeys(page);
    await begin('keys_desk');
    await keys.back();
    await keys.insert('select', 'select');
    await keys.find('options', 'Options');
    await keys.enter('delivered', 'refunded');
    await keys.insert('table', 'table');
    await keys.insert('drawer', 'drawer');
    await keys.insert('button', 'button');
    await keys.fill('text', 'Text', 'Refund');
    await keys.insert('job', 'job');
    await keys.addAction('f/support/find_orders');
    await keys.bind('status', 'Status', "select.value ?? ''");
    await keys.addAction('f/support/refund_flow');
    await keys.bind('order_number', 'Order number', chosenOrder);
    await keys.find('reason', 'Reason');
    await keys.press('ArrowRight');
    await keys.back();
    await keys.walkTo('select');
    await keys.find('change', 'When it changes');
    await keys.addStep('Tell a component');
    await keys.chooseAll('table', 'reload');
    await keys.walkTo('table');
    await keys.chooseFor('rows from', 'Rows from the server', 'findOrders');
    await keys.fill('key of', 'Key of a row', 'order_number');
    await keys.find('chosen', 'When a row is chosen');
    await keys.addStep('Open a modal or drawer');
    await keys.back();
    await keys.walkTo('drawer', 'button');
    await keys.bind('hidden', 'Hidden', '!refundFlow.is_allowed');
    await keys.find('pressed', 'When it is pressed');
    await keys.addStep('Run an action');
    await keys.choose('refundFlow');
    await keys.press('Tab');
    await keys.addStep('Tell a component');
    await keys.chooseAll('table', 'reload');
    await keys.walkTo('job');
    await keys.chooseFor('follows', 'Follows the runs of', 'refundFlow');
    await keys.releaseIt('Orders, refunded by keys');
    expect(errorsOf(page)).toEqual([]);
  }, 120_000);

  it('keeps the choice of a word that was typed in the moment in which the list opened', async () => {
    const mouse = new BuilderMouse(page);
    await mouse.select('job');
    const follows = mouse.field('Follows the runs of');
    await follows.evaluate((input: HTMLInputElement) => {
      input.focus();
      Object.getOwnPropertyDescriptor(HTMLInputElement.prototype, 'value')?.set?.call(input, 'find');
      input.dispatchEvent(new Event('input', { bubbles: true }));
    });
    await page.locator('[role="option"][data-combobox-selected]').filter({ hasText: 'findOrders' }).waitFor();
    await page.keyboard.press('Enter');
    expect(await follows.inputValue()).toBe('findOrders');
  }, 30_000);

  it('lets an operator filter, open and refund an order, follow the flow, and see the row change without a reload', async () => {
    const [first, second] = orders as [Order, Order];
    await refund('mouse_desk', first);
    await refund('keys_desk', second);
    const { body } = await askAs<{ items: object[] }>(page, 'GET', '/w/acme/jobs?path=f/support/refund_flow');
    const job = { created_by: 'u/olga', run_as: 'u/olga', trigger_kind: 'app', status: 'succeeded' };
    expect(body.items).toEqual(['keys_desk', 'mouse_desk'].map((name) => expect.objectContaining({ ...job, trigger_path: `f/support/${name}` })));
  }, 120_000);

  it('has no button for an operator without the grant, and the API refuses clearly', async () => {
    const other = await joinAs(browser, product, page, { username: 'piet', name: 'Piet Vos', role: 'operator', groups: [] });
    const readable = [
      'app f/support/mouse_desk',
      'app f/support/keys_desk',
      'script f/support/find_orders',
      'resource f/support/acme_db',
      'variable f/support/acme_db_password',
    ];
    for (const [kind, path] of readable.map((each) => each.split(' ')))
      await askAs(page, 'PUT', '/w/acme/grants', { object_kind: kind, object_path: path, subject: 'u/piet', level: 'read' });
    const order = orders[2] as Order;
    for (const name of ['mouse_desk', 'keys_desk']) {
      await other.goto(`${product.url}/a/acme/f/support/${name}`);
      const drawer = await openOrder(other, order);
      expect(await drawer.getByRole('button', { name: 'Refund', exact: true }).count()).toBe(0);
      const refused = askAs(other, 'POST', `/w/acme/app_actions/refundFlow/run/f/support/${name}`, { version: 1, args: { order_number: order.order_number } });
      await expect(refused).rejects.toThrow(/refused: 404 .*There is no flow at .*, or you may not see it/);
    }
    expect(errorsOf(other)).toEqual([]);
  }, 90_000);
});
