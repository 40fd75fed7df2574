import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type pg from 'pg';
import type { Locator, Page } from 'playwright-core';
import type { Agent } from '../../backend/agents/agents.contract.ts';
import { askAs, joinAs, signInAsAdmin } from '../support/browser-people.ts';
import { errorsOf, expectAccessible, TestBrowser } from '../support/browser.ts';
import { type Product, startProduct } from '../support/product.ts';
import { openShop, type Shop } from '../support/shop.ts';

const badge = 'Practice model, not a language model';

describe('agents, as somebody who is new to them', () => {
  let product: Product;
  let browser: TestBrowser;
  let page: Page;
  /** Of support and finance. */
  let olga: Page;
  let shop: pg.Client;
  let order: Shop['order'];

  const said = (on = page): Locator => on.getByRole('region', { name: 'What was said', exact: true });
  const answers = (on = page): Locator => said(on).getByRole('article', { name: 'Answer' });
  const tool = (name: string, on = page): Locator => on.locator(`[data-tool="${name}"]`);
  const message = (on = page): Locator => on.getByRole('textbox', { name: 'Message' });

  async function say(text: string, on = page): Promise<void> {
    await message(on).fill(text);
    await message(on).press('Enter');
  }

  beforeAll(async () => {
    browser = await TestBrowser.open();
    product = await startProduct();
    page = await browser.newPage({ width: 1440, height: 900 });
    await signInAsAdmin(page, product);
    ({ client: shop, order } = await openShop(page));
  }, 180_000);

  afterAll(async () => {
    await shop?.end();
    await browser?.close();
    await product?.stop();
  });

  it('makes an agent from a script, gives it another tool that asks first, and tries it before it is deployed', async () => {
    await page.goto(`${product.url}/w/acme/scripts/f/support/look_up_order`);
    await page.getByRole('button', { name: 'More about this script' }).click();
    await page.getByRole('menuitem', { name: 'Make an agent' }).click();
    await page.getByRole('list', { name: 'Its tools' }).getByText('f/support/look_up_order').waitFor();
    await page.getByRole('textbox', { name: 'Name' }).fill('desk');
    await page.getByRole('button', { name: 'Open editor' }).click();

    await page.getByRole('heading', { name: 'Try it' }).waitFor();
    await page.getByRole('textbox', { name: 'Name' }).fill('Order desk');
    await page.getByText(/New draft, saved/).waitFor();
    await page.getByRole('tab', { name: 'Tools' }).click();
    await page.getByRole('combobox', { name: 'Add a tool' }).fill('refund_order');
    await page.getByRole('option', { name: /f\/support\/refund_order/ }).click();
    const refund = page.getByRole('list', { name: 'Tools' }).locator('[data-tool="refund_order"]');
    await refund.getByText('asks first', { exact: false }).first().waitFor();
    expect(await refund.getByRole('radio', { name: 'Asks first' }).isChecked()).toBe(true);
    await refund.getByRole('textbox', { name: 'Title' }).fill('Refund order {{args.order_number}}?');
    await expectAccessible(page);

    await page.getByRole('textbox', { name: 'Message' }).fill(`Where is order ${order.id}?`);
    await page.getByRole('textbox', { name: 'Message' }).press('Enter');
    const test = page.getByRole('region', { name: 'What was said in the test' });
    await test.getByText(badge, { exact: true }).waitFor({ timeout: 60_000 });
    await test.getByText(order.name, { exact: false }).first().waitFor();

    await page.getByRole('button', { name: /^Deploy/ }).click();
    await page.getByRole('button', { name: 'Deploy agent' }).click();
    await page.getByRole('heading', { name: 'Order desk', level: 1 }).waitFor();
    await page.getByRole('list', { name: 'Tools' }).getByText('asks first (the owners of the folder)', { exact: false }).first().waitFor();
    await expectAccessible(page);
    expect(errorsOf(page)).toEqual([]);
  }, 180_000);

  it('shows a tool call while it runs; a page that is loaded in the middle loses nothing', async () => {
    await page.getByRole('button', { name: 'Chat', exact: true }).click();
    await page.getByRole('heading', { name: 'Order desk', exact: true }).waitFor();
    await expectAccessible(page);
    // Somebody holds the orders: the tool has to wait until that is over.
    await shop.query('begin');
    await shop.query('lock table orders in access exclusive mode');
    await say(`Where is order ${order.id}?`);
    await tool('look_up_order').getByText('Running').first().waitFor({ timeout: 30_000 });
    await page.waitForURL(/\/w\/acme\/chat\/[0-9a-f-]{36}/);
    await message().fill('What did they buy?');
    await page.reload();
    await tool('look_up_order').getByText('Running').first().waitFor({ timeout: 30_000 });
    expect(await message().inputValue()).toBe('What did they buy?');
    await message().fill('');
    await shop.query('rollback');
    await answers().getByText(badge, { exact: true }).waitFor({ timeout: 60_000 });
    await answers().getByText(order.name, { exact: false }).first().waitFor();
    expect(await said().getByRole('article', { name: 'Question' }).count()).toBe(1);
    expect(await answers().count()).toBe(1);

    await tool('look_up_order').getByRole('button').first().click();
    await tool('look_up_order').getByText('order_number').first().waitFor();
    await tool('look_up_order').getByRole('link', { name: 'Open the run' }).waitFor();
    expect(errorsOf(page)).toEqual([]);
  }, 180_000);

  it('asks for an approval inside of the conversation, and goes on when it is given', async () => {
    await say(`Refund order ${order.id}, it arrived damaged`);
    const approval = page.getByRole('region', { name: `Approval: Refund order ${order.id}?` });
    await approval.getByRole('button', { name: 'Approve' }).waitFor({ timeout: 60_000 });
    await expectAccessible(page);
    await page.reload();
    await approval.getByRole('button', { name: 'Approve' }).click();
    await answers().nth(1).getByText(badge, { exact: true }).waitFor({ timeout: 60_000 });
    const { rows } = await shop.query('select reason from refunds where order_id = $1', [order.id]);
    expect(rows).toEqual([{ reason: 'damaged' }]);
    expect(await message().isEnabled()).toBe(true);
    expect(errorsOf(page)).toEqual([]);
  }, 180_000);

  it('says for whom a flow waits that was called, whose people decide in their inbox; the answer goes on, also after a reload', async () => {
    const { rows } = await shop.query<{ id: string }>(
      `select o.id::text as id from orders o join payments p on p.order_id = o.id and p.status = 'captured' and p.amount > 100
       where o.status = 'delivered' and not exists (select from refunds r where r.order_id = o.id) order by o.id limit 1`,
    );
    const page2 = await browser.newPageLike(page);
    await page2.goto(`${product.url}/w/acme/chat?agent=f/support/assistant`);
    await say(`Refund order ${rows[0]?.id ?? ''}, it arrived damaged`, page2);
    await tool('refund_order', page2)
      .getByText(/^Waits for approval by finance until /)
      .waitFor({ timeout: 60_000 });
    await page2
      .getByRole('navigation', { name: 'Path' })
      .getByText(/^Refund order/)
      .waitFor();
    await expectAccessible(page2);
    await page2
      .getByRole('region', { name: /^Approval: Refund/ })
      .getByRole('button', { name: 'Approve' })
      .waitFor();
    olga = await joinAs(browser, product, page, { username: 'olga', name: 'Olga Ruiz', role: 'operator', groups: ['support', 'finance'] });
    await olga.goto(`${product.url}/w/acme/approvals`);
    await olga.getByRole('heading', { name: new RegExp(`^Refund .* for order ${rows[0]?.id ?? ''}$`) }).waitFor();
    await page2.reload();
    await olga.keyboard.press('a');
    await olga.locator('fieldset :focus').waitFor();
    await olga.keyboard.type('As the policy says');
    await olga.keyboard.press('Enter');
    await answers(page2).getByText(badge, { exact: true }).waitFor({ timeout: 60_000 });
    expect((await shop.query('select from refunds where order_id = $1', [rows[0]?.id])).rowCount).toBe(1);
    expect([...errorsOf(page2), ...errorsOf(olga)]).toEqual([]);
    await page2.close();
  }, 180_000);

  it('makes a branch of a question that is written anew, and goes between both', async () => {
    await message().press('ArrowUp');
    const edited = page.getByRole('form', { name: 'Edit question' });
    await edited.getByRole('textbox').press('Escape');
    await page.getByRole('button', { name: 'Edit question' }).first().click();
    await edited.getByRole('textbox').fill(`What is the status of order ${order.id}?`);
    await edited.getByRole('textbox').press('Enter');
    await said().getByText('2/2').waitFor({ timeout: 30_000 });
    await answers().getByText(badge, { exact: true }).waitFor({ timeout: 60_000 });
    expect(await answers().count()).toBe(1);
    await page.getByRole('button', { name: 'Previous wording' }).click();
    await said().getByText('1/2').waitFor();
    await said().getByText(`Refund order ${order.id}, it arrived damaged`).waitFor();
    expect(await answers().count()).toBe(2);
    expect(errorsOf(page)).toEqual([]);
  }, 120_000);

  it('shows what the agent did in its run, step by step', async () => {
    await answers().first().getByRole('button', { name: 'Open the run' }).click();
    await page.getByRole('heading', { name: 'desk', level: 1 }).waitFor();
    const trace = page.getByRole('list', { name: 'Turns and tool calls' });
    await trace.getByText('Turn 1').waitFor();
    await trace.getByRole('button', { name: /look_up_order/ }).click();
    await trace.getByRole('link', { name: 'Its run' }).waitFor();
    await expectAccessible(page);
    await page.getByRole('link', { name: 'Open as thread' }).click();
    await answers().first().waitFor();
    expect(errorsOf(page)).toEqual([]);
  }, 60_000);

  it('lets others read a conversation that is shared with them, on a phone and in the dark', async () => {
    const thread = new URL(page.url()).pathname;
    await olga.goto(product.url + thread);
    await olga.getByText('This conversation does not exist, or you may not see it').waitFor();
    await askAs(page, 'PATCH', `/w/acme/threads/${thread.split('/').at(-1) ?? ''}`, { shared_with: ['g/support'] });
    await olga.reload();
    await olga.getByText(/shared with you: you can read it/).waitFor();
    await expectAccessible(olga);
    const phone = await browser.newPage({ theme: 'dark', width: 360, height: 780 });
    await signInAsAdmin(phone, product);
    await phone.goto(product.url + thread);
    await answers(phone).first().waitFor();
    await expectAccessible(phone);
    await phone.getByRole('link', { name: 'All conversations' }).click();
    await phone.getByRole('navigation', { name: 'Conversations' }).getByRole('link').first().waitFor();
    await expectAccessible(phone);
    await phone.goto(`${product.url}/w/acme/agents`);
    await phone.getByRole('row', { name: /Order desk/ }).waitFor();
    await expectAccessible(phone);
    expect([...errorsOf(olga), ...errorsOf(phone)]).toEqual([]);
  }, 120_000);

  it('evaluates an agent over its set, shows each case, and makes a case of an answer', async () => {
    await page.goto(`${product.url}/w/acme/agents/f/support/assistant?tab=evaluations`);
    await page.getByRole('button', { name: 'Evaluate', exact: true }).click();
    await page.getByRole('heading', { name: 'Evaluation of Support assistant' }).waitFor();
    await page
      .getByRole('region', { name: 'Summary' })
      .getByText(/^(reaches|misses) 0\.8$/)
      .waitFor({ timeout: 90_000 });
    const cases = page.getByRole('table');
    expect(await cases.getByRole('button').count()).toBe(20);
    await cases.getByRole('button', { name: /^Where is order 1042\?/ }).click();
    await cases.getByRole('link', { name: 'Open the run' }).waitFor();
    await expectAccessible(page);

    await page.goto(`${product.url}/w/acme/chat?agent=f/support/assistant`);
    await say(`Where is order ${order.id}?`);
    await page.getByRole('button', { name: 'Add to the evaluation set' }).click({ timeout: 60_000 });
    await page.getByRole('textbox', { name: 'Expected' }).fill(order.name);
    await page.getByRole('button', { name: 'Add case' }).click();
    await page.getByRole('button', { name: 'Added to the evaluation set' }).waitFor();
    const { body } = await askAs<Agent>(page, 'GET', '/w/acme/agents/f/support/assistant');
    expect(body.value.evaluation.cases.at(-1)).toMatchObject({
      expected: order.name,
      tools: [{ name: 'look_up_order', args: { order_number: Number(order.id) } }],
    });
    expect(errorsOf(page)).toEqual([]);
  }, 180_000);

  it('shows what was used up, and keeps agents to a budget', async () => {
    await page.goto(`${product.url}/w/acme/usage`);
    await page.getByRole('list', { name: 'Tokens by day' }).waitFor();
    await page.getByRole('button', { name: 'Add budget' }).click();
    const form = page.getByRole('dialog', { name: 'New budget' });
    await form.getByRole('textbox', { name: 'Tokens' }).fill('1');
    await form.getByRole('button', { name: 'Save budget' }).click();
    await page.getByRole('list', { name: 'Budgets' }).getByText('used up').waitFor();
    await expectAccessible(page);
    await expect(askAs(page, 'POST', '/w/acme/jobs/run_wait_result/a/f/support/assistant', { message: 'Hello' })).rejects.toThrow('agent/budget_exhausted');
    expect(errorsOf(page)).toEqual([]);
  }, 60_000);
});
