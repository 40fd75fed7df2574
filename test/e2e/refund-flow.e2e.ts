import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { Page } from 'playwright-core';
import { joinAs, signInAsAdmin } from '../support/browser-people.ts';
import { errorsOf, expectAccessible, TestBrowser } from '../support/browser.ts';
import { FlowEditorPage } from '../support/flow-editor-page.ts';
import { type Product, startProduct } from '../support/product.ts';

const refundable = `type Payment = { status: string; amount: number };

/** How much was paid and can be paid back. */
export async function main(payments: Payment[]) {
  const paid = payments.find((payment) => payment.status === 'captured');
  if (!paid) throw new Error('Nothing was paid, so there is nothing to pay back.');
  return { amount: paid.amount };
}
`;

/** Orders of the demo shop: one of 233.40, one of 34. */
const [large, small] = [1042, 1033];

describe('refunding an order with the approval of finance', () => {
  let product: Product;
  let browser: TestBrowser;
  let admin: Page;
  let vera: Page;

  beforeAll(async () => {
    browser = await TestBrowser.open();
    product = await startProduct();
    admin = await browser.newPage({ width: 1440, height: 1000 });
    await signInAsAdmin(admin, product);
    vera = await joinAs(browser, product, admin, { username: 'vera', name: 'Vera Brandt', role: 'operator', groups: ['finance', 'support'] });
  }, 240_000);

  afterAll(async () => {
    await browser?.close();
    await product?.stop();
  });

  const run = async (order: number): Promise<void> => {
    await admin.goto(`${product.url}/w/acme/flows/f/support/refund`);
    await admin.getByLabel(/^Order number/).fill(String(order));
    await admin.getByRole('button', { name: /^Run/ }).first().click();
    await admin.getByRole('link', { name: 'Open run' }).click();
    await admin.waitForURL(/\/runs\/[0-9a-f-]{36}/);
  };

  it('is built from an empty canvas', async () => {
    const editor = new FlowEditorPage(admin);
    const { panel } = editor;
    const noProblems = () => panel.getByRole('list', { name: 'Problems' }).waitFor({ state: 'detached' });
    await admin.goto(`${product.url}/w/acme/flows/new?path=f/support/refund`);
    await admin.getByRole('button', { name: 'Input', exact: true }).waitFor();
    await editor.addField('order_number', 'Whole number');

    await editor.insert('/modules@0', 'Look up an order');
    await panel.getByRole('tab', { name: 'Inputs' }).click();
    await admin.getByRole('button', { name: 'Connect Order number to flow_input.order_number' }).click();

    await editor.insert('/modules@1', 'TypeScript');
    await editor.write('Code of step a', refundable);
    await panel.getByRole('tab', { name: 'Inputs' }).click();
    await panel.getByRole('group', { name: 'Payments' }).getByTitle('Expression').click();
    await editor.write('Expression of Payments', 'results.look_up_order.payments');
    await noProblems();

    await editor.insert('/modules@2', 'Choice');
    await editor.write('Expression of When', 'results.a.amount > 100');
    await noProblems();
    await editor.insert('/modules/2/value/branches/0/modules@0', 'Approval');
    await admin.getByRole('textbox', { name: 'Title' }).fill('Pay {{results.a.amount}} back for order {{flow_input.order_number}}?');
    await panel.getByRole('group', { name: 'Who decides' }).getByRole('combobox').fill('g/finance');
    await admin.keyboard.press('Enter');

    await editor.insert('/modules@3', 'Refund an order');
    await panel.getByRole('tab', { name: 'Inputs' }).click();
    await admin.getByRole('button', { name: 'Connect Order number to flow_input.order_number' }).click();
    await panel.getByRole('group', { name: 'Reason' }).getByRole('combobox').click();
    await admin.getByRole('option', { name: 'damaged' }).click();
    await noProblems();
    await expectAccessible(admin);

    await admin.getByRole('button', { name: /^Deploy/ }).click();
    await admin.getByLabel('Message').fill('First version');
    await admin.getByRole('button', { name: 'Deploy flow' }).click();
    await admin.waitForURL(/\/flows\/f\/support\/refund/);
    expect(errorsOf(admin)).toEqual([]);
  }, 120_000);

  it('waits for finance above 100, is approved by another person with the keyboard, and completes before the eyes of who runs it', async () => {
    await run(large);
    await admin
      .getByRole('region', { name: 'What the run waits for' })
      .getByText(/Waiting for approval by g\/finance until/)
      .waitFor({ timeout: 60_000 });

    await vera.getByRole('link', { name: /Approvals.*1 waiting/ }).waitFor();
    await vera.keyboard.press('g');
    await vera.keyboard.press('i');
    await vera.getByRole('heading', { level: 2, name: `Pay 233.4 back for order ${large}?` }).waitFor();
    await vera.getByRole('heading', { name: 'Where the flow is' }).waitFor();
    await vera.keyboard.press('a');
    await vera.locator('button:focus', { hasText: 'Approve request' }).waitFor();
    await vera.keyboard.press('Enter');
    await vera.getByRole('status').filter({ hasText: 'Approved by vera' }).waitFor();

    await admin.getByText('Succeeded', { exact: true }).first().waitFor({ timeout: 60_000 });
    await admin.getByRole('region', { name: 'What the run waits for' }).waitFor({ state: 'detached' });
    await admin.getByRole('tree', { name: 'Result' }).getByText('233.4').waitFor();
    await expectAccessible(admin);
    expect([...errorsOf(admin), ...errorsOf(vera)]).toEqual([]);
  }, 180_000);

  it('asks nobody for a small one, and says why an order that was paid back cannot be paid back again', async () => {
    await run(small);
    await admin.getByText('Succeeded', { exact: true }).first().waitFor({ timeout: 60_000 });
    await run(small);
    await admin.getByText('Nothing was paid, so there is nothing to pay back.').first().waitFor({ timeout: 60_000 });
    expect(errorsOf(admin)).toEqual([]);
  }, 120_000);
});
