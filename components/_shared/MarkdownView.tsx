import DOMPurify from 'dompurify';
import MarkdownIt from 'markdown-it';
import { useMemo, type ReactNode } from 'react';
import classes from './MarkdownView.module.css';

// Raw HTML in the text stays text; links to anything but the web and mail are not made.
const markdown = new MarkdownIt({ html: false, linkify: true, typographer: false });
const purifier = DOMPurify();
purifier.addHook('afterSanitizeAttributes', (node) => {
  // A picture from elsewhere would tell its server who reads this, and what stands in its address: what comes out of a model must not be able to.
  if (node.tagName === 'IMG' && !/^data:image\//i.test(node.getAttribute('src') ?? '')) node.replaceWith(node.getAttribute('alt') ?? '');
  if (node.tagName !== 'A') return;
  node.setAttribute('target', '_blank');
  node.setAttribute('rel', 'noopener noreferrer');
});

/** Markdown as a page. What comes out of a script is not trusted: no HTML of its own, and what is made of it is cleaned once more. */
export function MarkdownView({ text }: { text: string }): ReactNode {
  const html = useMemo(
    () =>
      purifier.sanitize(markdown.render(text), {
        USE_PROFILES: { html: true },
        FORBID_TAGS: ['style', 'form', 'input', 'button', 'iframe'],
        FORBID_ATTR: ['style', 'id', 'class'],
      }),
    [text],
  );
  return <div className={classes.markdown} dangerouslySetInnerHTML={{ __html: html }} />;
}
