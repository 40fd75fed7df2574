/**
 * The policy of a frame with the code of an author: without an origin, also when somebody opens it by itself, and without a network but for the
 * origins that a release names. Who shows it is not said: it is shown by apps that are embedded elsewhere too.
 */
export function framePolicy(origins: readonly string[]): string {
  const allowed = origins.length === 0 ? '' : ` ${origins.join(' ')}`;
  const nothingOr = origins.length === 0 ? " 'none'" : allowed;
  return [
    'sandbox allow-scripts',
    "default-src 'none'",
    `script-src 'unsafe-inline'${allowed}`,
    `style-src 'unsafe-inline'${allowed}`,
    `img-src data: blob:${allowed}`,
    `font-src data:${allowed}`,
    `media-src data: blob:${allowed}`,
    `connect-src${nothingOr}`,
    "form-action 'none'",
    "base-uri 'none'",
  ].join('; ');
}

/** What stands in the frame before the code of the author: `millrace`, by which that speaks to the page around it. */
const bridge = `
(() => {
  const listeners = { props: [], tell: [] };
  const say = (message) => parent.postMessage(message, '*');
  const call = (list, ...given) => list.forEach((listener) => listener(...given));
  const dress = ({ scheme, ink, muted, surface, line, accent, font }) => {
    const { style } = document.documentElement;
    style.colorScheme = scheme;
    for (const [name, value] of Object.entries({ ink, muted, surface, line, accent, font })) style.setProperty('--' + name, value);
  };
  globalThis.millrace = Object.freeze({
    get props() { return current.props; },
    get theme() { return current.theme; },
    onProps(listener) { listeners.props.push(listener); if (current.isStarted) listener(current.props); },
    onMessage(listener) { listeners.tell.push(listener); },
    setState(change) { say({ type: 'state', change }); },
    emit(name, payload = null) { say({ type: 'emit', name, payload }); },
  });
  const current = { props: {}, theme: {}, isStarted: false };
  const problem = (error) => say({ type: 'problem', message: String(error?.message ?? error).slice(0, 2000) });
  // What goes wrong is shown where the component stands.
  const tell = (event, error) => { event.preventDefault(); problem(error); };
  addEventListener('error', (event) => tell(event, event.error ?? event.message));
  addEventListener('unhandledrejection', (event) => tell(event, event.reason));
  addEventListener('message', ({ source, data }) => {
    if (source !== parent || typeof data !== 'object' || data === null) return;
    if (data.type === 'tell') return call(listeners.tell, data.name, data.payload);
    if (data.type !== 'start' && data.type !== 'props') return;
    Object.assign(current, { props: data.props, theme: data.theme });
    dress(data.theme);
    if (data.type === 'start' && !current.isStarted) {
      current.isStarted = true;
      const script = document.createElement('script');
      script.textContent = data.code;
      document.body.append(script);
    }
    call(listeners.props, current.props);
  });
  addEventListener('DOMContentLoaded', () => {
    new ResizeObserver(() => say({ type: 'height', height: Math.ceil(document.documentElement.scrollHeight) })).observe(document.body);
    say({ type: 'ready' });
  });
})();
`;

/** The page of the frame. */
export const framePage = `<!doctype html><html lang="en"><head><meta charset="utf-8"><title>Component</title><style>:root{color:var(--ink);font:14px/20px var(--font,system-ui)}body{margin:0}button,input,select,textarea{font:inherit}</style><script>${bridge}</script></head><body></body></html>`;
