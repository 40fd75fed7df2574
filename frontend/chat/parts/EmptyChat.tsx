import { IconArrowRight } from '@tabler/icons-react';
import { lazy, Suspense, type ReactNode } from 'react';
import { KindIcon } from '../../ui/KindIcon.tsx';
import classes from './EmptyChat.module.css';

const MarkdownView = lazy(() => import('../../../components/_shared/MarkdownView.tsx').then((module) => ({ default: module.MarkdownView })));

/** Props of {@link EmptyChat}. */
export type EmptyChatProps = { title: string; greeting: string; suggestions: readonly string[]; isPractice: boolean; onSuggestion: (text: string) => void };

/** A conversation in which nothing was said yet: what the agent is for, and questions to begin with. */
export function EmptyChat({ title, greeting, suggestions, isPractice, onSuggestion }: EmptyChatProps): ReactNode {
  return (
    <div className={classes.empty}>
      <KindIcon kind="agent" variant="tile" />
      <h2 className={classes.title}>{title}</h2>
      {greeting !== '' && (
        <div className={classes.greeting}>
          <Suspense fallback={null}>
            <MarkdownView text={greeting} />
          </Suspense>
        </div>
      )}
      {isPractice && (
        <p className={classes.practice}>
          The practice model answers: it is built in, needs no key and picks tools by simple rules. It is not a language model.
        </p>
      )}
      {suggestions.length > 0 && (
        <ul className={classes.suggestions} aria-label="Questions to begin with">
          {suggestions.map((text) => (
            <li key={text}>
              <button type="button" className={classes.suggestion} onClick={() => onSuggestion(text)}>
                <span>{text}</span>
                <IconArrowRight aria-hidden />
              </button>
            </li>
          ))}
        </ul>
      )}
    </div>
  );
}
