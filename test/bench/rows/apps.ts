import { gzipSync } from 'node:zlib';
import type { Page } from 'playwright-core';
import { signInAsAdmin } from '../../support/browser-people.ts';
import { TestBrowser } from '../../support/browser.ts';
import type { Bench } from '../bench.ts';
import { percentile, summary, withSpread, withUnit, type BenchRow } from '../measure.ts';
import { dependents, largeDocument, plainDocument, tableDocument, type BenchDocument } from './app-documents.ts';
import { framesDuring } from './frames.ts';

/** An app by its name, released by the API as a person releases it. */
type Deploy = (name: string, document: BenchDocument) => Promise<string>;

const clientRows = 10_000;
const rowsScript = `export const main = () => Array.from({ length: ${clientRows} }, (_, index) => ({ id: index, customer: 'Customer ' + index, city: 'City ' + (index % 97), total: index * 1.5, is_paid: index % 3 === 0, ordered_at: '2026-01-01' }));`;

/** Apps in a real browser: what opening, typing, dragging and scrolling take. */
export async function appRows(bench: Bench): Promise<BenchRow[]> {
  await using browser = await TestBrowser.open();
  const person = await browser.newPage({ width: 1440, height: 900, baseURL: bench.product.url });
  await signInAsAdmin(person, bench.product);
  const deploy: Deploy = async (name, document) => {
    await bench.put(`/apps/u/admin/${name}`, { document });
    return `/acme/u/admin/${name}`;
  };
  const large = await deploy('bench_large', largeDocument(200));
  const small = await deploy('bench_plain', plainDocument());
  const open = () => freshPage(browser, person, bench);
  return [
    await openingRow(open, large, small),
    await keystrokeRow(open, large),
    await dragRow(person, await deploy('bench_larger', largeDocument(300)), small),
    await bundleRow(open, small, large),
    await scrollRow(open, await deploy('bench_table', tableDocument(await bench.deploy('bench_rows', rowsScript))), small),
  ];
}

/** A window of the same person in which nothing has been loaded before. */
async function freshPage(browser: TestBrowser, person: Page, { product }: Bench): Promise<Page> {
  const page = await browser.newPage({ width: 1440, height: 900, baseURL: product.url });
  await page.context().addCookies(await person.context().cookies());
  return page;
}

/** Milliseconds from the click on the address until the last component is drawn and the page heeds what one does. */
async function openingMs(page: Page, address: string, last: string): Promise<number> {
  await page.goto(`/a${address}`, { waitUntil: 'commit' });
  return page.evaluate(async (id) => {
    while (!document.querySelector(`[data-node="${id}"]`)?.hasChildNodes() || document.querySelector('[data-pending]'))
      await new Promise(requestAnimationFrame);
    await new Promise((idle) => setTimeout(idle));
    return performance.now();
  }, last);
}

async function openingRow(open: () => Promise<Page>, large: string, small: string): Promise<BenchRow> {
  const take = async (address: string, last: string): Promise<number> => {
    const page = await open();
    const ms = await openingMs(page, address, last);
    await page.context().close();
    return ms;
  };
  const [times, references]: [number[], number[]] = [[], []];
  for (let round = 0; round < 5; round += 1) {
    references.push(await take(small, 'shown'));
    times.push(await take(large, `part${199 - dependents - 1}`));
  }
  const [measured, reference] = [summary(times), summary(references)];
  return {
    what: 'App with 200 components, nothing loaded before: until it can be used',
    floor: '≤ 1.5 s',
    aim: '0.7 s',
    measured: withSpread(measured, 'ms'),
    reference: `an app with 4 components: ${withSpread(reference, 'ms')}`,
    ratio: `${(measured.median / reference.median).toFixed(1)} ×`,
    meets: measured.median <= 1500,
  };
}

/** From the event of the field until the last of those that follow it shows the new text. */
async function keystrokeRow(open: () => Promise<Page>, address: string): Promise<BenchRow> {
  const page = await open();
  await openingMs(page, address, 'source');
  const times: number[] = [];
  const field = page.locator('[data-node="source"] input');
  await field.click();
  for (let stroke = 0; stroke < 45; stroke += 1) {
    await page.evaluate(watchKeystroke, dependents);
    await page.keyboard.press('abcdefghij'[stroke % 10]!);
    const ms = await page.evaluate(() => (globalThis as unknown as { keystroke: Promise<number> }).keystroke);
    // The first ones load and prepare what computes expressions.
    if (stroke >= 5) times.push(ms);
  }
  await page.context().close();
  const measured = percentile(times, 0.5);
  return {
    what: `App with 200 components: from a keystroke to the ${dependents} components that follow it, p50`,
    floor: '≤ 5 ms',
    aim: '',
    measured: `${withUnit(measured, 'ms')}; p95 ${withUnit(percentile(times, 0.95), 'ms')}`,
    reference: '',
    ratio: '',
    meets: measured <= 5,
  };
}

/** Runs in the page: promises how long after the next input all followers show it. */
function watchKeystroke(count: number): void {
  const field = document.querySelector<HTMLInputElement>('[data-node="source"] input')!;
  const followers = Array.from({ length: count }, (_, index) => document.querySelector(`[data-node="follower${index}"]`)!);
  const keystroke = new Promise<number>((done) => {
    const began = (): void => {
      const start = performance.now();
      const observer = new MutationObserver(() => {
        if (!followers.every((follower) => follower.textContent!.startsWith(field.value))) return;
        observer.disconnect();
        done(performance.now() - start);
      });
      observer.observe(document.body, { subtree: true, childList: true, characterData: true });
    };
    document.addEventListener('input', began, { capture: true, once: true });
  });
  Object.assign(globalThis, { keystroke });
}

