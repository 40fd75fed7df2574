import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { Page } from 'playwright-core';
import type { Flow } from '../../backend/flows/flows.contract.ts';
import { errorsOf, expectAccessible, TestBrowser } from '../support/browser.ts';
import { askAs, signInAsAdmin } from '../support/browser-people.ts';
import { startProduct, type Product } from '../support/product.ts';

const path = 'f/support/greet_everyone';
const js = (expr: string) => ({ type: 'javascript', expr });
const code = (id: string, content: string, inputs: object) => ({ id, value: { type: 'rawscript', language: 'bun', content, input_transforms: inputs } });
const greet = (word: string) => `export function main(name: string) {\n  return { text: '${word}, ' + name };\n}\n`;
const schema = { type: 'object', properties: { name: { type: 'string' } }, required: ['name'] };
const shout = code('shout', 'export function main(text: string) {\n  return text.toUpperCase();\n}\n', { text: js('results.greet.text') });
const versions = [
  { modules: [code('greet', greet('Hello'), { name: js('flow_input.name') }), shout] },
  {
    modules: [
      code('greet', greet('Good day'), { name: js('flow_input.name') }),
      { ...shout, sleep: { type: 'static', value: 0 } },
      { id: 'last', value: { type: 'identity' } },
    ],
  },
  { modules: [code('greet', greet('Good day'), { name: js('flow_input.name') }), shout] },
];

describe('the pages of flows', () => {
  let browser: TestBrowser;
  let product: Product;
  let page: Page;

  beforeAll(async () => {
    browser = await TestBrowser.open();
    product = await startProduct();
    page = await browser.newPage({ baseURL: product.url });
    await signInAsAdmin(page, product);
    for (const value of versions) {
      const { status } = await askAs<Flow>(page, 'PUT', `/w/acme/flows/${path}`, { value, schema, summary: 'Greet everyone' });
      expect([200, 201]).toContain(status);
    }
  }, 180_000);
  afterAll(async () => {
    await browser?.close();
    await product?.stop();
  }, 60_000);

  it('list the flows, and lead from one to its form, a run and the result', async () => {
    await page.goto('/w/acme/flows');
    await page.getByRole('grid', { name: 'Flows' }).getByText('Greet everyone').click();
    await page.getByRole('heading', { name: 'Greet everyone' }).waitFor();
    await page.getByRole('textbox', { name: 'Name' }).fill('Ada');
    await page.getByRole('button', { name: /^Run/ }).click();
    await page.locator('#run-output').getByText('GOOD DAY, ADA').waitFor();
    await page.getByRole('link', { name: 'Home' }).first().click();
    await page.getByRole('list', { name: 'Recent' }).or(page.getByText('Greet everyone')).first().waitFor();
    expect(errorsOf(page)).toEqual([]);
  }, 90_000);

  it('show the steps as a graph, and each of them beside it', async () => {
    await page.goto(`/w/acme/flows/${path}?tab=steps`);
    await page.getByRole('region', { name: 'Step greet' }).waitFor();
    await page.getByText('shout', { exact: true }).first().click();
    await page.getByRole('region', { name: 'Step shout' }).getByText('results.greet.text').waitFor();
    await expectAccessible(page);
  }, 60_000);

  it('compare two versions on the graph and step by step, and restore one', async () => {
    await page.goto(`/w/acme/flows/${path}?tab=versions`);
    await page.getByRole('grid', { name: 'Versions' }).getByRole('row').nth(2).click();
    const changes = page.getByRole('list', { name: 'Changed steps' });
    await changes.getByText('Added').waitFor();
    await changes.getByText('sleep', { exact: true }).waitFor();
    await page.getByLabel('Changes of the code of greet').first().waitFor();
    await expectAccessible(page);
    await page.getByRole('button', { name: 'Restore version 1' }).click();
    await page.getByRole('dialog').getByRole('button', { name: 'Restore version 1' }).click();
    await page.getByRole('grid', { name: 'Versions' }).getByText('Restore version 1').waitFor();
    expect(errorsOf(page)).toEqual([]);
  }, 90_000);

  it('say how it is called, are found by the search, and move it with everything that hangs on it', async () => {
    await page.goto(`/w/acme/flows/${path}?tab=use`);
    await page.getByText(`/jobs/run_wait_result/f/${path}`).first().waitFor();
    await page.keyboard.press('ControlOrMeta+k');
    await page.getByRole('dialog').getByRole('combobox').or(page.getByRole('dialog').getByRole('textbox')).first().fill('greet everyone');
    await page
      .getByRole('option', { name: /Greet everyone/ })
      .first()
      .waitFor();
    await page.keyboard.press('Escape');
    await page.getByRole('button', { name: 'More about this flow' }).click();
    await page.getByRole('menuitem', { name: 'Rename' }).click();
    await page.getByRole('dialog').getByRole('textbox').last().fill('greet_all');
    await page.getByRole('button', { name: 'Rename flow' }).click();
    await page.waitForURL(/flows\/f\/support\/greet_all/);
    expect(errorsOf(page)).toEqual([]);
  }, 90_000);
});
