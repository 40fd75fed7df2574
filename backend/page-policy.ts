/** Directives of a content security policy. */
export type PagePolicy = Readonly<Record<string, readonly string[]>>;

/**
 * The policy of every page and answer: scripts come from this origin only. WebAssembly is allowed for the expression engine, inline styles for
 * the component library; frames are for results and author code, which run sandboxed. Nothing is loaded from other sites, so that what a script
 * or a model put out cannot send anything there either.
 */
export const shellPolicy: PagePolicy = {
  'default-src': ["'self'"],
  'script-src': ["'self'", "'wasm-unsafe-eval'"],
  'script-src-attr': ["'none'"],
  'style-src': ["'self'", "'unsafe-inline'"],
  'img-src': ["'self'", 'data:', 'blob:'],
  'font-src': ["'self'", 'data:'],
  'connect-src': ["'self'"],
  'worker-src': ["'self'", 'blob:'],
  'frame-src': ["'self'", 'blob:', 'data:'],
  'frame-ancestors': ["'self'"],
  'base-uri': ["'self'"],
  'form-action': ["'self'"],
  'object-src': ["'none'"],
};

/** Pages that draw apps may show pictures and pages of the encrypted web as well: their authors chose these. */
const appPolicy: PagePolicy = { ...shellPolicy, 'img-src': ["'self'", 'data:', 'blob:', 'https:'], 'frame-src': ["'self'", 'blob:', 'data:', 'https:'] };

/** The header of a page that draws apps. `ancestors`: the sites that may hold it in a frame. */
export function appPolicyText(ancestors: readonly string[] = ["'self'"]): string {
  return textOf({ ...appPolicy, 'frame-ancestors': ancestors.length > 0 ? ancestors : ["'none'"] });
}

/** The header of a page that nothing may lie around or above: where somebody lets a program in. */
export const framelessPolicyText = (): string => textOf({ ...shellPolicy, 'frame-ancestors': ["'none'"] });

function textOf(policy: PagePolicy): string {
  return Object.entries(policy)
    .map(([name, values]) => `${name} ${values.join(' ')}`)
    .join(';');
}
