import { Popover, UnstyledButton } from '@mantine/core';
import { IconCheck, IconExternalLink, IconX } from '@tabler/icons-react';
import { lazy, Suspense, type ReactNode } from 'react';
import type { ViewHost } from '../view.ts';
import type { TableColumn } from './columns.ts';
import { cellText, isEmptyValue, numberOf, plainText } from './values.ts';
import classes from './CellContent.module.css';

const Markdown = lazy(async () => ({ default: (await import('../_shared/MarkdownView.tsx')).MarkdownView }));

type Props = { value: unknown; column: TableColumn; href: string | undefined; host: ViewHost };

const safeLink = /^(https?:|mailto:|tel:|\/(?!\/)|#)/i;
const safeImage = /^(https?:|data:image\/(png|jpeg|gif|webp|avif);|\/(?!\/))/i;

/** A value as its column shows it. */
export function CellContent({ value, column, href, host }: Props): ReactNode {
  if (isEmptyValue(value)) return <span className={classes.empty} aria-hidden />;
  const text = cellText(value, column, host.locale);
  const link = column.type === 'link' ? (href ?? plainText(value)) : href;
  if (link !== undefined && column.type !== 'image') return <LinkCell href={link} text={text} />;
  switch (column.type) {
    case 'boolean':
      return value === true || value === 'true' ? <IconCheck className={classes.yes} aria-label="Yes" /> : <IconX className={classes.no} aria-label="No" />;
    case 'tag':
      return <Tags value={value} column={column} />;
    case 'image':
      return safeImage.test(plainText(value)) ? <img className={classes.image} src={plainText(value)} alt="" loading="lazy" /> : text;
    case 'avatar':
      return <Person name={text} />;
    case 'progress':
      return <Progress value={value} text={text} />;
    case 'json':
      return <JsonCell value={value} title={column.title} host={host} />;
    case 'markdown':
      return (
        <span className={classes.markdown}>
          <Suspense fallback={text}>
            <Markdown text={text} />
          </Suspense>
        </span>
      );
    default:
      return text;
  }
}

function LinkCell({ href, text }: { href: string; text: string }): ReactNode {
  if (!safeLink.test(href.trim())) return text;
  const isOutside = /^https?:/i.test(href.trim());
  return (
    <a
      className={classes.link}
      href={href}
      target={isOutside ? '_blank' : undefined}
      rel="noopener noreferrer"
      tabIndex={-1}
      onClick={(event) => event.stopPropagation()}
    >
      <span className={classes.clip}>{text}</span>
      {isOutside && <IconExternalLink aria-hidden />}
    </a>
  );
}

/** Values as coloured words. One that the column does not know is shown in grey. */
function Tags({ value, column: { tags = [] } }: { value: unknown; column: TableColumn }): ReactNode {
  const values: readonly unknown[] = Array.isArray(value) ? value : [value];
  return values.map((one, index) => {
    const known = tags.find((tag) => tag.value === one);
    return (
      <span key={index} className={classes.tag} data-tone={known?.tone ?? 'neutral'}>
        {known?.label ?? plainText(one)}
      </span>
    );
  });
}

function Person({ name }: { name: string }): ReactNode {
  const initials = name
    .split(/[\s.@_-]+/)
    .filter((part) => part !== '')
    .slice(0, 2)
    .map((part) => part.charAt(0).toUpperCase());
  return (
    <span className={classes.person}>
      <span className={classes.initials} aria-hidden>
        {initials.join('')}
      </span>
      <span className={classes.clip}>{name}</span>
    </span>
  );
}

function Progress({ value, text }: { value: unknown; text: string }): ReactNode {
  const share = Math.min(100, Math.max(0, numberOf(value) ?? 0));
  return (
    <span className={classes.progress}>
      <span className={classes.bar} aria-hidden>
        <span className={classes.filled} style={{ inlineSize: `${share}%` }} />
      </span>
      {text}
    </span>
  );
}

function JsonCell({ value, title, host }: { value: unknown; title: string; host: ViewHost }): ReactNode {
  const { JsonTree } = host.parts;
  return (
    <Popover withinPortal width={360} position="bottom-start">
      <Popover.Target>
        <UnstyledButton className={classes.json} tabIndex={-1} onClick={(event) => event.stopPropagation()} title={`Show ${title}`}>
          {plainText(value).slice(0, 200)}
        </UnstyledButton>
      </Popover.Target>
      <Popover.Dropdown onClick={(event) => event.stopPropagation()}>
        <JsonTree value={value} label={title} maxHeight={320} />
      </Popover.Dropdown>
    </Popover>
  );
}
