import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { Page } from 'playwright-core';
import type { Approval } from '../../backend/approvals/approvals.contract.ts';
import { errorsOf, expectAccessible, TestBrowser } from '../support/browser.ts';
import { askAs, joinAs, signInAsAdmin } from '../support/browser-people.ts';
import { type Product, startProduct } from '../support/product.ts';

const pays = `export async function main(order: number, amount: number) {
  return { paid: amount, order };
}
`;

const input = (name: string) => ({ type: 'javascript', expr: `flow_input.${name}` });
const transforms = { order: input('order'), amount: input('amount') };

const stages = [{ candidates: ['u/vera'] }];

/** Scripts that nobody runs without asking, each with another way of deciding. */
const scripts = {
  pay: { stages, is_comment_required_on_reject: true, is_external_allowed: true, title: 'Pay {{args.amount}} for order {{args.order}}', due_s: 3600 },
  pay_much: { stages, risk: 'high', title: 'Pay much: {{args.amount}}' },
  pay_twice: { stages: [{ candidates: ['u/vera', 'u/admin'] }, { name: 'Payment', candidates: ['u/vera'] }], title: 'Pay {{args.amount}} in two stages' },
  pay_by: {
    stages: [{ candidates: ['g/finance'] }],
    form: { approve: { type: 'object', required: ['method'], properties: { method: { type: 'string', title: 'Paid by' } } } },
    title: 'Pay {{args.amount}} somehow',
  },
};

