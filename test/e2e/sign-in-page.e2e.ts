import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { errorsOf, expectAccessible, takeScreenshot, TestBrowser } from '../support/browser.ts';
import { startProduct, type Product } from '../support/product.ts';

describe('the sign-in page', () => {
  let product: Product;
  let browser: TestBrowser;

  beforeAll(async () => {
    [product, browser] = await Promise.all([startProduct(), TestBrowser.open()]);
  }, 240_000);

  afterAll(async () => {
    await browser?.close();
    await product?.stop();
  }, 60_000);

  it.each([
    ['light', 1280], ['dark', 1280], ['light', 360], ['dark', 360],
  ] as const)('is accessible in the %s theme at %d pixels', async (theme, width) => {
    const page = await browser.newPage({ baseURL: product.url, theme, width });
    await page.goto('/');
    await page.getByLabel('Password', { exact: true }).waitFor();
    await takeScreenshot(page, `sign-in-${theme}-${width}`);
    await expectAccessible(page);
    expect(errorsOf(page)).toEqual([]);
    await page.context().close();
  });

  it('lets in with the password that the first start printed, and with no other', async () => {
    const page = await browser.newPage({ baseURL: product.url });
    await page.goto('/');
    await page.getByLabel('E-mail').fill(product.email);
    await page.getByLabel('Password', { exact: true }).fill('not the password');
    await page.keyboard.press('Enter');
    await page.getByRole('alert').waitFor();
    await page.getByLabel('Password', { exact: true }).fill(product.password);
    await page.keyboard.press('Enter');
    await page.getByRole('navigation').first().waitFor();
    expect(errorsOf(page)).toEqual([]);
  });
});
