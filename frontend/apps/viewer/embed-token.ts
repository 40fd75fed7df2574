/** What a frame and the site around it say to each other. */
type FrameMessage = { type: 'millrace:token'; token: string } | { type: 'millrace:token_needed' } | { type: 'millrace:height'; height: number };

/** How long the site around the frame may take to ask its backend. */
const patienceMs = 10_000;

/** The token that stands behind `#token=` in the address of the frame, which is taken out of it: addresses are copied and shown. */
export function tokenOfAddress(): string | null {
  const token = new URLSearchParams(location.hash.slice(1)).get('token');
  if (token !== null) history.replaceState(null, '', location.pathname + location.search);
  return token;
}

/**
 * Asks the site around the frame for a token. Only sites that the release names can hold the frame, which the browser sees to; so whatever its
 * parent says comes from one of them. `null` when it stays silent.
 */
export function nextToken(): Promise<string | null> {
  if (window.parent === window) return Promise.resolve(null);
  const { promise, resolve } = Promise.withResolvers<string | null>();
  const listen = ({ source, data }: MessageEvent<Partial<FrameMessage> | null>): void => {
    if (source === window.parent && data?.type === 'millrace:token' && typeof data.token === 'string' && data.token.startsWith('mre.')) resolve(data.token);
  };
  addEventListener('message', listen);
  const timer = setTimeout(() => resolve(null), patienceMs);
  // Nothing secret is said, so that anybody may hear it.
  window.parent.postMessage({ type: 'millrace:token_needed' } satisfies FrameMessage, '*');
  return promise.finally(() => {
    removeEventListener('message', listen);
    clearTimeout(timer);
  });
}

/** Tells the site around the frame how high the app is, so that it needs no scroll bar of its own. */
export function tellHeight(): void {
  if (window.parent === window) return;
  let told = 0;
  new ResizeObserver(() => {
    const height = Math.ceil(document.body.getBoundingClientRect().height);
    if (height === told) return;
    told = height;
    window.parent.postMessage({ type: 'millrace:height', height } satisfies FrameMessage, '*');
  }).observe(document.body);
}
