import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { Page } from 'playwright-core';
import { errorsOf, expectAccessible, TestBrowser } from '../support/browser.ts';
import { askAs, signInAsAdmin } from '../support/browser-people.ts';
import { type Product, startProduct } from '../support/product.ts';

const looks = [
  { name: 'wide and light', theme: 'light', width: 1440, height: 900 },
  { name: 'wide and dark', theme: 'dark', width: 1440, height: 900 },
  { name: 'on a phone', theme: 'dark', width: 360, height: 740 },
] as const;

const failing = `export async function main(id: number) {
  console.log('\\u001b[31mlooking\\u001b[0m', id);
  throw new TypeError('There is no order ' + id);
}
`;

/** A flow with a loop of which one iteration fails, and a wait that nothing ends. */
const settle = {
  modules: [
    {
      id: 'each',
      summary: 'Charge each order',
      value: {
        type: 'forloopflow',
        skip_failures: true,
        iterator: { type: 'static', value: [7, 8] },
        modules: [
          {
            id: 'charge',
            value: { type: 'rawscript', language: 'bun', content: failing, input_transforms: { id: { type: 'javascript', expr: 'flow_input.iter.value' } } },
          },
        ],
      },
    },
    { id: 'arrival', value: { type: 'wait_for_event', key: { type: 'static', value: 'never' } } },
  ],
};

/** What a run of a script has to be asked for: with a form, a preview, and a risk. */
const asked = {
  needed_by: 'everyone',
  approval: {
    title: 'Pay order {{args.id}}',
    risk: 'high',
    due_s: 60,
    stages: [{ name: 'Finance', candidates: ['g/finance', 'u/admin'], quorum: 2 }, { candidates: ['owners'] }],
    form: { approve: { type: 'object', properties: { method: { type: 'string', enum: ['card', 'transfer'] } } } },
    preview: { before: [{ id: 7, status: 'open' }], after: [{ id: 7, status: 'paid' }] },
  },
};

/** An app that was never released, with something that is computed and something in a container. */
const desk = {
  pages: [
    {
      id: 'home',
      title: 'Desk',
      body: {
        children: [
          { id: 'orderInput', type: 'text_input', props: { label: 'Order' }, layout: { base: { x: 0, y: 0, w: 6, h: 'auto' } } },
          { id: 'greeting', type: 'text', props: { content: { expr: '`Order ${orderInput.value}`' } }, layout: { base: { x: 6, y: 0, w: 6, h: 'auto' } } },
          { id: 'card', type: 'container', props: { title: 'Refund' }, layout: { base: { x: 0, y: 10, w: 6, h: 'auto' } }, slots: { body: { children: [] } } },
        ],
      },
    },
  ],
};

