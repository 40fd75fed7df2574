import { useCallback, useEffect, useState } from 'react';

const placeOf = (key: string): string => `millrace chat ${key}`;

/** What is written and not sent yet: it survives a look at another conversation, and a page that is loaded anew. */
export function useKeptText(key: string): [string, (text: string) => void] {
  const [text, setText] = useState(() => sessionStorage.getItem(placeOf(key)) ?? '');
  useEffect(() => {
    if (text === '') sessionStorage.removeItem(placeOf(key));
    else sessionStorage.setItem(placeOf(key), text);
  }, [key, text]);
  return [text, useCallback((next: string) => setText(next), [])];
}
