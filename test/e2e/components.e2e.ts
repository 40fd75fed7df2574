import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { Page } from 'playwright-core';
import { definitions } from '../../components/definitions.ts';
import { examples } from '../../components/examples.ts';
import { errorsOf, expectAccessible, TestBrowser } from '../support/browser.ts';
import { signInAsAdmin } from '../support/browser-people.ts';
import { type Product, startProduct } from '../support/product.ts';

const looks = [
  { name: 'in the light', theme: 'light', width: 1440, height: 900, query: '' },
  { name: 'in the dark', theme: 'dark', width: 1440, height: 900, query: '' },
  { name: 'on a phone, from right to left', theme: 'light', width: 360, height: 740, query: '&direction=rtl' },
  { name: 'disabled, on a phone in the dark', theme: 'dark', width: 360, height: 740, query: '&disabled=yes' },
] as const;

const inputs = definitions.filter(({ category, props }) => category === 'input' && 'required' in props.shape).map(({ type }) => type);

/** Everything that expressions could read of the examples on the page, by id. */
const exposedOn = (page: Page): Promise<Record<string, unknown>> =>
  page.evaluate(() =>
    Object.fromEntries(
      [...document.querySelectorAll<HTMLElement>('pre[data-state]')].map((element) => [element.dataset['state'] ?? '', JSON.parse(element.textContent)]),
    ),
  );