describe('pages for working with scripts', () => {
  let product: Product;
  let browser: TestBrowser;
  const addresses: Record<string, string> = {};

  beforeAll(async () => {
    browser = await TestBrowser.open();
    product = await startProduct();
    const admin = await browser.newPage();
    await signInAsAdmin(admin, product);
    await askAs(admin, 'PUT', '/w/acme/scripts/f/support/fails', { language: 'bun', content: failing, summary: 'Fails' });
    await askAs(admin, 'PUT', '/w/acme/variables/f/support/key', { value: 'sk_live', is_secret: true });
    const { body: refund } = await askAs<{ value: { modules: object[] }; schema: object; summary: string }>(
      admin,
      'GET',
      '/w/acme/flows/f/support/refund_flow',
    );
    const [first, ...others] = refund.value.modules;
    const changed = { ...refund.value, modules: [{ ...first, retry: { constant: { attempts: 2, seconds: 1 } } }, ...others.slice(0, -1)] };
    await askAs(admin, 'PUT', '/w/acme/flows/f/support/refund_flow', { value: changed, schema: refund.schema, summary: refund.summary });
    const { body: table } = await askAs<string>(admin, 'POST', '/w/acme/jobs/run/p/f/finance/top_customers', {});
    const { body: failed } = await askAs<string>(admin, 'POST', '/w/acme/jobs/run/p/f/support/fails', { id: 7 });
    const { body: later } = await askAs<string>(admin, 'POST', '/w/acme/jobs/run/p/f/ops/disk_report?scheduled_in_s=3600', {});
    await askAs(admin, 'PUT', '/w/acme/scripts/f/support/pays', { language: 'bun', content: failing, summary: 'Pays', settings: { run_approval: asked } });
    const { body: request } = await askAs<{ id: string }>(admin, 'POST', '/w/acme/approval_requests', {
      path: 'f/support/pays',
      args: { id: 7 },
      reason: 'It is late',
    });
    addresses['request'] = `approvals/${request.id}`;
    await askAs(admin, 'POST', '/w/acme/app_drafts/f/support/refund_desk', { summary: 'Refund desk', document: desk });
    await askAs(admin, 'PUT', '/w/acme/flows/f/support/settle', { summary: 'Settle', value: settle });
    const { body: flowRun } = await askAs<string>(admin, 'POST', '/w/acme/jobs/run/f/f/support/settle', {});
    addresses['flow run'] = `runs/${flowRun}`;
    Object.assign(addresses, { table: `runs/${table}`, failed: `runs/${failed}`, later: `runs/${later}` });
  }, 180_000);

  afterAll(async () => {
    await browser?.close();
    await product?.stop();
  });

  describe.each(looks)('$name', ({ theme, width, height }) => {
    let page: Page;

    beforeAll(async () => {
      page = await browser.newPage({ theme, width, height });
      await signInAsAdmin(page, product);
    }, 60_000);

    /** Opens a page and waits for what shows that it is complete. */
    async function open(path: string, sign: string | RegExp, role: 'heading' | 'grid' | 'text' = 'text'): Promise<void> {
      await page.goto(`${product.url}/w/acme/${path}`);
      const locator = role === 'text' ? page.getByText(sign).first() : page.getByRole(role, { name: sign }).first();
      await locator.waitFor({ timeout: 60_000 });
      await page.waitForLoadState('networkidle');
    }

    async function expectWell(): Promise<void> {
      await expectAccessible(page);
      expect(await page.evaluate('document.documentElement.scrollWidth > innerWidth')).toBe(false);
      expect(await page.title()).toMatch(/^(?:\(\d+\) )?.+ · Millrace$/);
      expect(errorsOf(page)).toEqual([]);
    }

    it('the list of scripts', async () => {
      await open('scripts', 'Refund an order');
      await expectWell();
      // The menu of a row by keys, which give the row back.
      await page.keyboard.press('j');
      await page.locator('[role="row"]:focus').waitFor();
      await page.keyboard.press('Shift+F10');
      await page.getByRole('menuitem', { name: 'Runs of this script' }).waitFor();
      await page.keyboard.press('Escape');
      await page.getByRole('menu').waitFor({ state: 'detached' });
      await page.locator('[role="row"]:focus').waitFor();
      // What a key opened is where Tab goes on.
      await page.keyboard.press('Enter');
      await page.locator('main:focus').waitFor();
    }, 90_000);

    it.each(['', '?tab=runs', '?tab=versions', '?tab=use', '?tab=settings', '?tab=access'])(
      'a script %s',
      async (tab) => {
        await open(`scripts/f/support/refund_order${tab}`, 'Refund an order', 'heading');
        await expectWell();
      },
      90_000,
    );

    it('a version of a script', async () => {
      await open('scripts/f/support/refund_order?tab=versions&version=1', 'Version 1');
      await expectWell();
    }, 90_000);

    it.each(['', '?panel=schema', '?panel=history', '?panel=settings'])(
      'the editor %s',
      async (panel) => {
        await open(`scripts/edit/f/support/refund_order${panel}`, 'Refund an order', 'heading');
        await page.locator('.cm-content').first().waitFor({ state: 'attached' });
        await expectWell();
      },
      90_000,
    );

    it('the beginning of a script', async () => {
      await open('scripts/new', 'New script', 'heading');
      await expectWell();
    }, 90_000);

    it('the beginning of a flow', async () => {
      await open('flows/new', 'New flow', 'heading');
      await expectWell();
    }, 90_000);

    it.each(['', '?view=yaml'])(
      'the editor of a flow %s',
      async (view) => {
        await open(`flows/edit/f/support/refund_flow${view}`, 'Refund with approval', 'heading');
        await page
          .locator(view === '' ? '[data-graph-key]' : '.cm-content')
          .first()
          .waitFor();
        await expectWell();
      },
      90_000,
    );

    it('the panel of a step', async () => {
      await open('flows/edit/f/support/refund_flow', 'Refund with approval', 'heading');
      await page.locator('[data-step]').first().click();
      if (width < 900) await page.getByText('Details', { exact: true }).click();
      await page.getByRole('region', { name: /^Step / }).waitFor();
      await expectWell();
    }, 90_000);

    it('the list of flows', async () => {
      await open('flows', 'Refund with approval');
      await expectWell();
    }, 90_000);

    it.each(['', '?tab=runs', '?tab=steps', '?tab=versions&before=1&after=2', '?tab=versions&version=1', '?tab=use', '?tab=settings', '?tab=access'])(
      'a flow %s',
      async (tab) => {
        await open(`flows/f/support/refund_flow${tab}`, 'Refund with approval', 'heading');
        if (tab.includes('after=2')) await page.getByRole('list', { name: 'Changed steps' }).getByText('Changed').first().waitFor();
        await expectWell();
      },
      90_000,
    );

    it('a flow with its schedules', async () => {
      await open('flows/f/finance/collect_invoice?tab=schedules', 'Collect an overdue invoice, every night');
      await expectWell();
    }, 90_000);

    it('the runs', async () => {
      await open('runs', 'Runs', 'grid');
      await expectWell();
    }, 90_000);

    it('a run with rows', async () => {
      await open(addresses['table'] ?? '', /Succeeded/);
      await page.getByRole('table', { name: 'Rows of the result' }).waitFor();
      await expectWell();
    }, 90_000);

    it('a run that failed, with the line of code', async () => {
      await open(addresses['failed'] ?? '', 'There is no order 7');
      await page.getByLabel(/^Code around line 3/).waitFor();
      await expectWell();
    }, 90_000);

    it.each([
      ['', /Waiting for event never/],
      ['?step=each', 'There is no order 7'],
      ['?step=charge&frame=%2Feach%5B1%5D', 'There is no order 8'],
      ['?step=charge&part=log', /looking/],
      ['?tab=timeline', /Timeline/],
    ])(
      'a run of a flow %s',
      async (query, sign) => {
        await open(`${addresses['flow run']}${query}`, sign);
        await expectWell();
      },
      90_000,
    );

    it('a run that waits, and why', async () => {
      await open(addresses['later'] ?? '', 'It is scheduled for later');
      await expectWell();
    }, 90_000);

    it('resources and one of them', async () => {
      await open('resources', 'acme_db');
      await expectWell();
      await open('resources/f/support/acme_db', 'Test connection');
      await expectWell();
    }, 90_000);

    it('a connection that is tried', async () => {
      await open('resources/f/support/acme_db', 'Test connection');
      await page.getByRole('button', { name: 'Test connection' }).click();
      await page.getByText('It works.').waitFor();
      await expectWell();
    }, 90_000);

    it('a form beside its list, which asks before Escape loses what was typed', async () => {
      await open('resources/f/support/acme_db', 'Test connection');
      await page.getByLabel('What it is for').fill('Something else');
      await page.keyboard.press('Escape');
      await page.getByRole('dialog', { name: 'Close without saving?' }).waitFor();
      await page.keyboard.press('Escape');
      await page.getByRole('dialog', { name: 'Close without saving?' }).waitFor({ state: 'detached' });
      expect(await page.getByLabel('What it is for').inputValue()).toBe('Something else');
    }, 90_000);

    it('variables and a secret', async () => {
      await open('variables', 'key');
      await expectWell();
      await open('variables/f/support/key', 'Show secret');
      await page.getByRole('button', { name: 'Show secret' }).click();
      await page.getByText('sk_live').waitFor();
      await expectWell();
    }, 90_000);

    it.each(['', '?box=groups', '?box=requested', '?box=done', '?group=path'])(
      'the inbox of approvals %s',
      async (box) => {
        await open(`approvals${box}`, 'Approvals', 'heading');
        await expectWell();
      },
      90_000,
    );

    it('a request with its stages, what changes, and its form', async () => {
      await open(addresses['request'] ?? '', 'Pay order 7', 'heading');
      await page.getByText('1 row changed').waitFor();
      await expectWell();
      if (width > 600) await page.keyboard.press('r');
      else await page.getByRole('button', { name: 'Reject' }).click();
      await page.getByRole('button', { name: 'Reject request' }).waitFor();
      await expectWell();
    }, 90_000);

    it('a script that has to be asked for', async () => {
      await open('scripts/f/support/pays', 'Request to run');
      await page.getByRole('list', { name: 'Your requests to run it' }).waitFor();
      await expectWell();
    }, 90_000);

    it('the list of agents, the editor of a new one, and the chat', async () => {
      await open('agents', 'Agents', 'heading');
      await expectWell();
      await open('agents/new?path=f/support/new_agent&part=tools', 'Scripts, flows and agents', 'heading');
      await expectWell();
      await open('agents/new?path=f/support/new_agent&part=limits', 'Where a run ends', 'heading');
      await expectWell();
      await open('chat', 'Chat', 'heading');
      await expectWell();
    }, 90_000);

    it('the list of apps', async () => {
      await open('apps', 'Refund desk');
      await expectWell();
    }, 90_000);

    it('the builder of an app, with each of its panels', async () => {
      await open('apps/edit/f/support/refund_desk', width < 900 ? /takes a window of at least/ : 'Refund desk', width < 900 ? 'text' : 'heading');
      await expectWell();
      for (const panel of width < 900 ? [] : ['Components of the page', 'Pages', 'Values and variables', 'Settings of the app']) {
        await page.getByRole('button', { name: panel }).click();
        await page.getByRole('complementary', { name: panel }).waitFor();
        await expectWell();
      }
      if (width >= 900) await page.locator('[data-frame="greeting"]').click();
      await expectWell();
    }, 90_000);

    it.each(['scripts/f/support/nothing', 'runs/0193470e-5b4b-7c34-8b6b-3f2f7d9a1c99', 'schedules/f/support/nothing'])(
      'what is not there, at %s',
      async (path) => {
        await open(path, /does not exist, or you may not see it/, 'heading');
        await expectWell();
      },
      90_000,
    );

    it('the search over everything, by keys alone', async () => {
      await open('home', /^Good /, 'heading');
      const chosen = page.getByRole('dialog').getByRole('option', { selected: true });
      await page.keyboard.press('ControlOrMeta+k');
      const first = await chosen.innerText();
      for (const key of ['ArrowDown', 'ArrowDown', 'ArrowUp']) await page.keyboard.press(key);
      expect(await chosen.innerText()).not.toBe(first);
      await page.keyboard.type('refund an');
      await page.getByRole('option', { name: /Refund an order/ }).waitFor();
      await expectAccessible(page);
      await page.keyboard.press('Enter');
      await page.getByRole('heading', { name: 'Refund an order', level: 1 }).waitFor();
      await expectWell();
    }, 90_000);

    it('the workers', async () => {
      await open('workers', 'Queue by tag');
      await expectWell();
    }, 90_000);
  });
});
