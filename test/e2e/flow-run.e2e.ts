import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { Page } from 'playwright-core';
import { errorsOf, expectAccessible, TestBrowser } from '../support/browser.ts';
import { askAs, signInAsAdmin } from '../support/browser-people.ts';
import { type Product, startProduct } from '../support/product.ts';

const javascript = (expr: string) => ({ type: 'javascript', expr });
const code = (id: string, summary: string, content: string, inputs: Record<string, string> = {}) => ({
  id,
  summary,
  value: {
    type: 'rawscript',
    language: 'bun',
    content,
    input_transforms: Object.fromEntries(Object.entries(inputs).map(([name, expr]) => [name, javascript(expr)])),
  },
});

const charge = `export async function main(order: { id: string; amount: number }) {
  console.log('charging', order.id);
  if (order.amount === 20) throw new Error('The card of ' + order.id + ' was declined');
  return { order: order.id, paid: order.amount };
}
`;

const modules = [
  code('load', 'Load the orders', 'export const main = () => [10, 20, 30].map((amount, index) => ({ id: `order-${index}`, amount }));'),
  {
    id: 'each',
    summary: 'Charge each order',
    value: {
      type: 'forloopflow',
      iterator: javascript('results.load'),
      skip_failures: true,
      modules: [code('charge', 'Charge the card', charge, { order: 'flow_input.iter.value' })],
    },
  },
  { id: 'arrival', summary: 'Wait for the parcel', value: { type: 'wait_for_event', key: { type: 'static', value: 'parcel-42' } } },
  code('report', 'Write the report', 'export const main = (orders: { paid?: number }[]) => ({ total: orders.reduce((sum, { paid = 0 }) => sum + paid, 0) });', {
    orders: 'results.each',
  }),
];

