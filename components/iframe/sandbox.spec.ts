import { describe, expect, it } from '@jest/globals';
import { sandboxOf } from './sandbox.ts';

const all = { canRunScripts: true, keepsSignIn: true };

describe('an embedded page', () => {
  it('has no origin unless that is asked for', () => {
    expect(sandboxOf('https://acme.example/x', 'https://millrace.example', { canRunScripts: true, keepsSignIn: false })).not.toContain('same-origin');
    expect(sandboxOf('https://acme.example/x', 'https://millrace.example', all)).toContain('allow-same-origin');
  });

  it('of this very server never gets its origin, whatever is asked', () => {
    expect(sandboxOf('https://millrace.example/w/acme', 'https://millrace.example', all)).not.toContain('same-origin');
  });

  it('never moves the page around it', () => {
    expect(sandboxOf('https://acme.example', 'https://millrace.example', all)).not.toContain('top-navigation');
  });
});
