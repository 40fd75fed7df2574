import { describe, expect, it } from '@jest/globals';
import { frameDocument } from './document.ts';

const looks = { ink: 'black', link: 'blue', font: 'Inter', scheme: 'light' } as const;

describe('the page around a piece of HTML', () => {
  it('shuts it in before it begins', () => {
    const page = frameDocument('<script>alert(1)</script>', looks);
    expect(page.indexOf('Content-Security-Policy')).toBeLessThan(page.indexOf('<script>'));
    expect(page).toContain("default-src 'none'");
    expect(page).not.toContain('script-src');
  });

  it('takes no markup from the looks', () => {
    expect(frameDocument('x', { ...looks, font: '</style><img>' })).not.toContain('</style><img>');
  });
});
