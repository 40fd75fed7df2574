import type { AppDocument, AppStep } from '../../../../backend/apps/app.contract.ts';
import { languagesOf } from '../../../../backend/apps/core/texts.ts';
import { walk } from '../../../../backend/apps/core/tree.ts';
import { catalog } from '../../../../components/definitions.ts';

/** Kinds of steps, in the words of the list from which one is added. */
export const stepTitles: Readonly<Record<AppStep['do'], string>> = {
  run: 'Run an action',
  open: 'Open a modal or drawer',
  close: 'Close a modal or drawer',
  set: 'Set a variable',
  call: 'Tell a component',
  go: 'Go to a page',
  toast: 'Show a message',
  link: 'Follow a link',
  copy: 'Copy',
  download: 'Download',
  validate: 'Check a form',
  language: 'Change the language',
  if: 'If',
};

/** What a step can be about: the names of its kind in this app. */
export function choicesFor(document: AppDocument, kind: AppStep['do']): string[] {
  if (kind === 'run') return document.actions.map(({ id }) => id);
  if (kind === 'set') return document.variables.map(({ id }) => id);
  if (kind === 'go') return document.pages.map(({ id }) => id);
  const nodes = [...walk(document)].map(({ node }) => node);
  if (kind === 'open' || kind === 'close') return nodes.filter(({ type }) => catalog.get(type)?.isOverlay === true).map(({ id }) => id);
  if (kind === 'validate') return nodes.filter(({ type }) => 'is_valid' in (catalog.get(type)?.state.shape ?? {})).map(({ id }) => id);
  if (kind === 'call') return nodes.filter(({ type }) => Object.keys(catalog.get(type)?.methods ?? {}).length > 0).map(({ id }) => id);
  return [];
}

/** A new step of a kind, about the first thing that it can be about; `null` where there is none. */
export function newStep(document: AppDocument, kind: AppStep['do']): AppStep | null {
  const [first] = choicesFor(document, kind);
  switch (kind) {
    case 'run':
      return first === undefined ? null : { do: 'run', action: first };
    case 'set':
      return first === undefined ? null : { do: 'set', variable: first, value: null };
    case 'go':
      return first === undefined ? null : { do: 'go', page: first };
    case 'open':
    case 'close':
    case 'validate':
      return first === undefined ? null : { do: kind, component: first };
    case 'call':
      return first === undefined ? null : { do: 'call', component: first, method: methodsOf(document, first)[0] ?? '' };
    case 'toast':
      return { do: 'toast', message: 'Done', tone: 'success' };
    case 'link':
      return { do: 'link', url: 'https://' };
    case 'copy':
      return { do: 'copy', value: '' };
    case 'download':
      return { do: 'download', name: 'data.json', value: null };
    case 'language': {
      const [language] = languagesOf(document);
      return language === undefined ? null : { do: 'language', language };
    }
    case 'if':
      return { do: 'if', when: { expr: 'true' }, on_true: [] };
  }
}

/** What a component can be told. */
export function methodsOf(document: AppDocument, id: string): string[] {
  const found = [...walk(document)].find(({ node }) => node.id === id);
  return Object.keys(catalog.get(found?.node.type ?? '')?.methods ?? {});
}
