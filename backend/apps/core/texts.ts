import type { AppDocument } from '../app.contract.ts';

/** Languages in which an app has texts; the first is the one that the others fall back to. */
export function languagesOf({ strings = {}, language }: Pick<AppDocument, 'strings' | 'language'>): string[] {
  const languages = Object.keys(strings);
  const first = language !== undefined && languages.includes(language) ? language : languages[0];
  return first === undefined ? [] : [first, ...languages.filter((other) => other !== first)];
}

/** Every key of the texts of an app, in the order of the alphabet. */
export const textKeys = ({ strings = {} }: Pick<AppDocument, 'strings'>): string[] => [...new Set(Object.values(strings).flatMap(Object.keys))].sort();

/** All texts in one language; what it lacks comes from the first one. */
export function textsFor(document: Pick<AppDocument, 'strings' | 'language'>, language: string): Readonly<Record<string, string>> {
  const [first = ''] = languagesOf(document);
  return { ...document.strings?.[first], ...withoutEmpty(document.strings?.[language] ?? {}) };
}

const withoutEmpty = (texts: Readonly<Record<string, string>>): Record<string, string> =>
  Object.fromEntries(Object.entries(texts).filter(([, text]) => text !== ''));

/** The language of an app that fits somebody best: the one that they chose, then those of their browser in its order (`de-AT` fits `de`), then the first. */
export function bestLanguage(document: Pick<AppDocument, 'strings' | 'language'>, wishes: readonly (string | null)[]): string | null {
  const languages = languagesOf(document);
  for (const wish of wishes) {
    if (!wish) continue;
    const [base = ''] = wish.toLowerCase().split('-');
    const fitting =
      languages.find((language) => language.toLowerCase() === wish.toLowerCase()) ?? languages.find((language) => language.toLowerCase() === base);
    const near = fitting ?? languages.find((language) => language.toLowerCase().startsWith(`${base}-`));
    if (near !== undefined) return near;
  }
  return languages[0] ?? null;
}

const rightToLeft: ReadonlySet<string> = new Set(['ar', 'arc', 'ckb', 'dv', 'fa', 'ha', 'he', 'khw', 'ks', 'ps', 'sd', 'ug', 'ur', 'yi']);

/** In which direction a language is written. */
export const directionOf = (language: string | null): 'ltr' | 'rtl' => (rightToLeft.has(language?.toLowerCase().split('-')[0] ?? '') ? 'rtl' : 'ltr');

/** The title of a page, in the language of who looks: the text `page.<id>` where there is one. */
export const pageTitle = ({ id, title }: { readonly id: string; readonly title: string }, texts: Readonly<Record<string, string>>): string =>
  texts[`page.${id}`] ?? title;
