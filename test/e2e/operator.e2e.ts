import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { Page } from 'playwright-core';
import { errorsOf, expectAccessible, TestBrowser } from '../support/browser.ts';
import { askAs, joinAs, signInAsAdmin } from '../support/browser-people.ts';
import { type Product, startProduct } from '../support/product.ts';

/** Buttons, links and menu entries that make or change something. "Edit and run again" changes arguments only, a token belongs to oneself. */
const changes =
  /^(?!Edit and run again|Create token for this script)(\+ ?)?(new|edit|create|deploy|save|rename|archive|delete|restore|invite|open in editor|change|connect something|test connection|show secret|bring back)\b/i;

describe('an operator', () => {
  let product: Product;
  let browser: TestBrowser;
  let page: Page;

  beforeAll(async () => {
    browser = await TestBrowser.open();
    product = await startProduct();
    const admin = await browser.newPage();
    await signInAsAdmin(admin, product);
    await askAs(admin, 'PUT', '/w/acme/variables/f/support/limit', { value: '500' });
    page = await joinAs(browser, product, admin, { username: 'olga', name: 'Olga Ruiz', role: 'operator', groups: ['support'] });
  }, 180_000);

  afterAll(async () => {
    await browser?.close();
    await product?.stop();
  });

  /** What on the page as it stands could change something. */
  async function changesOffered(): Promise<string[]> {
    const controls = page.getByRole('button').or(page.getByRole('link')).or(page.getByRole('menuitem'));
    const names = await controls.evaluateAll((elements) => elements.map((element) => (element.getAttribute('aria-label') ?? element.textContent ?? '').trim()));
    return names.filter((name) => changes.test(name));
  }

  it('has a rail without building, connecting and managing', async () => {
    const rail = page.getByRole('navigation', { name: /main/i }).or(page.getByRole('navigation').first());
    await rail.first().getByRole('link', { name: 'Runs' }).waitFor();
    for (const name of ['Resources', 'Variables', 'Folders', 'People', 'Workers', 'Audit'])
      expect(await page.getByRole('link', { name, exact: true }).count()).toBe(0);
    expect(await changesOffered()).toEqual([]);
  });

  it('runs a script by its form', async () => {
    await page.goto(`${product.url}/w/acme/scripts`);
    await page.getByRole('row', { name: /Look up an order/ }).click();
    await page.getByLabel(/^Order number/).fill('1042');
    expect(await changesOffered()).toEqual([]);
    await page.getByRole('button', { name: /^Run/ }).click();
    await page.getByText('Succeeded', { exact: true }).waitFor({ timeout: 60_000 });
    await page.getByRole('link', { name: 'Open run' }).click();
    await page.getByRole('heading', { name: 'look_up_order', level: 1 }).waitFor();
    await page.getByRole('button', { name: 'More about this run' }).click();
    await page.getByRole('menuitem', { name: 'Copy link' }).waitFor();
    expect(await changesOffered()).toEqual([]);
    expect(errorsOf(page)).toEqual([]);
  }, 120_000);

  it('finds nothing to change on any page, also not by its address', async () => {
    const pages = [
      'home',
      'scripts',
      'scripts/f/support/refund_order',
      'scripts/f/support/refund_order?tab=use',
      'scripts/edit/f/support/refund_order',
      'scripts/new',
      'runs',
      'resources',
      'resources?new=1',
      'resources/f/support/acme_db',
      'variables',
      'variables?new=1',
      'variables/f/support/limit',
      'slack',
      'slack?command=f/support/refund',
      'workers',
      'folders',
      'folders/support',
      'people',
      'groups',
    ];
    for (const path of pages) {
      await page.goto(`${product.url}/w/acme/${path}`);
      await page.getByRole('heading').first().waitFor();
      await page.waitForLoadState('networkidle');
      expect({ path, offered: await changesOffered() }).toEqual({ path, offered: [] });
    }
  }, 180_000);

  it('has a menu of a script without changing it', async () => {
    await page.goto(`${product.url}/w/acme/scripts`);
    await page.getByRole('row', { name: /Refund an order/ }).click({ button: 'right', position: { x: 400, y: 20 } });
    await page.getByRole('menuitem', { name: 'Run', exact: true }).waitFor();
    expect(await changesOffered()).toEqual([]);
  }, 60_000);

  it('can do all of it on a phone', async () => {
    const phone = await browser.newPageLike(page);
    await phone.setViewportSize({ width: 360, height: 740 });
    for (const path of ['scripts', 'scripts/f/support/refund_order', 'runs']) {
      await phone.goto(`${product.url}/w/acme/${path}`);
      await phone.getByRole('heading', { level: 1 }).waitFor();
      await phone.waitForLoadState('networkidle');
      expect({ path, overflow: await phone.evaluate('document.documentElement.scrollWidth > innerWidth') }).toEqual({ path, overflow: false });
      await expectAccessible(phone);
    }
    expect(errorsOf(phone)).toEqual([]);
  }, 120_000);
});
