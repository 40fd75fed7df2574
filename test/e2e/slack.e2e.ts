import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { Page } from 'playwright-core';
import { errorsOf, expectAccessible, TestBrowser } from '../support/browser.ts';
import { joinAs, signInAsAdmin } from '../support/browser-people.ts';
import { type Product, startProduct } from '../support/product.ts';

describe('the Slack simulator', () => {
  let product: Product;
  let browser: TestBrowser;
  let admin: Page;

  beforeAll(async () => {
    browser = await TestBrowser.open();
    product = await startProduct();
    admin = await browser.newPage({ width: 1440, height: 900 });
    await signInAsAdmin(admin, product);
    await joinAs(browser, product, admin, { username: 'vera', name: 'Vera Brandt', role: 'operator', groups: ['finance'] });
    await admin.goto(`${product.url}/w/acme/slack?tab=simulator`);
  }, 240_000);

  afterAll(async () => {
    await browser?.close();
    await product?.stop();
  });

  const be = async (name: string): Promise<void> => {
    await admin.getByRole('combobox', { name: 'You are' }).click();
    await admin.getByRole('option', { name, exact: true }).click();
  };
  const messages = () => admin.getByRole('log', { name: 'Messages' });

  it('opens the form of /refund, has finance asked on a card, and tells who asked how it ended', async () => {
    await admin.getByRole('textbox', { name: 'Message #support' }).fill('/refund');
    await admin.getByRole('button', { name: 'Send' }).click();
    const form = admin.getByRole('dialog', { name: '/refund' });
    await form.getByRole('button', { name: 'Run' }).click();
    await form.getByText('Please complete this required field.').first().waitFor({ timeout: 60_000 });
    await form.getByLabel('Order number').fill('1042');
    await form.getByRole('combobox', { name: 'Reason' }).click();
    await admin.getByRole('option', { name: 'damaged' }).click();
    await form.getByRole('button', { name: 'Run' }).click();
    await form.waitFor({ state: 'hidden' });
    await messages()
      .getByText(/Waiting: .*order_number=1042/)
      .waitFor({ timeout: 60_000 });
    await expectAccessible(admin);

    await be('Vera Brandt');
    await admin.getByRole('button', { name: 'Millrace', exact: true }).click();
    await messages()
      .getByText(/^Refund .* for order 1042/)
      .first()
      .waitFor({ timeout: 60_000 });
    await messages().getByRole('button', { name: 'Approve' }).click();
    const form2 = admin.getByRole('dialog');
    await form2.getByRole('button', { name: 'Approve' }).click();
    await messages()
      .getByText(/vera approved/)
      .waitFor({ timeout: 60_000 });

    await be('Admin');
    await admin.getByRole('button', { name: 'support', exact: true }).click();
    await messages()
      .getByText(/Done: .*order_number=1042/)
      .waitFor({ timeout: 60_000 });
    expect(errorsOf(admin)).toEqual([]);
  }, 120_000);

  it('asks the support assistant by /ask, and shows its answer', async () => {
    await admin.getByRole('textbox', { name: 'Message #support' }).fill('/ask Where is order 1042?');
    await admin.getByRole('button', { name: 'Send' }).click();
    await messages().getByText('Done: /ask Where is order 1042?').waitFor({ timeout: 60_000 });
    await messages()
      .getByText(/practice model/)
      .waitFor({ timeout: 60_000 });
  }, 60_000);

  it('shows in the Home tab what one may run, and opens its form there', async () => {
    const channels = admin.getByRole('navigation', { name: 'Channels' });
    await channels.getByRole('button', { name: 'Home' }).click();
    const home = admin.getByRole('region', { name: 'Home tab' });
    await home.getByText('/ask <message>').waitFor({ timeout: 60_000 });
    await expectAccessible(admin);
    await home.getByRole('button', { name: 'Run' }).first().click();
    await admin.getByRole('dialog').getByRole('button', { name: 'Cancel' }).click({ timeout: 60_000 });
    await be('Somebody else (not linked)');
    await home.getByText(/does not know who you are/).waitFor({ timeout: 60_000 });
    expect(await home.getByText('/ask <message>').count()).toBe(0);
    await channels.getByRole('button', { name: 'support' }).click();
  }, 60_000);

  it('tells somebody whom nobody knows that they can do nothing', async () => {
    await admin.getByRole('textbox', { name: 'Message #support' }).fill('/refund 1043 late');
    await admin.getByRole('button', { name: 'Send' }).click();
    await messages()
      .getByText(/does not know who you are/)
      .waitFor({ timeout: 60_000 });
  }, 60_000);

  it('is beside the steps that connect a real one, with a manifest of what is bound', async () => {
    await admin.getByRole('tab', { name: 'Connection' }).click();
    await admin.getByText('Slack has to reach this installation over https').waitFor({ timeout: 60_000 });
    await admin.getByText(/command: \/refund/).waitFor({ timeout: 60_000 });
    await expectAccessible(admin);
    await admin.getByRole('tab', { name: /^Commands/ }).click();
    await admin.getByRole('row', { name: /refund_flow/ }).waitFor({ timeout: 60_000 });
    await expectAccessible(admin);
    expect(errorsOf(admin)).toEqual([]);
  }, 60_000);
});