describe('a run of a flow', () => {
  let product: Product;
  let browser: TestBrowser;
  let page: Page;
  let jobId: string;

  const step = (id: string) => page.locator(`[data-step="${id}"]`);
  /** The line of a step in the timeline. */
  const line = (id: string) => page.getByRole('region', { name: 'Timeline' }).getByRole('button', { name: new RegExp(`^${id}\\b`) });
  const panel = (id: string) => page.getByRole('region', { name: `Step ${id}` });

  beforeAll(async () => {
    browser = await TestBrowser.open();
    product = await startProduct();
    page = await browser.newPage({ width: 1440, height: 900 });
    await signInAsAdmin(page, product);
    await askAs(page, 'PUT', '/w/acme/flows/f/support/settle', { summary: 'Settle the orders', value: { modules } });
    jobId = (await askAs<string>(page, 'POST', '/w/acme/jobs/run/f/f/support/settle', {})).body;
  }, 180_000);

  afterAll(async () => {
    await browser?.close();
    await product?.stop();
  });

  it('says what it waits for, and completes before the eyes of who looks at it', async () => {
    await page.goto(`${product.url}/w/acme/runs/${jobId}`);
    const waits = page.getByRole('region', { name: 'What the run waits for' });
    await waits.getByText('Waiting for event parcel-42').waitFor({ timeout: 60_000 });
    await page.getByText('Waiting', { exact: true }).first().waitFor();
    expect(await step('load').textContent()).toMatch(/Succeeded/);
    expect(await line('report').count()).toBe(0);
    expect(await page.getByRole('list', { name: 'Where the time went' }).innerText()).toMatch(/Waiting: /);

    await askAs(page, 'POST', '/w/acme/events/parcel-42', { weight: 3 });
    await page.getByText('Succeeded', { exact: true }).first().waitFor();
    await waits.waitFor({ state: 'detached' });
    await line('report').waitFor();
    await page.getByRole('tree', { name: 'Result' }).getByText('40').waitFor();
    expect(await page.title()).toContain('Succeeded: settle');
  }, 120_000);

  it('opens a step with its result, its log and what it was given', async () => {
    await line('report').click();
    await panel('report').getByRole('heading', { name: 'Write the report' }).waitFor();
    await panel('report').getByText('40').first().waitFor();
    await panel('report').getByRole('tab', { name: 'Inputs' }).click();
    await panel('report').getByRole('tree', { name: 'Argument orders' }).waitFor();
    expect(page.url()).toContain('step=report');
    await expectAccessible(page);
  }, 90_000);

  it('lists the iterations with those that failed first, and looks into one', async () => {
    await step('each').click();
    const list = panel('each').getByRole('grid', { name: 'Iterations' });
    await list.getByRole('row').nth(1).getByText('The card of order-1 was declined').waitFor();
    await list.getByRole('row').nth(1).click();
    await panel('charge').getByText('The card of order-1 was declined').first().waitFor();
    await panel('charge')
      .getByLabel(/^Code around line 3/)
      .waitFor();
    await panel('charge').getByRole('tab', { name: 'Log' }).click();
    await panel('charge').getByText('charging order-1').waitFor();
    await panel('charge').getByRole('navigation', { name: 'Where in the flow' }).getByText('Charge each order 1').waitFor();
    await page.goBack();
    await list.waitFor();
  }, 90_000);

  it('draws what ran when, for the mouse, for the keyboard and as numbers', async () => {
    const timeline = page.getByRole('region', { name: 'Timeline' });
    await timeline.getByRole('button', { name: /^load ?\. Attempt 1: queued .*, ran .*, succeeded/ }).focus();
    for (let pressed = 0; pressed < 3; pressed++) await page.keyboard.press('ArrowDown');
    await page.keyboard.press('Enter');
    await panel('charge').getByText('Charge each order 2').waitFor();
    await timeline.getByRole('button', { name: 'Zoom in' }).click();
    await timeline.getByText('Table', { exact: true }).click();
    const numbers = timeline.getByRole('grid', { name: 'Attempts and waits' });
    expect(await numbers.getByRole('row').count()).toBe(7);
    await expectAccessible(page);
  }, 90_000);

  it('begins again at a step, with another result of a step before it', async () => {
    await page.goto(`${product.url}/w/acme/runs/${jobId}?step=report`);
    await panel('report').getByRole('button', { name: 'Restart from here' }).click();
    const dialog = page.getByRole('dialog', { name: 'Restart from report' });
    await dialog.getByRole('button', { name: 'Change the result of each' }).click();
    await dialog.locator('.cm-content').click();
    await page.keyboard.press('ControlOrMeta+a');
    await page.keyboard.insertText('[{"paid": 7}, {"paid": 8}]');
    await expectAccessible(page);
    await dialog.getByRole('button', { name: 'Restart run' }).click();
    await page.getByText('Restarted from').waitFor();
    await page.getByRole('tree', { name: 'Result' }).getByText('15').waitFor({ timeout: 60_000 });
    expect(await step('load').textContent()).toMatch(/kept from an earlier run/);
    await page.getByRole('link', { name: 'an earlier run' }).click();
    await page.getByText('Run again from').waitFor();
    expect(page.url()).toContain(jobId);
  }, 120_000);

  it('is one line among the runs, its steps behind a switch, and from a step the way leads back', async () => {
    await page.goto(`${product.url}/w/acme/runs`);
    const list = page.getByRole('grid', { name: 'Runs' });
    await list
      .getByRole('row', { name: /settle/ })
      .first()
      .waitFor();
    expect(await list.getByRole('row', { name: /charge/ }).count()).toBe(0);
    await page.getByRole('switch', { name: 'Steps of flows' }).click();
    const failed = list.getByRole('row', { name: /Failed.*settle\/charge/ });
    await failed.waitFor();
    await failed.click();
    await page.getByRole('navigation', { name: 'The flow that this is a step of' }).getByRole('link', { name: 'charge' }).waitFor();
    await page.goBack();
    await failed.waitFor();
    expect(await failed.evaluate((row) => row === row.ownerDocument.activeElement)).toBe(true);
    await page.goBack();
    await failed.waitFor({ state: 'detached' });
    expect(page.url()).not.toContain('steps=on');
  }, 90_000);

  it('can be cancelled while it waits, and says so', async () => {
    const { body: id } = await askAs<string>(page, 'POST', '/w/acme/jobs/run/f/f/support/settle', {});
    await page.goto(`${product.url}/w/acme/runs/${id}?step=arrival`);
    await panel('arrival').getByText('Waiting for event parcel-42').waitFor({ timeout: 60_000 });
    await page.getByRole('button', { name: 'Cancel run' }).click();
    await page.getByText('Cancelled', { exact: true }).first().waitFor();
    await panel('arrival').getByText('The step was cancelled before it had a result.').waitFor();
    expect(errorsOf(page)).toEqual([]);
  }, 90_000);

  it('shows the recorded steps of a workflow as they come, and apart from its work what it waited for', async () => {
    const content = `import { workflow, step, waitForApproval } from 'millrace';
      export const main = workflow(async () => {
        const parcels = await step('count the parcels', () => 3);
        await waitForApproval({ title: 'Send them?', candidates: ['u/admin'] });
        return step('send', () => parcels + ' sent');
      });`;
    await askAs(page, 'PUT', '/w/acme/scripts/f/support/send_parcels', { language: 'bun', content });
    const { body: id } = await askAs<string>(page, 'POST', '/w/acme/jobs/run/p/f/support/send_parcels', {});
    await page.goto(`${product.url}/w/acme/runs/${id}`);
    const steps = page.getByRole('list', { name: 'Recorded steps in the order of the code' });
    await steps.getByText('Waits for a decision about "Send them?"').waitFor({ timeout: 60_000 });
    const { body: inbox } = await askAs<{ items: { id: string; title: string }[] }>(page, 'GET', '/w/acme/approvals?box=mine&limit=50');
    const asked = inbox.items.find(({ title }) => title === 'Send them?');
    await askAs(page, 'POST', `/w/acme/approvals/${asked?.id}/decide`, { vote: 'approve' });
    await page.getByText('Succeeded', { exact: true }).first().waitFor();
    await steps.getByRole('button', { name: /send/ }).last().waitFor();
    const names = await steps.getByRole('listitem').getByRole('button').allInnerTexts();
    expect(names.map((text) => ['count the parcels', 'Send them?', 'send'].find((name) => text.split('\n').includes(name)))).toEqual([
      'count the parcels',
      'Send them?',
      'send',
    ]);
    await page
      .getByRole('list', { name: 'Where the time went' })
      .getByText(/^Waiting: /)
      .first()
      .waitFor({ state: 'attached' });
    await steps.getByRole('button', { name: /count the parcels/ }).click();
    await steps.getByText('3', { exact: true }).waitFor();
    await expectAccessible(page);
    expect(errorsOf(page)).toEqual([]);
  }, 90_000);
});
