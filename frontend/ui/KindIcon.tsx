import type { ReactNode } from 'react';
import { lookOfKind, lookOfLanguage } from '../theme/kinds.ts';
import classes from './KindIcon.module.css';

/** The icon of a kind of object in its colour; `tile` puts it on a soft ground of that colour. */
export function KindIcon({ kind, variant = 'plain' }: { kind: string; variant?: 'plain' | 'tile' }): ReactNode {
  const { icon: Glyph, word, colour } = lookOfKind(kind);
  return (
    <span className={classes.icon} data-colour={colour} data-variant={variant} title={word}>
      <Glyph aria-hidden />
      <span className="visually-hidden">{word}</span>
    </span>
  );
}

/** The icon of a language; `withName` writes the name beside it. Languages are quiet: no colours of their own. */
export function LanguageIcon({ language, withName = false }: { language: string; withName?: boolean }): ReactNode {
  const { icon: Glyph, word } = lookOfLanguage(language);
  return (
    <span className={classes.language} title={withName ? undefined : word}>
      <Glyph aria-hidden />
      <span className={withName ? undefined : 'visually-hidden'}>{word}</span>
    </span>
  );
}
