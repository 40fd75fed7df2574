import type { AppDocument } from '../../app.contract.ts';
import { isIdTaken } from '../ids.ts';
import { subtree } from '../tree.ts';
import { CommandRefused, present, type Perform } from './command.ts';

const taken = (id: string): CommandRefused => new CommandRefused('app/id_taken', `The name \`${id}\` is taken. Names are unique in the whole app.`);

export const putAction: Perform<'put_action'> = (document, { action, index }) => {
  const position = document.actions.findIndex(({ id }) => id === action.id);
  const before = document.actions[position];
  if (before) return { document: { ...document, actions: document.actions.with(position, action) }, inverse: { do: 'put_action', action: before } };
  if (isIdTaken(document, action.id)) throw taken(action.id);
  return { document: { ...document, actions: inserted(document.actions, action, index) }, inverse: { do: 'remove_action', id: action.id } };
};

export const removeAction: Perform<'remove_action'> = (document, { id }) => {
  const index = document.actions.findIndex((action) => action.id === id);
  const action = present(document.actions[index], 'action', id);
  return { document: { ...document, actions: document.actions.toSpliced(index, 1) }, inverse: { do: 'put_action', action, index } };
};

export const putVariable: Perform<'put_variable'> = (document, { variable, index }) => {
  const position = document.variables.findIndex(({ id }) => id === variable.id);
  const before = document.variables[position];
  if (before) return { document: { ...document, variables: document.variables.with(position, variable) }, inverse: { do: 'put_variable', variable: before } };
  return { document: { ...document, variables: inserted(document.variables, variable, index) }, inverse: { do: 'remove_variable', id: variable.id } };
};

export const removeVariable: Perform<'remove_variable'> = (document, { id }) => {
  const index = document.variables.findIndex((variable) => variable.id === id);
  const variable = present(document.variables[index], 'variable', id);
  return { document: { ...document, variables: document.variables.toSpliced(index, 1) }, inverse: { do: 'put_variable', variable, index } };
};

export const insertPage: Perform<'insert_page'> = (document, { page, index }) => {
  if (document.pages.some(({ id }) => id === page.id)) throw taken(page.id);
  const own = new Set<string>();
  for (const child of page.body.children) {
    for (const { id } of subtree(child)) {
      if (own.has(id) || isIdTaken(document, id)) throw taken(id);
      own.add(id);
    }
  }
  return { document: { ...document, pages: inserted(document.pages, page, index) }, inverse: { do: 'remove_page', id: page.id } };
};

export const removePage: Perform<'remove_page'> = (document, { id }) => {
  const index = pageIndex(document, id);
  const page = present(document.pages[index], 'page', id);
  if (document.pages.length === 1) throw new CommandRefused('app/last_page', 'An app has at least one page.');
  return { document: { ...document, pages: document.pages.toSpliced(index, 1) }, inverse: { do: 'insert_page', page, index } };
};

export const movePage: Perform<'move_page'> = (document, { id, index }) => {
  const before = pageIndex(document, id);
  const page = present(document.pages[before], 'page', id);
  return { document: { ...document, pages: inserted(document.pages.toSpliced(before, 1), page, index) }, inverse: { do: 'move_page', id, index: before } };
};

export const setPage: Perform<'set_page'> = (document, { do: _verb, ...next }) => {
  const index = pageIndex(document, next.id);
  const { body, ...before } = present(document.pages[index], 'page', next.id);
  return { document: { ...document, pages: document.pages.with(index, { ...next, body }) }, inverse: { do: 'set_page', ...before } };
};

export const setApp: Perform<'set_app'> = (document, { do: _verb, ...next }) => {
  const { navigation, theme, audience, language, ...others } = document;
  return { document: { ...others, ...next }, inverse: { do: 'set_app', navigation, theme, audience, ...(language === undefined ? {} : { language }) } };
};

export const putLanguage: Perform<'put_language'> = (document, { language, texts }) => {
  const { [language]: before, ...others } = document.strings ?? {};
  if (texts === undefined) present(before, 'language', language);
  const inverse = { do: 'put_language', language, ...(before === undefined ? {} : { texts: before }) } as const;
  return { document: withStrings(document, texts === undefined ? others : { ...others, [language]: texts }), inverse };
};

export const putText: Perform<'put_text'> = (document, { language, key, text }) => {
  const texts = present(document.strings?.[language], 'language', language);
  const { [key]: before, ...others } = texts;
  const next = text === undefined ? others : { ...others, [key]: text };
  const inverse = { do: 'put_text', language, key, ...(before === undefined ? {} : { text: before }) } as const;
  return { document: withStrings(document, { ...document.strings, [language]: next }), inverse };
};

/** An app without a language has no table of texts. */
function withStrings({ strings: _before, ...document }: AppDocument, strings: NonNullable<AppDocument['strings']>): AppDocument {
  return Object.keys(strings).length > 0 ? { ...document, strings } : document;
}

const pageIndex = (document: AppDocument, id: string): number => document.pages.findIndex((page) => page.id === id);

function inserted<Item>(items: readonly Item[], item: Item, index = items.length): Item[] {
  return items.toSpliced(Math.min(index, items.length), 0, item);
}