describe('the components of apps', () => {
  let product: Product;
  let browser: TestBrowser;

  beforeAll(async () => {
    browser = await TestBrowser.open();
    product = await startProduct();
  }, 180_000);

  afterAll(async () => {
    await browser?.close();
    await product?.stop();
  });

  async function openGallery(look: { theme: 'light' | 'dark'; width: number; height: number; timezoneId?: string }): Promise<Page> {
    const page = await browser.newPage(look);
    await signInAsAdmin(page, product);
    await page.goto(`${product.url}/w/acme/gallery?component=divider`);
    await page.locator('[data-component="divider"] article').first().waitFor({ timeout: 60_000 });
    return page;
  }

  /** Goes on to another component without loading the page anew, and waits until all that it draws is there. */
  async function show(page: Page, type: string, query = ''): Promise<void> {
    await page.evaluate((address) => {
      history.pushState({}, '', address);
      dispatchEvent(new PopStateEvent('popstate', { state: {} }));
    }, `/w/acme/gallery?component=${type}${query}`);
    await page.locator(`[data-component="${type}"] [data-ready="true"]`).waitFor();
    expect(await page.locator(`[data-component="${type}"] article`).count()).toBe(examples[type]?.length);
    await page.waitForFunction((name) => document.querySelector(`[data-component="${name}"] [data-pending]`) === null, type);
    // What effects expose is drawn with the next frame.
    await page.evaluate(() => new Promise((resolve) => requestAnimationFrame(() => requestAnimationFrame(resolve))));
  }

  describe.each(looks)('$name', (look) => {
    let page: Page;
    beforeAll(async () => {
      page = await openGallery(look);
    }, 90_000);

    it.each(definitions.map(({ type }) => [type] as const))(
      '%s is drawn in all its states, readable by all, and fits',
      async (type) => {
        await show(page, type, look.query);
        await expectAccessible(page);
        expect(await page.getByText('could not be shown').count()).toBe(0);
        expect(await page.evaluate('document.documentElement.scrollWidth > innerWidth')).toBe(false);
        expect(errorsOf(page).filter((problem) => !problem.startsWith("Blocked script execution in 'about:srcdoc'"))).toEqual([]);
      },
      60_000,
    );
  });

  describe('as the keyboard and expressions see them', () => {
    let page: Page;
    beforeAll(async () => {
      page = await openGallery(looks[0]);
    }, 90_000);

    /** The first place that Tab reaches in the examples; whether it is in the component itself. */
    async function reachesFirstExample(type: string): Promise<boolean> {
      const title = page.locator(`#title-${type}`);
      await title.evaluate((element) => {
        element.tabIndex = -1;
        element.focus();
      });
      await page.keyboard.press('Tab');
      return page.evaluate((name) => {
        const stage = document.querySelector(`[data-component="${name}"] article > div`);
        return stage?.contains(document.activeElement) === true;
      }, type);
    }

    it.each(inputs.map((type) => [type] as const))(
      '%s is reached by Tab, and not while it is disabled',
      async (type) => {
        await show(page, type);
        expect(await reachesFirstExample(type)).toBe(true);
        await show(page, type, '&disabled=yes');
        expect(await reachesFirstExample(type)).toBe(false);
      },
      60_000,
    );

    it.each(definitions.map((definition) => [definition.type, definition] as const))(
      '%s exposes what its schema says',
      async (type, { state }) => {
        await show(page, type);
        const exposed = Object.entries(await exposedOn(page));
        expect(exposed).toHaveLength(examples[type]?.length ?? 0);
        for (const [id, value] of exposed) expect({ id, problem: state.strict().safeParse(value).error?.message }).toEqual({ id, problem: undefined });
      },
      60_000,
    );

    it('values that are wrong are known before anybody is told off, and told once somebody has typed', async () => {
      await show(page, 'number');
      const field = page.getByRole('article', { name: 'With a unit' }).getByRole('textbox');
      await field.click();
      await page.keyboard.press('ControlOrMeta+A');
      await page.keyboard.type('900');
      await field.blur();
      await page.getByText('At most 500.', { exact: true }).waitFor();
      expect(Object.values(await exposedOn(page))).toContainEqual(expect.objectContaining({ value: 900, is_valid: false, is_dirty: true }));
    }, 60_000);

    it.each(['Pacific/Honolulu', 'Pacific/Kiritimati'])(
      'a day that is typed in %s is that day',
      async (timezoneId) => {
        const elsewhere = await openGallery({ ...looks[0], timezoneId });
        await show(elsewhere, 'date');
        const field = elsewhere.getByRole('article', { name: 'Usual' }).getByRole('textbox');
        expect(await field.inputValue()).toBe('20 Nov 2026');
        await field.fill('21.12.2026');
        await field.press('Enter');
        await field.blur();
        await elsewhere.waitForFunction(() => document.querySelector('pre[data-state="date1"]')?.textContent.includes('"2026-12-21"'));
        expect(await field.inputValue()).toBe('21 Dec 2026');
        await elsewhere.context().close();
      },
      60_000,
    );

    it('a wizard goes on and back by its buttons, and tells where it is', async () => {
      await show(page, 'stepper');
      const wizard = page.getByRole('article', { name: 'Usual' });
      await wizard.getByRole('button', { name: 'Next' }).click();
      await wizard.getByText('Where it goes').waitFor();
      await wizard.getByRole('button', { name: 'Next' }).click();
      await wizard.getByText('Is all of it right?').waitFor();
      expect((await exposedOn(page))['steps1']).toMatchObject({ active: 'check', index: 2, is_last: true, is_done: false });
      await wizard.getByRole('button', { name: 'Finish' }).click();
      await page.waitForFunction(() => document.querySelector('pre[data-state="steps1"]')?.textContent.includes('"is_done": true'));
      await wizard.getByRole('button', { name: /Customer/ }).click();
      await wizard.getByText('Name and e-mail').waitFor();
    }, 60_000);

    it('tabs are turned by arrow keys, and only the open one is drawn', async () => {
      await show(page, 'tabs');
      const tabs = page.getByRole('article', { name: 'Usual' });
      await tabs.getByRole('tab', { name: /Open/ }).focus();
      await page.keyboard.press('ArrowRight');
      await tabs.getByText('All that is done').waitFor();
      expect(await tabs.getByText('Twelve open orders').count()).toBe(0);
    }, 60_000);

    it.each(['modal', 'drawer'])(
      'a %s takes the focus, is closed by Escape, and gives the focus back',
      async (type) => {
        await show(page, type);
        const opener = page.getByRole('article', { name: 'Usual' }).getByRole('button', { name: `Open ${type}` });
        await opener.click();
        const dialog = page.getByRole('dialog', { name: 'Refund order 1042' });
        await dialog.getByText('How much should go back?').waitFor();
        await expectAccessible(page);
        await page.keyboard.press('Escape');
        await dialog.waitFor({ state: 'detached' });
        const handle = await opener.elementHandle();
        await page.waitForFunction((element) => element === document.activeElement, handle);
      },
      60_000,
    );

    it('HTML runs no scripts and reaches nothing', async () => {
      await show(page, 'html');
      expect(await page.locator('iframe[title="Script"]').getAttribute('sandbox')).not.toMatch(/scripts|same-origin|top-navigation/);
      expect(errorsOf(page).some((problem) => problem.startsWith('Blocked script execution'))).toBe(true);
    }, 60_000);

    it('a menu is opened and used by keys alone', async () => {
      await show(page, 'menu');
      await page.getByRole('article', { name: 'Usual' }).getByRole('button', { name: 'Actions' }).focus();
      await page.keyboard.press('Enter');
      await page.getByRole('menuitem', { name: 'Edit' }).waitFor();
      await page.keyboard.press('ArrowDown');
      await page.keyboard.press('ArrowDown');
      await page.keyboard.press('Enter');
      await page.waitForFunction(() => document.querySelector('pre[data-state="menu1"]')?.textContent.includes('"last": "'));
    }, 60_000);
  });
});