describe('approvals', () => {
  let product: Product;
  let browser: TestBrowser;
  let admin: Page;
  let vera: Page;

  const ask = async (name: keyof typeof scripts, order: number, amount: number, reason = ''): Promise<Approval> => {
    const { body } = await askAs<Approval>(admin, 'POST', '/w/acme/approval_requests', { path: `f/support/${name}`, args: { order, amount }, reason });
    return body;
  };
  const read = async (id: string): Promise<Approval> => (await askAs<Approval>(admin, 'GET', `/w/acme/approvals/${id}`)).body;
  const inboxOf = async (page: Page): Promise<void> => {
    await page.goto(`${product.url}/w/acme/approvals`);
    await page.getByRole('heading', { name: 'Approvals', level: 1 }).waitFor();
  };
  const row = (page: Page, title: string) => page.getByRole('listitem').filter({ hasText: title }).getByRole('link');
  const titleOf = (page: Page) => page.getByRole('heading', { level: 2 });

  beforeAll(async () => {
    browser = await TestBrowser.open();
    product = await startProduct();
    admin = await browser.newPage({ width: 1440, height: 900 });
    await signInAsAdmin(admin, product);
    vera = await joinAs(browser, product, admin, { username: 'vera', name: 'Vera Brandt', role: 'operator', groups: ['support', 'finance'] });
    for (const [name, approval] of Object.entries(scripts)) {
      const settings = { run_approval: { needed_by: 'everyone', approval } };
      await askAs(admin, 'PUT', `/w/acme/scripts/f/support/${name}`, { language: 'bun', content: pays, summary: `Script ${name}`, settings });
    }
  }, 240_000);

  afterAll(async () => {
    await browser?.close();
    await product?.stop();
  });

  it('are asked for where one may not run, show how they stand, and reach the inbox of the other person live', async () => {
    await vera.getByRole('heading', { level: 1 }).waitFor();
    await admin.goto(`${product.url}/w/acme/scripts/f/support/pay`);
    await admin.getByLabel(/^Order/).fill('1042');
    await admin.getByLabel(/^Amount/).fill('240');
    await admin.getByLabel('Why').fill('The parcel was damaged');
    await admin.getByRole('button', { name: /^Request to run/ }).click();
    await admin.getByRole('list', { name: 'Your requests to run it' }).getByText('Waiting').waitFor();

    await vera.getByRole('link', { name: /Approvals.*1 waiting for you/ }).waitFor();
    await vera.getByRole('list', { name: 'Waiting for your decision' }).getByText('Pay 240 for order 1042').waitFor();
    expect(await vera.title()).toMatch(/^\(1\) /);
    expect(errorsOf(admin)).toEqual([]);
  }, 90_000);

  it('are approved by a second person with the keyboard alone, and the run shows in the window of who asked', async () => {
    await admin.getByRole('link', { name: /Waiting.*u?\/?vera/ }).click();
    await titleOf(admin).getByText('Pay 240 for order 1042').waitFor();

    await vera.keyboard.press('g');
    await vera.keyboard.press('i');
    await vera.waitForURL(/\/approvals\/[0-9a-f-]{36}/);
    await titleOf(vera).getByText('Pay 240 for order 1042').waitFor();
    await vera.getByText('The parcel was damaged').waitFor();
    await vera.keyboard.press('a');
    await vera.locator('button:focus', { hasText: 'Approve request' }).waitFor();
    await vera.keyboard.press('Enter');
    await vera.getByRole('status').filter({ hasText: 'Approved by vera' }).waitFor();

    await admin.getByRole('status').filter({ hasText: 'Approved by vera' }).waitFor();
    await admin.getByRole('link', { name: 'Open the run that it became' }).click();
    await admin.getByText('Succeeded', { exact: true }).waitFor({ timeout: 60_000 });
    expect([...errorsOf(vera), ...errorsOf(admin)]).toEqual([]);
  }, 120_000);

  it('move with j and k, are claimed with e, and commented on with c', async () => {
    const [first, second] = [await ask('pay', 1, 10), await ask('pay', 2, 20)];
    await inboxOf(vera);
    await titleOf(vera).getByText('Pay 20 for order 2').waitFor();
    await vera.keyboard.press('j');
    await titleOf(vera).getByText('Pay 10 for order 1').waitFor();
    await vera.keyboard.press('k');
    await titleOf(vera).getByText('Pay 20 for order 2').waitFor();
    await vera.keyboard.press('e');
    await vera.getByRole('button', { name: /^Release/ }).waitFor();
    await vera.keyboard.press('c');
    await vera.keyboard.type('I look at it');
    await vera.keyboard.press('Control+Enter');
    await vera.getByRole('list', { name: 'What happened' }).getByText('I look at it').waitFor();
    expect((await read(second.id)).claimed_by).toBe('u/vera');
    expect((await read(first.id)).status).toBe('open');

    await vera.keyboard.press('Escape');
    await vera.locator('h2:focus').waitFor();
    await vera.keyboard.press('?');
    await vera.getByRole('dialog').getByText('Next request').waitFor();
    await vera.keyboard.press('Escape');
  }, 90_000);

  it('are not rejected without a comment where one is asked for', async () => {
    await inboxOf(vera);
    await titleOf(vera).getByText('Pay 20 for order 2').waitFor();
    await vera.keyboard.press('r');
    const why = vera.getByLabel('Why it is rejected');
    await why.waitFor();
    await vera.keyboard.press('Control+Enter');
    await vera.getByText('Say why it is rejected').waitFor();
    await why.fill('The parcel came back');
    await vera.keyboard.press('Control+Enter');
    await vera.getByText('You rejected.').waitFor();
    // The next one is open already.
    await titleOf(vera).getByText('Pay 10 for order 1').waitFor();
    await vera.getByRole('tab', { name: /^Done/ }).click();
    await row(vera, 'Pay 20 for order 2').getByText('Rejected', { exact: true }).waitFor();
  }, 90_000);

  it('ask for values, and for a second look where the risk is high', async () => {
    await ask('pay_by', 3, 30);
    await ask('pay_much', 4, 4000);
    await inboxOf(vera);
    await row(vera, 'Pay much: 4000').click();
    await vera.getByRole('button', { name: /^Approve/ }).click();
    await vera.getByText('The risk is high').waitFor();
    await vera.getByRole('button', { name: 'Approve request' }).click();
    await vera.getByText('You approved.').waitFor();

    await vera.getByRole('tab', { name: /^My groups/ }).click();
    await titleOf(vera).getByText('Pay 30 somehow').waitFor();
    await vera.getByRole('button', { name: /^Approve/ }).click();
    await vera.getByText('This is needed').waitFor();
    await vera.getByLabel(/^Paid by/).fill('card');
    await vera.keyboard.press('Enter');
    await vera.getByRole('status').filter({ hasText: 'Approved by vera' }).waitFor();
    await vera.getByRole('list', { name: 'What happened' }).getByText('card').waitFor();
    expect(errorsOf(vera)).toEqual([]);
  }, 90_000);

  it('are decided together, and what cannot be is told apart', async () => {
    const together = [await ask('pay', 51, 51), await ask('pay', 52, 52)];
    const alone = await ask('pay_much', 53, 5300);
    await inboxOf(vera);
    for (const title of ['Pay 51 for', 'Pay 52 for', 'Pay much: 5300']) await vera.getByLabel(new RegExp(`^Choose ${title}`)).check();
    await vera.getByText('1 request of these cannot be decided together with others.').waitFor();
    await vera.getByRole('button', { name: 'Approve 2' }).click();
    const dialog = vera.getByRole('dialog', { name: 'Approve 2 requests?' });
    await dialog.getByText('Its risk is high').waitFor();
    await dialog.getByRole('button', { name: 'Approve 2 requests' }).click();
    await vera.getByText('2 requests approved.').waitFor();
    expect(await Promise.all(together.map(async ({ id }) => (await read(id)).status))).toEqual(['approved', 'approved']);
    expect((await read(alone.id)).status).toBe('open');
  }, 90_000);

  it('are found by what they are called, and stand together by what they are about', async () => {
    await ask('pay', 71, 7171);
    await inboxOf(vera);
    await vera.getByRole('button', { name: 'Group by path' }).click();
    await vera.getByRole('heading', { name: /f\/support\/pay_much 1/ }).waitFor();
    await vera.getByRole('textbox', { name: 'Search requests' }).fill('7171');
    await row(vera, 'Pay much: 5300').waitFor({ state: 'detached' });
    await row(vera, 'Pay 7171 for order 71').waitFor();
    expect(new URL(vera.url()).search).toContain('search=7171');
  }, 60_000);

  it('go to a person outside by a link that is shown once and decides once', async () => {
    const { id } = await ask('pay', 60, 600);
    await inboxOf(vera);
    await row(vera, 'Pay 600 for order 60').click();
    await titleOf(vera).getByText('Pay 600 for order 60').waitFor();
    await vera.getByRole('button', { name: 'More about this request' }).click();
    await vera.getByRole('menuitem', { name: 'Link for a person outside' }).click();
    await vera.getByLabel('E-mail').fill('auditor@example.com');
    await vera.getByRole('button', { name: 'Create link' }).click();
    const link = await vera.getByLabel('Link', { exact: true }).innerText();
    await vera.getByRole('button', { name: 'Done' }).click();

    const outside = await browser.newPage({ width: 360, height: 740 });
    const address = product.url + new URL(link, product.url).pathname;
    await outside.goto(address);
    await outside.getByRole('heading', { name: 'Pay 600 for order 60', level: 1 }).waitFor();
    expect(await outside.evaluate('document.documentElement.scrollWidth > innerWidth')).toBe(false);
    await expectAccessible(outside);
    expect((await read(id)).status).toBe('open');
    await outside.getByRole('button', { name: 'Approve' }).click();
    await outside.getByText('You approved this request.').waitFor();
    await vera.getByRole('status').filter({ hasText: 'Approved' }).waitFor();
    await outside.goto(address);
    await outside.getByRole('heading', { level: 1 }).waitFor();
    expect(await outside.getByRole('button', { name: 'Approve' }).count()).toBe(0);
    await outside.goto(`${product.url}/approve/mra_nothing`);
    await outside.getByRole('heading', { name: 'This link does not work any more' }).waitFor();
    expect(errorsOf(outside)).toEqual([]);
  }, 120_000);

  it('are given to somebody else while one is away', async () => {
    await inboxOf(vera);
    await vera.getByRole('button', { name: 'While I am away' }).first().click();
    const dialog = vera.getByRole('dialog', { name: 'While I am away' });
    await dialog.getByRole('combobox', { name: 'Who decides' }).click();
    await vera.getByRole('option').first().click();
    await dialog.getByRole('button', { name: 'Add person' }).click();
    await dialog.getByRole('list', { name: 'In my place' }).getByText('Now').waitFor();
    await expectAccessible(vera);
    await dialog.getByRole('button', { name: /^Remove/ }).click();
    await dialog.getByRole('list', { name: 'In my place' }).waitFor({ state: 'detached' });
    await vera.keyboard.press('Escape');
  }, 60_000);

  it('that changed while they were open are looked at again before they are decided', async () => {
    const { id, title } = await ask('pay_twice', 61, 610);
    await inboxOf(vera);
    await row(vera, title).click();
    await vera.getByRole('button', { name: /^Approve/ }).waitFor();
    await askAs(admin, 'POST', `/w/acme/approvals/${id}/decide`, { vote: 'approve' });
    const notice = vera.getByRole('alert', { name: 'This request changed' });
    await notice.getByText('It is in stage 2, Payment now').waitFor();
    expect(await vera.getByRole('button', { name: /^Approve/ }).isDisabled()).toBe(true);
    await titleOf(vera).focus();
    await vera.keyboard.press('a');
    expect(await vera.getByRole('button', { name: 'Approve request' }).count()).toBe(0);
    await expectAccessible(vera);
    await notice.getByRole('button', { name: 'I have seen it' }).click();
    await vera.getByRole('button', { name: /^Approve/ }).click();
    await vera.getByText('You approved.').waitFor();
    expect((await read(id)).status).toBe('approved');
  }, 90_000);

  it('hold up a flow, show where it waits, and let it go on in the window of who runs it', async () => {
    const identity = { type: 'identity' };
    const value = {
      modules: [
        { id: 'look', summary: 'Look up the order', value: { type: 'rawscript', language: 'bun', content: pays, input_transforms: transforms } },
        {
          id: 'ask',
          summary: 'Ask finance',
          value: identity,
          suspend: { required_events: 1, approval: { stages: [{ candidates: ['g/finance'] }], title: 'Refund order {{flow_input.order}}' } },
        },
        { id: 'pay', summary: 'Pay it back', value: { type: 'rawscript', language: 'bun', content: pays, input_transforms: transforms } },
      ],
    };
    await askAs(admin, 'PUT', '/w/acme/flows/f/support/refund_with_approval', { summary: 'Refund with approval', schema: {}, value });
    const { body: run } = await askAs<string>(admin, 'POST', '/w/acme/jobs/run/f/f/support/refund_with_approval', { order: 90, amount: 900 });
    await admin.goto(`${product.url}/w/acme/runs/${run}`);
    await inboxOf(vera);
    await vera.getByRole('tab', { name: /^My groups/ }).click();
    await row(vera, 'Refund order 90').click();
    await vera.getByRole('heading', { name: 'Where the flow is' }).waitFor();
    await vera.getByText('Ask finance').first().waitFor();
    await titleOf(vera).focus();
    await vera.keyboard.press('a');
    await vera.locator('button:focus', { hasText: 'Approve request' }).waitFor();
    await vera.keyboard.press('Enter');
    await vera.getByRole('status').filter({ hasText: 'Approved by vera' }).waitFor();
    await admin.getByText('Succeeded', { exact: true }).first().waitFor({ timeout: 60_000 });
    expect([...errorsOf(vera), ...errorsOf(admin)]).toEqual([]);
  }, 120_000);

  it('are withdrawn by who asked, in the window of the other person too', async () => {
    const { id, title } = await ask('pay', 70, 700);
    await inboxOf(vera);
    await row(vera, title).click();
    await admin.goto(`${product.url}/w/acme/approvals/${id}?box=requested`);
    await admin.getByRole('button', { name: 'More about this request' }).click();
    await admin.getByRole('menuitem', { name: 'Withdraw request' }).click();
    await admin.getByLabel('Why').fill('Paid already');
    await admin.getByRole('button', { name: 'Withdraw request' }).click();
    await vera.getByRole('status').filter({ hasText: 'Withdrawn' }).waitFor();
    await vera.getByText('Paid already').waitFor();
  }, 60_000);

  it('are decided on a phone with one thumb', async () => {
    const { title } = await ask('pay', 80, 800);
    const phone = await browser.newPageLike(vera);
    await phone.setViewportSize({ width: 360, height: 740 });
    await inboxOf(phone);
    await row(phone, title).waitFor();
    expect(await phone.evaluate('document.documentElement.scrollWidth > innerWidth')).toBe(false);
    await expectAccessible(phone);
    await row(phone, title).click();
    await titleOf(phone).getByText(title).waitFor();
    expect(await phone.evaluate('document.documentElement.scrollWidth > innerWidth')).toBe(false);
    await expectAccessible(phone);
    const box = await phone.getByRole('button', { name: 'Approve', exact: true }).boundingBox();
    expect(box?.height ?? 0).toBeGreaterThanOrEqual(44);
    expect((box?.y ?? 0) + (box?.height ?? 0)).toBeGreaterThan(640);
    await phone.getByRole('button', { name: 'Approve', exact: true }).click();
    await phone.getByText('You approved.').first().waitFor();
    expect(errorsOf(phone)).toEqual([]);
  }, 90_000);

  it('that do not exist, or may not be seen, are told calmly', async () => {
    await vera.goto(`${product.url}/w/acme/approvals/0193470e-5b4b-7c34-8b6b-3f2f7d9a1c99`);
    await vera.getByText('This request does not exist, or you may not see it').waitFor();
    await vera.goto(`${product.url}/approvals`);
    await vera.waitForURL(/\/w\/acme\/approvals/);
    expect(errorsOf(vera)).toEqual([]);
  }, 60_000);
});
