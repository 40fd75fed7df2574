import { createHash, randomBytes } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { Page } from 'playwright-core';
import { errorsOf, expectAccessible, takeScreenshot, TestBrowser } from '../support/browser.ts';
import { startHttpServer, type TestHttpServer } from '../support/http-server.ts';
import { startProduct, type Product } from '../support/product.ts';

let product: Product;
let browser: TestBrowser;
let client: TestHttpServer;

beforeAll(async () => {
  [product, browser, client] = await Promise.all([
    startProduct({ environment: { MILLRACE_SANDBOX: 'none' } }),
    TestBrowser.open(),
    startHttpServer((_request, response) => void response.setHeader('content-type', 'text/html').end('<title>Client</title>You can go back to your client.')),
  ]);
}, 240_000);
afterAll(async () => {
  await browser?.close();
  await client?.[Symbol.asyncDispose]();
  await product?.stop();
}, 60_000);

/** As an AI client does: registers itself, and makes the address to which it sends the person. */
async function begin(): Promise<{ clientId: string; verifier: string; address: string }> {
  const answer = await fetch(`${product.url}/api/oauth/register`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ redirect_uris: [`${client.url}/callback`], client_name: 'Editor of Ada' }),
  });
  const { client_id: clientId } = (await answer.json()) as { client_id: string };
  const verifier = randomBytes(32).toString('base64url');
  const query = new URLSearchParams({
    client_id: clientId,
    redirect_uri: `${client.url}/callback`,
    response_type: 'code',
    state: '0042',
    scope: 'mcp:*',
    resource: `${product.url}/api/w/acme/mcp`,
    code_challenge: createHash('sha256').update(verifier).digest('base64url'),
    code_challenge_method: 'S256',
  });
  return { clientId, verifier, address: `/oauth/authorize?${query}` };
}

async function signIn(page: Page): Promise<void> {
  await page.getByLabel('E-mail').fill(product.email);
  await page.getByLabel('Password', { exact: true }).fill(product.password);
  await page.keyboard.press('Enter');
}

/** What the client was answered last, where the browser brought it. */
const answered = (): URLSearchParams => new URL(client.requests.findLast(({ url }) => url.startsWith('/callback'))?.url ?? '', client.url).searchParams;

describe('an AI client', () => {
  it('is let in for one folder on a page of its own, shows on the account page, and is shut out there', async () => {
    const { clientId, verifier, address } = await begin();
    const page = await browser.newPage({ baseURL: product.url });
    const shown = await page.goto(address);
    expect(shown?.headers()).toMatchObject({ 'x-frame-options': 'DENY', 'content-security-policy': expect.stringContaining(`frame-ancestors 'none'`) });
    await signIn(page);
    await page.getByRole('heading', { name: 'Let Editor of Ada into Acme?' }).waitFor();
    await page.getByText(new URL(client.url).host).waitFor();
    await expectAccessible(page);
    await page.getByRole('radio', { name: 'Only some folders' }).check();
    expect(await page.getByRole('button', { name: 'Let it in' }).isDisabled()).toBe(true);
    await page.getByRole('checkbox', { name: 'f/support' }).check();
    await takeScreenshot(page, 'ai-client-consent');
    await page.getByRole('button', { name: 'Let it in' }).click();
    await page.waitForURL(`${client.url}/**`);
    expect(answered().get('state')).toBe('0042');

    const form = {
      grant_type: 'authorization_code',
      client_id: clientId,
      code: answered().get('code') ?? '',
      redirect_uri: `${client.url}/callback`,
      code_verifier: verifier,
    };
    const tokens = (await (await fetch(`${product.url}/api/oauth/token`, { method: 'POST', body: new URLSearchParams(form) })).json()) as {
      access_token: string;
      scope: string;
    };
    expect(tokens.scope).toBe('mcp:f/support/*');
    const list = () =>
      fetch(`${product.url}/api/w/acme/mcp`, {
        method: 'POST',
        headers: { 'content-type': 'application/json', accept: 'application/json, text/event-stream', authorization: `Bearer ${tokens.access_token}` },
        body: JSON.stringify({ jsonrpc: '2.0', id: 1, method: 'tools/list' }),
      });
    const { result } = (await (await list()).json()) as { result: { tools: { name: string }[] } };
    expect(result.tools.length).toBeGreaterThan(2);
    expect(result.tools.every(({ name }) => name.startsWith('f_support_') || name.startsWith('job_'))).toBe(true);

    await page.goto('/account?tab=clients');
    await page.getByText('What lies in f/support').waitFor();
    await expectAccessible(page);
    await page.getByRole('button', { name: 'Disconnect', exact: true }).click();
    await page.getByRole('button', { name: 'Disconnect client' }).click();
    await page.getByText('No program has been let in').waitFor();
    expect((await list()).status).toBe(401);
    expect(errorsOf(page)).toEqual([]);
  });

  it('is declined, and refused where it pretends to be another', async () => {
    const { address } = await begin();
    const page = await browser.newPage({ baseURL: product.url, theme: 'dark', width: 360 });
    await page.goto(address);
    await signIn(page);
    await page.getByRole('button', { name: 'Decline' }).waitFor();
    await takeScreenshot(page, 'ai-client-consent-dark-360');
    await expectAccessible(page);
    await page.getByRole('button', { name: 'Decline' }).click();
    await page.waitForURL(`${client.url}/**`);
    expect(answered().get('error')).toBe('access_denied');
    await page.goto(address.replace('callback', 'elsewhere'));
    await page.getByText(/has not registered/).waitFor();
    expect(await page.getByRole('button', { name: 'Let it in' }).count()).toBe(0);
  });

  it('is told the address of the workspace, ready to copy', async () => {
    const page = await browser.newPage({ baseURL: product.url });
    await page.goto('/w/acme/mcp');
    await signIn(page);
    await page.getByLabel('Address of the MCP server').getByText(`${product.url}/api/w/acme/mcp`).waitFor();
    await page.getByRole('tab', { name: 'VS Code' }).click();
    await page.getByText('.vscode/mcp.json').waitFor();
    await expectAccessible(page);
    expect(errorsOf(page)).toEqual([]);
  });
});
