import type { Page } from 'playwright-core';
import type { TestBrowser } from './browser.ts';
import type { Product } from './product.ts';

/** Signs in through the page, as a person does. */
export async function signIn(page: Page, url: string, { email, password }: { email: string; password: string }): Promise<void> {
  await page.goto(`${url}/sign-in`);
  await page.getByLabel('E-mail').fill(email);
  await page.getByLabel('Password', { exact: true }).fill(password);
  await page.getByRole('button', { name: 'Sign in' }).click();
  await page.waitForURL(/\/w\/[^/]+\/home/);
}

/** Signs in as the first admin, with the password that the first start printed. */
export const signInAsAdmin = (page: Page, product: Product): Promise<void> => signIn(page, product.url, product);

/** What the API answered to the person of a page. */
export type PageAnswer<Body> = { status: number; body: Body };

/** Asks the API as the person who is signed in on a page: to arrange what a test is not about. `path` begins behind `/api`. */
export async function askAs<Body>(page: Page, method: string, path: string, body?: unknown): Promise<PageAnswer<Body>> {
  const answer = await page.evaluate(
    async ([how, where, what]) => {
      const { csrf_token: csrf } = (await (await fetch('/api/auth/me')).json()) as { csrf_token: string };
      const response = await fetch(`/api${where}`, {
        method: how,
        headers: { 'content-type': 'application/json', 'x-csrf-token': csrf },
        ...(what === undefined ? {} : { body: what }),
      });
      return { status: response.status, text: await response.text() };
    },
    [method, path, body === undefined ? undefined : JSON.stringify(body)] as const,
  );
  if (answer.status >= 400) throw new Error(`${method} ${path} was refused: ${answer.status} ${answer.text}`);
  const isJson = /^[[{"]/.test(answer.text);
  return { status: answer.status, body: (isJson ? JSON.parse(answer.text) : answer.text) as Body };
}

/** Somebody who is invited into the demo workspace. */
export type Invited = { username: string; name: string; role: 'developer' | 'operator'; groups: readonly string[] };

/** Invites somebody as the admin of a page, and joins as that person in a window of its own. */
export async function joinAs(browser: TestBrowser, product: Product, admin: Page, { username, name, role, groups }: Invited): Promise<Page> {
  const { body } = await askAs<{ link: string }>(admin, 'POST', '/w/acme/invitations', { email: `${username}@acme.example`, role, groups });
  const page = await browser.newPage({ width: 1440, height: 900 });
  await page.goto(product.url + new URL(body.link, product.url).pathname);
  await page.getByLabel('Your name').fill(name);
  await page.getByLabel('Password', { exact: true }).fill(`a password of ${username}`);
  await page.getByRole('button', { name: /^Join/ }).click();
  await page.waitForURL(/\/w\/acme\/home/);
  return page;
}
