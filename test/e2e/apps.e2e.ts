import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
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
    await on.getByLabel('Search in the table').fill(String(order.order_number));
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
    await page
      .getByRole('row', { name: /Delivered|Paid|Shipped/ })
      .first()
      .waitFor({ state: 'detached' });
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
      ['script', 'f/support/find_orders'],
      ['script', 'f/support/customer_of_order'],
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

  it('keeps a view of the table, and makes a file of all rows that match', async () => {
    await page.goto(address());
    const all = await page.getByText(/^1–25 of [\d,]+$/).textContent();
    await page.getByLabel('Search in the table').fill('coffee bar');
    await page.getByText(String(all), { exact: true }).waitFor({ state: 'detached' });
    await page.getByRole('button', { name: 'Views' }).click();
    await page.getByRole('menuitem', { name: 'Keep this view as …' }).click();
    await page.getByLabel('Name of the view').fill('Coffee bars');
    await page.getByLabel('Opens first').check();
    await page.getByRole('button', { name: 'Keep view' }).click();
    await page.getByRole('button', { name: 'Coffee bars' }).waitFor();
    await page.reload();
    await page.getByRole('button', { name: 'Coffee bars' }).waitFor({ timeout: 30_000 });
    await page.waitForFunction(`document.querySelector('[aria-label="Search in the table"]').value === 'coffee bar'`);
    const total = await page.getByText(/^1–25 of [\d,]+$/).textContent();
    await page.getByRole('button', { name: 'Export' }).click();
    await page.getByRole('menuitem', { name: 'As CSV, made by the server' }).click();
    await page.getByText(`The file with ${/of ([\d,]+)/.exec(total ?? '')?.[1]} rows is ready.`).waitFor({ timeout: 30_000 });
    const [download] = await Promise.all([page.waitForEvent('download'), page.getByRole('link', { name: 'Download file' }).click()]);
    expect(download.suggestedFilename()).toBe('orders.csv');
    expect(errorsOf(page)).toEqual([]);
  }, 90_000);

  it('takes what somebody without an account writes into a form, and shows them no more', async () => {
    const visitor = await browser.newPage({ width: 360, height: 780 });
    await visitor.goto(`${product.url}/a/acme/f/support/intake`);
    await visitor.getByRole('textbox', { name: 'Company' }).fill('Café Sonnenschein');
    await visitor.getByLabel('Your name').fill('Mia Vogel');
    await visitor.getByRole('button', { name: 'Next' }).click();
    await visitor.getByText('E-mail is required.').waitFor();
    await visitor.getByLabel('E-mail').fill('mia@sonnenschein.example');
    await visitor
      .getByRole('combobox', { name: /^Country/ })
      .or(visitor.getByLabel(/^Country/))
      .first()
      .click();
    await visitor.getByRole('option', { name: 'Germany' }).click();
    await visitor.getByRole('button', { name: 'Next' }).click();
    await visitor.getByLabel('Beans, delivered every week').check();
    await visitor.locator('input[type=file]').setInputFiles({ name: 'register.pdf', mimeType: 'application/pdf', buffer: Buffer.from('%PDF-1.4\n%%EOF\n') });
    await visitor.getByRole('button', { name: 'Remove register.pdf' }).waitFor();
    await visitor.getByRole('button', { name: 'Next' }).click();
    await visitor.getByText('mia@sonnenschein.example').waitFor();
    await visitor.getByRole('button', { name: 'Send application' }).click();
    await visitor.getByText(/^Thank you\. Your number is A-\d+/).waitFor({ timeout: 30_000 });
    expect(await visitor.getByRole('button', { name: 'Applications' }).count()).toBe(0);
    expect(await visitor.evaluate('document.documentElement.scrollWidth <= innerWidth')).toBe(true);
    await expectAccessible(visitor);
    await visitor.goto(`${product.url}/a/acme/f/support/intake?page=applications`);
    await visitor.getByText('Buy coffee on account').waitFor();
  }, 90_000);

  it('shows support the file of an application, and acts on the row whose button is pressed, however the rows were sorted meanwhile', async () => {
    await page.goto(`${product.url}/a/acme/f/support/intake?page=applications`);
    const given = page.getByRole('row', { name: /Café Sonnenschein/ });
    await given.getByText('Café Sonnenschein').click({ timeout: 30_000 });
    const file = page.getByRole('button', { name: 'register.pdf' });
    const [extract] = await Promise.all([page.waitForEvent('download'), file.click()]);
    expect(extract.suggestedFilename()).toBe('register.pdf');
    await page.keyboard.press('Escape');
    const hotel = page.getByRole('row', { name: /Hotel Mira/ });
    await hotel.waitFor({ timeout: 30_000 });
    for (const direction of ['ascending', 'descending']) {
      await page
        .getByRole('columnheader', { name: /kg a month/ })
        .getByRole('button')
        .first()
        .click();
      await page.locator(`[aria-sort="${direction}"]`).waitFor();
    }
    await hotel.getByRole('button', { name: 'Accept' }).click();
    await page.getByText('Hotel Mira is accepted').waitFor({ timeout: 30_000 });
    await hotel.waitFor({ state: 'detached' });
    await page.getByRole('row', { name: /North Pier Offices/ }).waitFor();
    expect(errorsOf(page)).toEqual([]);
  }, 60_000);

  it('opens a page at what its address says, in the looks of the app, and speaks the language that is chosen, from right to left too', async () => {
    const at = (id: string, type: string, y: number, props: object, on = {}) => ({ id, type, props, on, layout: { base: { x: 0, y, w: 6, h: 'auto' } } });
    const params = [
      { id: 'number', type: 'number', is_required: true },
      { id: 'tab', type: 'choice', choices: ['open', 'done'], default: 'open' },
    ];
    const body = (...children: object[]) => ({ flow: 'grid', children });
    const home = body(at('go', 'button', 0, { text: 'Seventh' }, { click: [{ do: 'go', page: 'order', params: { number: 7, tab: 'done' } }] }));
    const order = body(
      at('hello', 'text', 0, { content: { expr: "t('hello', {name: user.name})" } }),
      at('which', 'text', 6, { content: { expr: '`Order ${params.number}, ${params.tab}`' } }),
      at('arabic', 'button', 12, { text: 'Arabic' }, { click: [{ do: 'language', language: 'ar' }] }),
    );
    const document = {
      strings: { en: { hello: 'Hello {name}', 'page.order': 'One order' }, ar: { hello: 'مرحبا {name}' } },
      language: 'en',
      theme: { accent: 'violet', density: 'comfortable', mode: 'dark' },
      pages: [
        { id: 'home', title: 'Home', body: home },
        { id: 'order', title: 'Order', params, body: order, is_in_navigation: false },
      ],
    };
    expect((await askAs(admin, 'PUT', '/w/acme/apps/f/support/linked', { document })).status).toBe(201);
    const link = `${product.url}/a/acme/f/support/linked`;
    await page.goto(`${link}?page=order`);
    await page.getByRole('heading', { name: 'This link is not complete' }).waitFor();
    await page.getByRole('button', { name: 'Go to the first page' }).click();
    await page.getByRole('button', { name: 'Seventh' }).click();
    await page.getByText('Order 7, done').waitFor();
    expect(await page.evaluate('({ ...document.documentElement.dataset })')).toMatchObject({ accent: 'violet', mantineColorScheme: 'dark' });
    expect(new URL(page.url()).search).toBe('?page=order&number=7&tab=done');
    await page.goto(`${link}?page=order&number=8&tab=gone`);
    await page.getByText('Part of the link was passed over').waitFor();
    await page.getByText('Order 8, open').waitFor();
    await page.getByText('Hello Olga Ruiz').waitFor();
    await page.getByRole('button', { name: 'Arabic' }).click();
    await page.getByText('مرحبا Olga Ruiz').waitFor();
    expect(await page.evaluate('document.documentElement.dir')).toBe('rtl');
    expect(errorsOf(page)).toEqual([]);
  }, 60_000);

  it('is held by a frame of the site that its release names, without a cookie, and by no other', async () => {
    await using site = await anotherSite();
    const { body: app } = await askAs<{ document: { audience: object } }>(admin, 'GET', '/w/acme/apps/f/support/intake');
    const document = { ...app.document, audience: { kind: 'members', groups: [], embed: { origins: [site.origin] } } };
    await askAs(admin, 'PUT', '/w/acme/apps/f/support/portal', { document });
    const user = { id: 'c-7', name: 'Mia Vogel', groups: ['support'] };
    const { body: issued } = await askAs<{ token: string; url: string }>(admin, 'POST', '/w/acme/app_embed_tokens/f/support/portal', { user });
    site.show(`<iframe title="App" src="${product.url}/embed/acme/f/support/portal#token=${issued.token}" width="900" height="700"></iframe>`);
    // Signed in to the product as well: the frame must not use that.
    const portal = await browser.newPageLike(page);
    const cookies: string[] = [];
    portal.on('request', (request) => {
      if (request.url().includes('/api/') && request.headers()['cookie'] !== undefined) cookies.push(request.url());
    });
    await portal.goto(site.origin);
    const frame = portal.frameLocator('iframe');
    await frame.getByText('Mia Vogel').waitFor({ timeout: 30_000 });
    await frame.getByRole('button', { name: 'Applications' }).waitFor();
    expect(cookies).toEqual([]);
    const refused = portal.waitForEvent('console', (message) => message.type() === 'error' && message.text().includes('frame-ancestors'));
    await portal.goto(site.origin.replace('127.0.0.1', 'localhost'));
    await refused;
  }, 90_000);

  it('may show pictures of the web, which the pages around it may not', async () => {
    const policyOf = async (path: string): Promise<string> => (await fetch(`${product.url}${path}`)).headers.get('content-security-policy') ?? '';
    for (const path of ['/a/acme/f/support/orders', '/w/acme/apps/edit/f/support/orders']) expect(await policyOf(path)).toMatch(/img-src [^;]*https:/);
    for (const path of ['/', '/w/acme/home', '/w/acme/runs']) expect(await policyOf(path)).not.toContain('https:');
    expect(await policyOf('/embed/acme/f/support/orders')).toContain("frame-ancestors 'none'");
    await page.goto(`${product.url}/w/acme/apps`);
    await page.evaluate('globalThis.isSamePage = true');
    await page.getByRole('link', { name: 'Home' }).first().click();
    await page.waitForURL(/\/home$/);
    expect(await page.evaluate('globalThis.isSamePage')).toBe(true);
  }, 60_000);
});

/** A site on another port, and so of another origin, that shows what it is told. */
async function anotherSite(): Promise<AsyncDisposable & { origin: string; show(html: string): void }> {
  let shown = '';
  const server = createServer((_request, response) => response.setHeader('content-type', 'text/html').end(`<!doctype html><title>Portal</title>${shown}`));
  await new Promise<void>((resolve) => server.listen(0, () => resolve()));
  return {
    origin: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    show: (html) => {
      shown = html;
    },
    [Symbol.asyncDispose]: () => new Promise((resolve) => server.close(() => resolve())),
  };
}
