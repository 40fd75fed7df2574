import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { Page } from 'playwright-core';
import { errorsOf, expectAccessible, takeScreenshot, TestBrowser } from '../support/browser.ts';
import { startProduct, type Product } from '../support/product.ts';

const password = 'a long test password';

describe('schedules in the browser', () => {
  let browser: TestBrowser;
  let product: Product;
  let page: Page;

  beforeAll(async () => {
    product = await startProduct({ environment: { MILLRACE_ADMIN_PASSWORD: password, MILLRACE_SANDBOX: 'none' } });
    browser = await TestBrowser.open();
    page = await signedIn();
  }, 150_000);
  afterAll(async () => {
    await browser?.close();
    await product?.stop();
  }, 60_000);

  const signedIn = async (options: { theme?: 'light' | 'dark'; width?: number } = {}): Promise<Page> => {
    const opened = await browser.newPage({ ...options, baseURL: product.url });
    await opened.goto('/sign-in');
    await opened.getByLabel('E-mail').fill(product.email);
    await opened.getByLabel('Password', { exact: true }).fill(password);
    await opened.getByRole('button', { name: 'Sign in' }).click();
    await opened.waitForURL(/\/home$/);
    return opened;
  };

  it('makes a schedule from the page of a script, with the next runs beside the form', async () => {
    await page.goto('/w/acme/scripts/f/ops/disk_report');
    await page.getByRole('button', { name: 'Schedule' }).click();
    await page.getByRole('heading', { name: 'New schedule' }).waitFor();
    await page.getByLabel('Name').fill('disk_watch');
    await page.getByLabel('Summary').fill('Watch the disks');
    await page.getByRole('combobox', { name: 'How often' }).click();
    await page.getByRole('option', { name: 'Every week' }).click();
    await page.getByLabel('At', { exact: true }).fill('07:15');
    expect(await page.getByLabel('Cron expression').inputValue()).toBe('15 7 * * 1');
    await page.getByText('At 07:15 on Monday').waitFor();
    expect(await page.getByRole('list', { name: 'Next runs' }).getByRole('listitem').count()).toBe(5);
    await expectAccessible(page);
  }, 60_000);

  it('says at the field what is wrong with an expression, before it is saved', async () => {
    await page.getByLabel('Cron expression').fill('0 0 30 2 *');
    await page.getByText('never runs: there is no such date').waitFor();
    await page.getByRole('button', { name: 'Create schedule' }).click();
    await page.getByText('never runs: there is no such date').first().waitFor();
    expect(new URL(page.url()).pathname).toBe('/w/acme/schedules/new');
  }, 60_000);

  it('shows the runs as they come, and that they stop when it is switched off', async () => {
    await page.getByLabel('Cron expression').fill('*/2 * * * * *');
    await page.getByText('Every 2 seconds').waitFor();
    await page.getByRole('button', { name: 'Create schedule' }).click();
    await page.getByRole('heading', { name: 'Watch the disks' }).waitFor();
    await page.getByRole('grid', { name: 'Past ticks' }).getByText('Succeeded').first().waitFor();
    await page.getByRole('switch', { name: 'Switch f/ops/disk_watch off' }).click({ force: true });
    await page.getByText('no next run').waitFor();
    await expectAccessible(page);
    expect(errorsOf(page)).toEqual([]);
  }, 60_000);

  it('lists it as off, and switches it on there', async () => {
    await page.getByRole('link', { name: 'Schedules' }).first().click();
    const row = page.getByRole('row').filter({ hasText: 'Watch the disks' });
    await row.getByText('off', { exact: true }).first().waitFor();
    await row.getByRole('switch').click({ force: true });
    await row.getByRole('switch', { name: 'Switch f/ops/disk_watch off' }).waitFor();
    await row.getByRole('switch').click({ force: true });
    await row.getByRole('switch', { name: 'Switch f/ops/disk_watch on' }).waitFor();
    await expectAccessible(page);
  }, 60_000);

  it('fills a gap of the past, after telling how many runs that are', async () => {
    await page.goto('/w/acme/schedules/f/finance/nightly_revenue');
    await page.getByRole('button', { name: 'More about this schedule' }).click();
    await page.getByRole('menuitem', { name: 'Backfill…' }).click();
    const dialog = page.getByRole('dialog', { name: 'Backfill' });
    await dialog.getByText('7 runs').waitFor();
    await dialog.getByRole('button', { name: 'Run backfill' }).click();
    await dialog.waitFor({ state: 'hidden' });
    const table = page.getByRole('grid', { name: 'Past ticks' });
    await table.getByText('Backfill').nth(6).waitFor();
    await expectAccessible(page);
  }, 60_000);

  it('pauses until a moment, and says so', async () => {
    await page.getByRole('button', { name: 'More about this schedule' }).click();
    await page.getByRole('menuitem', { name: 'Pause until…' }).click();
    const dialog = page.getByRole('dialog');
    await dialog.getByRole('button', { name: '1 week' }).click();
    await dialog.getByRole('button', { name: 'Pause schedule' }).click();
    await page.getByText(/Paused until/).waitFor();
  }, 60_000);

  it.each([['light', 1440], ['dark', 360]] as const)('is readable in %s at %i px', async (theme, width) => {
    const other = await signedIn({ theme, width });
    for (const [name, address] of [['list', '/w/acme/schedules'], ['page', '/w/acme/schedules/f/finance/nightly_revenue'], ['edit', '/w/acme/schedules/edit/f/ops/disk_watch']] as const) {
      await other.goto(address);
      await other.getByRole('heading', { level: 1 }).waitFor();
      await other.waitForLoadState('networkidle');
      await expectAccessible(other);
      expect(await other.evaluate(() => document.documentElement.scrollWidth <= innerWidth)).toBe(true);
      await takeScreenshot(other, `schedules-${name}-${theme}-${width}`);
    }
    expect(errorsOf(other)).toEqual([]);
  }, 90_000);
});
