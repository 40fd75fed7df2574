import type { AppPage } from '../../../backend/apps/app.contract.ts';

/** Where an app is opened: in a page of its own, or in a frame of another site. */
export type AppEntry = 'a' | 'embed';

/** What who builds an app looks at: the working copy or a release, and as whom. No parameter of a page can have these names. */
export type AppPreview = { readonly release: string; readonly as: string | null };

/** What the address of an app says: which app, which page, and the parameters of the page. */
export type AppAddress = {
  readonly entry: AppEntry;
  readonly preview: AppPreview | null;
  readonly workspace: string;
  readonly path: string;
  readonly page: string | null;
  readonly params: Readonly<Record<string, string>>;
};

const [releaseKey, asKey] = ['@release', '@as'];

/** Reads `/a/<workspace>/<path of the app>?page=<page>&<parameters>`, or the same below `/embed`; `null` for what is no such address. */
export function readAddress(pathname: string, search: string): AppAddress | null {
  const [, mark, workspace, ...path] = pathname.split('/').map(decodePart);
  if ((mark !== 'a' && mark !== 'embed') || !workspace || path.length < 3) return null;
  const { page, [releaseKey]: release, [asKey]: as, ...params } = Object.fromEntries(new URLSearchParams(search));
  const preview = mark === 'a' && (release !== undefined || as !== undefined) ? { release: release ?? 'draft', as: as ?? null } : null;
  return { entry: mark, preview, workspace, path: path.join('/'), page: page ?? null, params };
}

/** The address of a page of an app. Parameters that are as by default stay out. */
export function writeAddress(
  { entry, preview, workspace, path }: Pick<AppAddress, 'entry' | 'preview' | 'workspace' | 'path'>,
  page: AppPage,
  isFirst: boolean,
  params: Readonly<Record<string, unknown>>,
): string {
  const query = new URLSearchParams(isFirst ? {} : { page: page.id });
  for (const parameter of page.params) {
    const value = params[parameter.id];
    if (value !== undefined && value !== null && value !== parameter.default) query.set(parameter.id, String(value));
  }
  if (preview) query.set(releaseKey, preview.release);
  if (preview?.as) query.set(asKey, preview.as);
  const text = query.toString();
  return `/${entry}/${encodeURIComponent(workspace)}/${path.split('/').map(encodeURIComponent).join('/')}${text === '' ? '' : `?${text}`}`;
}

function decodePart(part: string): string {
  try {
    return decodeURIComponent(part);
  } catch {
    return part;
  }
}
