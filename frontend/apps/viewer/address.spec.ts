import { describe, expect, it } from '@jest/globals';
import type { AppPage } from '../../../backend/apps/app.contract.ts';
import { readPageParams } from '../../../backend/apps/core/page-params.ts';
import { readAddress, writeAddress } from './address.ts';

const page: AppPage = {
  id: 'order',
  title: 'Order',
  params: [
    { id: 'number', type: 'number' },
    { id: 'tab', type: 'string', default: 'open' },
    { id: 'archived', type: 'boolean', default: false },
  ],
  is_in_navigation: true,
  body: { flow: 'grid', children: [] },
};

describe('the address of an app', () => {
  it('names the app, the page and its parameters', () => {
    expect(readAddress('/a/acme/f/support/orders', '?page=order&number=7')).toEqual({
      entry: 'a',
      preview: null,
      workspace: 'acme',
      path: 'f/support/orders',
      page: 'order',
      params: { number: '7' },
    });
  });

  it.each(['/a/acme', '/a/acme/f/support', '/w/acme/home', '/'])('is not %s', (pathname) => {
    expect(readAddress(pathname, '')).toBeNull();
  });

  it('leads back to the same page with the same parameters', () => {
    const address = writeAddress({ entry: 'a', preview: null, workspace: 'acme', path: 'f/support/orders' }, page, false, {
      number: 7,
      tab: 'open',
      archived: true,
    });
    expect(address).toBe('/a/acme/f/support/orders?page=order&number=7&archived=true');
    const [pathname = '', search = ''] = address.split('?');
    expect(readPageParams(page, readAddress(pathname, search)?.params ?? {}).values).toEqual({ number: 7, tab: 'open', archived: true });
  });

  it('stays in the frame of another site, and in what is previewed', () => {
    const embedded = readAddress('/embed/acme/f/support/orders', '');
    expect(embedded && writeAddress(embedded, page, false, { number: 7 })).toBe('/embed/acme/f/support/orders?page=order&number=7');
    const previewed = readAddress('/a/acme/f/support/orders', '?@release=3&@as=g/support');
    expect(previewed?.preview).toEqual({ release: '3', as: 'g/support' });
    const [pathname = '', search = ''] = (previewed ? writeAddress(previewed, page, false, { number: 7 }) : '').split('?');
    expect(readAddress(pathname, search)).toMatchObject({ preview: { release: '3', as: 'g/support' }, params: { number: '7' } });
  });
});
