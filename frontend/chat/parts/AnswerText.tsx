import { lazy, memo, Suspense, useMemo, type ReactNode } from 'react';
import { CopyButton } from '../../ui/CopyButton.tsx';
import { SkeletonText } from '../../ui/Skeletons.tsx';
import classes from './AnswerText.module.css';
import { answerBlocks } from './core/answer-blocks.ts';

const MarkdownView = lazy(() => import('../../../components/_shared/MarkdownView.tsx').then((module) => ({ default: module.MarkdownView })));

/** What an agent said: prose as a page, code as it stands, to be copied. Blocks that are whole are not drawn anew while others are written. */
export function AnswerText({ text }: { text: string }): ReactNode {
  const blocks = useMemo(() => answerBlocks(text), [text]);
  return (
    <div className={classes.text}>
      {blocks.map((block, index) =>
        block.kind === 'code' ? <Code key={index} language={block.language} code={block.code} /> : <Prose key={index} text={block.text} />,
      )}
    </div>
  );
}

const Prose = memo(function Prose({ text }: { text: string }): ReactNode {
  return (
    <Suspense fallback={<SkeletonText lines={2} />}>
      <MarkdownView text={text} />
    </Suspense>
  );
});

const Code = memo(function Code({ language, code }: { language: string; code: string }): ReactNode {
  return (
    <figure className={classes.code} aria-label={language === '' ? 'Code' : `Code: ${language}`}>
      <figcaption className={classes.head}>
        <span>{language || 'code'}</span>
        <CopyButton value={code} label="Copy code" />
      </figcaption>
      <pre className={classes.lines} tabIndex={0}>
        {code}
      </pre>
    </figure>
  );
});
