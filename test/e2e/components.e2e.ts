import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { Page } from 'playwright-core';
import { definitions } from '../../components/definitions.ts';
import { examples } from '../../components/examples.ts';
import { errorsOf, expectAccessible, TestBrowser } from '../support/browser.ts';
import { askAs, signInAsAdmin } from '../support/browser-people.ts';
import { type Product, startProduct } from '../support/product.ts';

// Colours are the same on a phone: contrast, which takes longest to check, is looked at where the page is wide.
const looks = [
  { name: 'in the light', theme: 'light', width: 1440, height: 900, query: '', rulesOff: [] },
  { name: 'in the dark', theme: 'dark', width: 1440, height: 900, query: '', rulesOff: [] },
  { name: 'on a phone, from right to left', theme: 'light', width: 360, height: 740, query: '&direction=rtl', rulesOff: ['color-contrast'] },
  { name: 'disabled, on a phone in the dark', theme: 'dark', width: 360, height: 740, query: '&disabled=yes', rulesOff: ['color-contrast'] },
] as const;

/** Rules that compare every pair of many small things, and would take a minute; they are checked where the page is wide. */
const tooMany: Readonly<Record<string, Readonly<Record<string, string[]>>>> = { 'on a phone, from right to left': { table: ['target-size'] } };

const inputs = definitions.filter(({ category, props }) => category === 'input' && 'required' in props.shape).map(({ type }) => type);

