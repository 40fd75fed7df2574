import { mkdirSync, readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { createRequire } from 'node:module';
import type { AxeResults } from 'axe-core';
import { chromium, type Browser, type BrowserContext, type Page } from 'playwright-core';
import { findChromium } from './chromium.ts';

const root = resolve(import.meta.dirname, '../..');
const flags = [
  '--no-sandbox',
  '--disable-gpu',
  '--disable-quic',
  '--no-first-run',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
  '--disable-dev-shm-usage',
  '--font-render-hinting=none',
  '--force-color-profile=srgb',
];

/** How a page is looked at. */
export type PageOptions = {
  theme?: 'light' | 'dark';
  /** Width in CSS pixels; 360 is a phone, which also gets a touch screen. */
  width?: number;
  height?: number;
  /** Address that relative ones in `page.goto` start from. */
  baseURL?: string;
  /** Zone of the person; UTC unless said otherwise. */
  timezoneId?: string;
};

/** A real Chromium without a window, for `await using`. */
export class TestBrowser implements AsyncDisposable {
  private constructor(private readonly browser: Browser) {}

  static async open(): Promise<TestBrowser> {
    const { executablePath, environment } = await findChromium();
    return new TestBrowser(await chromium.launch({ executablePath, args: flags, headless: true, env: environment }));
  }

  /** A page in a profile of its own: nobody is signed in. Animations are off, so that a picture shows the end state. */
  async newPage({ theme = 'light', width = 1280, height = 800, baseURL, timezoneId = 'UTC' }: PageOptions = {}): Promise<Page> {
    const context = await this.browser.newContext({
      viewport: { width, height },
      colorScheme: theme,
      reducedMotion: 'reduce',
      locale: 'en-GB',
      timezoneId,
      hasTouch: width < 600,
      isMobile: width < 600,
      ...(baseURL === undefined ? {} : { baseURL }),
    });
    return await pageOf(context);
  }

  /** A further page with the sign-in of a page that is open already. */
  async newPageLike(page: Page): Promise<Page> {
    return await pageOf(page.context());
  }

  async close(): Promise<void> {
    await this.browser.close();
  }

  [Symbol.asyncDispose](): Promise<void> {
    return this.close();
  }
}

const problems = new WeakMap<Page, string[]>();

async function pageOf(context: BrowserContext): Promise<Page> {
  const page = await context.newPage();
  page.setDefaultTimeout(15_000);
  const found: string[] = [];
  problems.set(page, found);
  page.on('pageerror', (error) => found.push(error.stack ?? error.message));
  page.on('console', (message) => {
    if (message.type() === 'error' && !message.text().startsWith('Failed to load resource')) found.push(message.text());
  });
  return page;
}

/** Errors that the page threw or wrote to its console since it was opened. A request that failed on purpose is none. */
export function errorsOf(page: Page): readonly string[] {
  return problems.get(page) ?? [];
}

const axe = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');
const standards = ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice'];

/** Tooltips lie beside the page and belong to what they describe: that they stand in no landmark is no fault. */
function isMeant({ id, nodes }: AxeResults['violations'][number]): boolean {
  return id !== 'region' || nodes.some(({ html }) => !html.includes('role="tooltip"'));
}

/** Rejects with a readable list when the page, or what is `within` one place of it, breaks a rule of WCAG 2.2 AA that a program can check. */
export async function expectAccessible(page: Page, { exclude = [] as string[], rulesOff = [] as string[], within = [] as string[] } = {}): Promise<void> {
  // Once in each page that is loaded: it is long, and reading it takes as long as a small check.
  if (!(await page.evaluate('"axe" in globalThis'))) await page.evaluate(axe);
  const results = (await page.evaluate(
    async ([excluded, tags, off, included]) => {
      const run = (globalThis as unknown as { axe: { run(context: object, options: object): Promise<unknown> } }).axe.run;
      const rules = Object.fromEntries((off ?? []).map((rule) => [rule, { enabled: false }]));
      const context = {
        exclude: (excluded ?? []).map((selector) => [selector]),
        ...(included?.length ? { include: included.map((selector) => [selector]) } : {}),
      };
      return await run(context, { runOnly: { type: 'tag', values: tags }, resultTypes: ['violations'], rules });
    },
    [exclude, standards, rulesOff, within],
  )) as AxeResults;
  const found = results.violations.filter(isMeant).map((violation) => {
    const places = violation.nodes
      .slice(0, 5)
      .map((node) => `    ${node.target.join(' ')} ${node.html.slice(0, 200)}\n      ${(node.failureSummary ?? '').replaceAll('\n', '\n      ')}`);
    return `  ${violation.id}: ${violation.help} (${violation.impact}, ${violation.nodes.length} places)\n${places.join('\n')}`;
  });
  if (found.length > 0) throw new Error(`${page.url()} is not accessible:\n${found.join('\n')}`);
}

/** Takes a picture of the whole page to look at, under `.cache/screenshots`; gives its path. */
export async function takeScreenshot(page: Page, name: string): Promise<string> {
  const folder = join(root, '.cache/screenshots');
  mkdirSync(folder, { recursive: true });
  const path = join(folder, `${name}.png`);
  await page.screenshot({ path, fullPage: true });
  return path;
}
