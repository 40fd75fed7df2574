import { useDirection } from '@mantine/core';
import { useCallback, useEffect, useMemo, useState } from 'react';
import type { AppDocument } from '../../../backend/apps/app.contract.ts';
import { bestLanguage, directionOf, textsFor } from '../../../backend/apps/core/texts.ts';

/** The language in which somebody sees an app, with its texts, and how they choose another one. */
export type AppLanguage = { readonly language: string | null; readonly texts: Readonly<Record<string, string>>; readonly choose: (language: string) => void };

/** In frames of other sites there may be nothing to remember in. */
function remembered(key: string): string | null {
  try {
    return localStorage.getItem(key);
  } catch {
    return null;
  }
}

function remember(key: string, language: string): void {
  try {
    localStorage.setItem(key, language);
  } catch {
    // The choice holds until the page is left.
  }
}

/** The language that somebody chose here before, else the first of their browser that the app has. The whole page is written in it, and in its direction. */
export function useLanguage(document: AppDocument, app: string): AppLanguage {
  const key = `millrace:language:${app}`;
  const [chosen, setChosen] = useState(() => remembered(key));
  const language = useMemo(() => bestLanguage(document, [chosen, ...navigator.languages]), [document, chosen]);
  const texts = useMemo(() => (language === null ? {} : textsFor(document, language)), [document, language]);
  const { setDirection } = useDirection();
  useEffect(() => {
    if (language === null) return;
    globalThis.document.documentElement.lang = language;
    setDirection(directionOf(language));
  }, [language, setDirection]);
  const choose = useCallback(
    (next: string): void => {
      remember(key, next);
      setChosen(next);
    },
    [key],
  );
  return useMemo(() => ({ language, texts, choose }), [language, texts, choose]);
}