/** An app that asks for a file and shows what a script reads in it. */
const filesApp = {
  format: 1,
  actions: [
    { id: 'readIt', run: { kind: 'script', path: 'f/support/read_file' }, args: { file: { expr: 'notes.file' } }, trigger: 'manual', run_as: 'viewer' },
  ],
  pages: [
    {
      id: 'home',
      title: 'Files',
      body: {
        flow: 'grid',
        children: [
          {
            id: 'notes',
            type: 'file_upload',
            props: { label: 'Notes', accept: ['text'] },
            on: { upload: [{ do: 'run', action: 'readIt' }] },
            layout: { base: { x: 0, y: 0, w: 12, h: 'auto' } },
          },
          { id: 'said', type: 'text', props: { content: { expr: "'It says: ' + readIt.data" } }, layout: { base: { x: 0, y: 20, w: 12, h: 'auto' } } },
        ],
      },
    },
  ],
};

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

  /** One page for each width, kept through all looks: what components load late is loaded once in it, and not for every look again. */
  const opened = new Map<number, Page>();
  async function galleryFor(look: (typeof looks)[number]): Promise<Page> {
    const page = opened.get(look.width) ?? (await openGallery(look));
    opened.set(look.width, page);
    await page.emulateMedia({ colorScheme: look.theme, reducedMotion: 'reduce' });
    await page.locator(`html[data-mantine-color-scheme="${look.theme}"]`).waitFor({ state: 'attached' });
    return page;
  }

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
    expect(await page.locator(`[data-component="${type}"] > div > article`).count()).toBe(examples[type]?.length);
    await page.waitForFunction((name) => document.querySelector(`[data-component="${name}"] [data-pending]`) === null, type);
    // What effects expose is drawn with the next frame.
    await page.evaluate(() => new Promise((resolve) => requestAnimationFrame(() => requestAnimationFrame(resolve))));
  }

  describe.each(looks)('$name', (look) => {
    let page: Page;
    beforeAll(async () => {
      page = await galleryFor(look);
    }, 90_000);

    it.each(definitions.map(({ type }) => [type] as const))(
      '%s is drawn in all its states, readable by all, and fits',
      async (type) => {
        await show(page, type, look.query);
        // The same component stands here many times, on a page of an app it does not.
        await expectAccessible(page, { within: ['[data-component]'], rulesOff: ['landmark-unique', ...look.rulesOff, ...(tooMany[look.name]?.[type] ?? [])] });
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
      page = await galleryFor(looks[0]);
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
      await field.focus();
      // Fields of numbers put the cursor where it belongs once they have the focus; what is marked before that is marked no more.
      await page.evaluate(() => new Promise((resolve) => requestAnimationFrame(() => setTimeout(resolve))));
      await field.selectText();
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

    it('a card is moved to another column by keys and by mouse, and keeps the focus', async () => {
      await show(page, 'kanban');
      const board = page.getByRole('article', { name: 'Usual' });
      await board.getByRole('group', { name: 'Parcel did not arrive' }).focus();
      for (const key of [' ', 'ArrowRight', 'ArrowDown', ' ']) await page.keyboard.press(key);
      await page.waitForFunction(() => document.querySelector('pre[data-state="board1"]')?.textContent.includes('"doing": 2'));
      expect(await page.evaluate(() => document.activeElement?.getAttribute('aria-label'))).toBe('Parcel did not arrive');
      await page.keyboard.press(' ');
      await page.keyboard.press('ArrowRight');
      await page.keyboard.press('Escape');
      expect((await exposedOn(page))['board1']).toMatchObject({ counts: { new: 1, doing: 2, waiting: 1, done: 1 } });
      await board.getByRole('group', { name: 'Invoice with another address' }).hover();
      await page.mouse.down();
      const done = await board.getByRole('group', { name: 'Cannot sign in' }).boundingBox();
      await page.mouse.move((done?.x ?? 0) + 20, (done?.y ?? 0) + 60, { steps: 8 });
      await page.mouse.up();
      await page.waitForFunction(() => document.querySelector('pre[data-state="board1"]')?.textContent.includes('"done": 2'));
    }, 60_000);

    it('an event of a calendar is moved by keys, and stays a day', async () => {
      await show(page, 'calendar');
      const calendar = page.getByRole('article', { name: 'Usual' });
      await calendar.getByRole('button', { name: 'Payday, 27 Nov 2026' }).focus();
      for (const key of [' ', 'ArrowRight', 'ArrowUp', 'Enter']) await page.keyboard.press(key);
      await calendar.getByRole('button', { name: 'Payday, 21 Nov 2026' }).waitFor();
    }, 60_000);

    it('what is written in rich text is clean HTML', async () => {
      await show(page, 'rich_text');
      const field = page.getByRole('article', { name: 'Few tools, empty' }).getByRole('textbox', { name: 'Note' });
      await field.click();
      await page.keyboard.type('Very ');
      await page.keyboard.press('ControlOrMeta+B');
      await page.keyboard.type('late');
      await page.waitForFunction(() => document.querySelector('pre[data-state="richText2"]')?.textContent.includes('<strong>late</strong>'));
      expect((await exposedOn(page))['richText2']).toMatchObject({
        value: '<p>Very <strong>late</strong></p>',
        text: 'Very late',
        word_count: 2,
        is_dirty: true,
      });
      expect((await exposedOn(page))['richText4']).toMatchObject({ text: 'Hello there' });
    }, 60_000);

    it('a component of an author speaks to the page by messages, and reaches nothing else', async () => {
      await show(page, 'custom');
      const place = page.getByRole('article', { name: 'Usual' }).locator('iframe');
      await place.contentFrame().getByRole('button', { name: 'One more' }).click();
      await page.waitForFunction(() => document.querySelector('pre[data-state="custom1"]')?.textContent.includes('"count": 1'));
      const frame = await (await place.elementHandle())?.contentFrame();
      const reached = await frame?.evaluate(async () => {
        const tried = async (work: () => unknown): Promise<boolean> => {
          try {
            await work();
            return true;
          } catch {
            return false;
          }
        };
        return {
          origin: self.origin,
          page: await tried(() => parent.document.title),
          api: await tried(() => fetch('/api/auth/me')),
          web: await tried(() => fetch('https://example.org/')),
          storage: await tried(() => localStorage.length),
        };
      });
      expect(reached).toEqual({ origin: 'null', page: false, api: false, web: false, storage: false });
    }, 60_000);
  });

  describe('a file that somebody gives to an app', () => {
    it('goes to the server with its progress, is read by the script that gets it, and is refused where it is a program', async () => {
      const page = await galleryFor(looks[0]);
      const script = `import { readFile } from 'millrace';\nexport async function main(file: { id: string }) {\n  return new TextDecoder().decode(await readFile(file));\n}\n`;
      await askAs(page, 'PUT', '/w/acme/scripts/f/support/read_file', { language: 'bun', content: script });
      await askAs(page, 'PUT', '/w/acme/apps/f/support/files', { document: filesApp });
      await page.goto(`${product.url}/a/acme/f/support/files`);
      const choose = page.locator('input[type="file"]');
      await choose.setInputFiles({
        name: 'setup.txt',
        mimeType: 'text/plain',
        buffer: Buffer.concat([Buffer.from('MZ\u0090\0', 'latin1'), Buffer.alloc(400)]),
      });
      await page.getByRole('alert').getByText('holds a program').waitFor();
      await choose.setInputFiles({ name: 'orders.txt', mimeType: 'text/plain', buffer: Buffer.from('1042 and 1043') });
      await page.getByRole('link', { name: 'orders.txt' }).waitFor();
      await page.getByText('It says: 1042 and 1043').waitFor({ timeout: 60_000 });
    }, 120_000);
  });
});
