import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { statSync } from 'node:fs';
import { startHttpServer, type TestHttpServer } from '../support/http-server.ts';
import { errorsOf, expectAccessible, takeScreenshot, TestBrowser } from '../support/browser.ts';

const pages: Record<string, string> = {
  '/good': '<!doctype html><html lang="en"><meta name="viewport" content="width=device-width"><title>Good</title><main><h1>Good</h1><button>Run</button></main></html>',
  '/bad': '<!doctype html><html lang="en"><title>Bad</title><main><h1>Bad</h1><button></button><p style="color:#ccc;background:#fff">pale</p></main></html>',
  '/broken': '<!doctype html><html lang="en"><title>Broken</title><script>missing()</script></html>',
};

describe('the browser of the tests', () => {
  let browser: TestBrowser;
  let server: TestHttpServer;

  beforeAll(async () => {
    server = await startHttpServer((request, response) => {
      // The policy of the product: the accessibility check must not depend on scripts that a page may load.
      response.writeHead(200, { 'content-type': 'text/html', ...(request.url === '/broken' ? {} : { 'content-security-policy': "default-src 'self'; style-src 'unsafe-inline'" }) });
      response.end(pages[request.url ?? ''] ?? '');
    });
    browser = await TestBrowser.open();
  }, 120_000);

  afterAll(async () => {
    await browser?.close();
    await server[Symbol.asyncDispose]();
  });

  it('passes a page that is accessible, in the theme and the width that were asked for', async () => {
    const page = await browser.newPage({ baseURL: server.url, theme: 'dark', width: 360 });
    await page.goto('/good');
    await expectAccessible(page);
    expect(await page.evaluate('[innerWidth, matchMedia("(prefers-color-scheme: dark)").matches]')).toEqual([360, true]);
    expect(statSync(await takeScreenshot(page, 'browser-good')).size).toBeGreaterThan(0);
  });

  it('names each place of a page that is not accessible', async () => {
    const page = await browser.newPage({ baseURL: server.url });
    await page.goto('/bad');
    await expect(expectAccessible(page)).rejects.toThrow(/button-name[\s\S]*color-contrast|color-contrast[\s\S]*button-name/);
  });

  it('remembers the errors of a page', async () => {
    const page = await browser.newPage({ baseURL: server.url });
    await page.goto('/broken');
    expect(errorsOf(page).join()).toContain('missing is not defined');
  });
});