async function dragRow(page: Page, large: string, small: string): Promise<BenchRow> {
  const take = async (address: string, id: string): Promise<number[]> => {
    await page.goto(`/w/acme/apps/edit${address.slice('/acme'.length)}`);
    const frame = page.locator(`[data-frame="${id}"]`);
    await frame.waitFor();
    await page.locator('[data-pending]').first().waitFor({ state: 'detached' });
    const box = (await frame.boundingBox())!;
    await page.mouse.move(box.x + 8, box.y + 8);
    await page.mouse.down();
    await page.mouse.move(box.x + 30, box.y + 30, { steps: 5 });
    await page.locator('[data-target="true"]').waitFor();
    // In the middle of the canvas: near its edges it would also be scrolled.
    const frames = await framesDuring(page, async () => {
      for (let turn = 0; turn < 3; turn += 1) {
        await page.mouse.move(box.x + 350, box.y + 150, { steps: 40 });
        await page.mouse.move(box.x + 30, box.y + 30, { steps: 40 });
      }
    });
    await page.keyboard.press('Escape');
    await page.mouse.up();
    return frames;
  };
  const reference = percentile(await take(small, 'search'), 0.95);
  const frames = await take(large, 'part5');
  const p95 = percentile(frames, 0.95);
  return {
    what: 'Builder with 300 components: work of a frame while one is dragged, p95',
    floor: '≤ 16 ms',
    aim: '',
    measured: `${withUnit(p95, 'ms')}; p50 ${withUnit(percentile(frames, 0.5), 'ms')}`,
    reference: `with 4 components: ${withUnit(reference, 'ms')}`,
    ratio: `${(p95 / reference).toFixed(1)} ×`,
    meets: p95 <= 16,
  };
}

/** Scripts, styles and the page itself, as they go over the network. */
async function loadedKb(page: Page, address: string, last: string): Promise<{ kb: number; urls: string[] }> {
  const bodies = new Map<string, Promise<Buffer>>();
  page.on('response', (response) => {
    if (['document', 'script', 'stylesheet'].includes(response.request().resourceType()) || response.url().endsWith('.wasm'))
      bodies.set(response.url(), response.body());
  });
  await openingMs(page, address, last);
  await page.waitForLoadState('networkidle');
  const sizes = await Promise.all([...bodies.values()].map(async (body) => gzipSync(await body).length));
  await page.context().close();
  return { kb: sizes.reduce((sum, size) => sum + size, 0) / 1000, urls: [...bodies.keys()] };
}

async function bundleRow(open: () => Promise<Page>, small: string, large: string): Promise<BenchRow> {
  const plain = await loadedKb(await open(), small, 'shown');
  const computing = await loadedKb(await open(), large, 'source');
  const isEngine = (url: string): boolean => /quickjs|emscripten|\.wasm|engine/i.test(url);
  const hasEngine = plain.urls.some(isEngine);
  if (!computing.urls.some(isEngine)) throw new Error(`A page that computes was expected to load the engine:\n${computing.urls.join('\n')}`);
  return {
    what: 'Viewer: scripts and styles of the first page of an app, gzip',
    floor: '≤ 350 kB, without the engine of expressions where none needs it',
    aim: '200 kB',
    measured: `${withUnit(plain.kb, 'kB')}, ${hasEngine ? 'with' : 'without'} the engine`,
    reference: `the app with 200 components, which computes: ${withUnit(computing.kb, 'kB')}`,
    ratio: '',
    meets: plain.kb <= 350 && !hasEngine,
  };
}

async function scrollRow(open: () => Promise<Page>, address: string, small: string): Promise<BenchRow> {
  const idle = await open();
  await openingMs(idle, small, 'shown');
  const reference = percentile(await framesDuring(idle, () => idle.waitForTimeout(1_000)), 0.95);
  await idle.context().close();
  const page = await open();
  await openingMs(page, address, 'orders');
  await page.getByText('Customer 3', { exact: true }).waitFor({ timeout: 30_000 });
  const frames = await framesDuring(page, () => page.evaluate(scrollToTheEnd, 120));
  await page.context().close();
  const p95 = percentile(frames, 0.95);
  return {
    what: `Table with ${clientRows.toLocaleString('en')} rows in the page: work of a frame while it is scrolled, p95`,
    floor: '≤ 16 ms',
    aim: '',
    measured: `${withUnit(p95, 'ms')}; p50 ${withUnit(percentile(frames, 0.5), 'ms')}`,
    reference: `a page on which nothing happens: ${withUnit(reference, 'ms')}`,
    ratio: '',
    meets: p95 <= 16,
  };
}

/** Runs in the page: scrolls the table in so many frames, a few rows each. */
async function scrollToTheEnd(count: number): Promise<void> {
  const places = [...document.querySelectorAll<HTMLElement>('[data-node="orders"] *')];
  const box = places.reduce((largest, place) => (place.scrollHeight - place.clientHeight > largest.scrollHeight - largest.clientHeight ? place : largest));
  for (let frame = 0; frame < count; frame += 1) {
    box.scrollTop += 150;
    await new Promise((next) => requestAnimationFrame(next));
  }
}
