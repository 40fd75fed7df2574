import { Button } from '@mantine/core';
import { IconDownload, IconExternalLink } from '@tabler/icons-react';
import { lazy, Suspense, useEffect, useMemo, useState, type ReactNode } from 'react';
import { CopyButton } from '../../ui/CopyButton.tsx';
import { bytesOfBase64, openDownload, saveFile } from '../../ui/download.ts';
import { formatBytes } from '../../ui/format.ts';
import { JsonTree } from '../../ui/JsonTree.tsx';
import { SkeletonText } from '../../ui/Skeletons.tsx';
import { type ResultShape, shapeOfResult } from './result-shape.ts';
import { ResultTableView } from './ResultTableView.tsx';
import classes from './ResultView.module.css';
import { parseCsv } from './table-rows.ts';

const MarkdownView = lazy(() => import('../../../components/_shared/MarkdownView.tsx').then((module) => ({ default: module.MarkdownView })));

/** Props of {@link ResultView}. */
export type ResultViewProps = {
  value: unknown;
  /** Name of files that are saved from it, without an ending. */
  name: string;
  /** As JSON, whatever its shape. */
  isRaw?: boolean;
};

/** A result as what it is: rows as a table, images, pages, files, texts; anything else as a tree. */
export function ResultView({ value, name, isRaw = false }: ResultViewProps): ReactNode {
  const shape = useMemo(() => shapeOfResult(value), [value]);
  if (isRaw) return <RawJson value={value} />;
  return <Shape shape={shape} value={value} name={name} />;
}

function Shape({ shape, value, name }: { shape: ResultShape; value: unknown; name: string }): ReactNode {
  switch (shape.kind) {
    case 'nothing':
      return <p className={classes.nothing}>The script returned nothing.</p>;
    case 'text':
      return <TextResult text={shape.text} />;
    case 'scalar':
      return <p className={classes.scalar}>{shape.text}</p>;
    case 'table':
      return <ResultTableView table={shape.table} name={name} note={shape.note} />;
    case 'image':
      return <ImageResult source={shape.source} type={shape.type} name={name} />;
    case 'markdown':
      return (
        <Suspense fallback={<SkeletonText />}>
          <MarkdownView text={shape.text} />
        </Suspense>
      );
    case 'html':
      return <HtmlResult text={shape.text} name={name} />;
    case 'pdf':
      return <PdfResult base64={shape.base64} name={name} />;
    case 'file':
      return <FileResult base64={shape.base64} name={shape.name} type={shape.type} />;
    case 'error':
      return <ErrorResult name={shape.name} message={shape.message} stack={shape.stack} />;
    case 'several':
      return (
        <ol className={classes.several}>
          {shape.values.map((item, index) => (
            <li key={index}>
              <ResultView value={item} name={`${name}-${index + 1}`} />
            </li>
          ))}
        </ol>
      );
    case 'json':
      return <JsonTree value={value} label="Result" maxHeight={640} />;
  }
}

// More text than this makes the page slow; the rest is one click away.
const shownRawCharacters = 200_000;

function RawJson({ value }: { value: unknown }): ReactNode {
  const [isWhole, setWhole] = useState(false);
  const text = useMemo(() => JSON.stringify(value ?? null, null, 2), [value]);
  const isLong = text.length > shownRawCharacters;
  return (
    <div className={classes.block}>
      <pre className={classes.raw} tabIndex={0} aria-label="Result as JSON">
        {isLong && !isWhole ? text.slice(0, shownRawCharacters) : text}
      </pre>
      {isLong && !isWhole && (
        <Button size="xs" onClick={() => setWhole(true)}>
          Show all {formatBytes(text.length)}
        </Button>
      )}
    </div>
  );
}

function TextResult({ text }: { text: string }): ReactNode {
  if (text === '') return <p className={classes.nothing}>The script returned an empty text.</p>;
  return (
    <div className={classes.withCopy}>
      <pre className={classes.text} tabIndex={0} aria-label="Result as text">
        {text.slice(0, shownRawCharacters)}
      </pre>
      <span className={classes.copy}>
        <CopyButton value={text} label="Copy the text" />
      </span>
    </div>
  );
}

function ImageResult({ source, type, name }: { source: string; type: string; name: string }): ReactNode {
  const [hasFailed, setFailed] = useState(false);
  const ending = type.split('/')[1]?.split('+')[0] ?? 'img';
  if (hasFailed)
    return <p className={classes.nothing}>The result says that it is an image ({type}), but it cannot be drawn. The raw JSON shows what it holds.</p>;
  return (
    <figure className={classes.figure}>
      <img className={classes.image} src={source} alt="Result of the run" onError={() => setFailed(true)} />
      <figcaption>
        <Button size="xs" leftSection={<IconDownload />} onClick={() => openDownload(source, `${name}.${ending}`)}>
          Download image
        </Button>
      </figcaption>
    </figure>
  );
}

/** What a script returns loads nothing from elsewhere: the address of a picture could carry what stands beside it. */
const shutIn = `<!doctype html><meta http-equiv="Content-Security-Policy" content="img-src data: blob:; frame-src 'none'">`;

function HtmlResult({ text, name }: { text: string; name: string }): ReactNode {
  return (
    <div className={classes.block}>
      {/* An empty sandbox: no scripts, no forms, an origin of its own. What a script returns is shown, never run. */}
      <iframe className={classes.frame} sandbox="" srcDoc={shutIn + text} title="Result as a page" referrerPolicy="no-referrer" />
      <div className={classes.actions}>
        <span className={classes.hint}>Scripts in this page are switched off.</span>
        <Button size="xs" leftSection={<IconDownload />} onClick={() => saveFile(`${name}.html`, text, 'text/html')}>
          Download page
        </Button>
      </div>
    </div>
  );
}

function PdfResult({ base64, name }: { base64: string; name: string }): ReactNode {
  const bytes = useMemo(() => bytesOfBase64(base64), [base64]);
  const [address, setAddress] = useState<string | null>(null);
  useEffect(() => {
    const made = URL.createObjectURL(new Blob([bytes], { type: 'application/pdf' }));
    setAddress(made);
    return () => URL.revokeObjectURL(made);
  }, [bytes]);
  return (
    <div className={classes.file}>
      <span>PDF document, {formatBytes(bytes.length)}</span>
      <Button size="xs" component="a" href={address ?? undefined} target="_blank" rel="noopener" leftSection={<IconExternalLink />}>
        Open PDF
      </Button>
      <Button size="xs" leftSection={<IconDownload />} onClick={() => saveFile(`${name}.pdf`, bytes, 'application/pdf')}>
        Download PDF
      </Button>
    </div>
  );
}

// A file that is larger is only offered for download.
const previewedBytes = 2_000_000;

/** The file as text, where it is text of a size that a page can show. */
function textOf(bytes: Uint8Array, name: string, type: string): string | null {
  const isText = type.startsWith('text/') || /json|xml|yaml|csv/.test(type) || /\.(csv|tsv|txt|md|json|ya?ml|xml|log|sql)$/i.test(name);
  if (!isText || bytes.length > previewedBytes) return null;
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes);
  } catch {
    return null;
  }
}

function FileResult({ base64, name, type }: { base64: string; name: string; type: string }): ReactNode {
  const bytes = useMemo(() => bytesOfBase64(base64), [base64]);
  const text = useMemo(() => textOf(bytes, name, type), [bytes, name, type]);
  const table = useMemo(() => (text !== null && (type.includes('csv') || /\.[ct]sv$/i.test(name)) ? parseCsv(text) : null), [text, name, type]);
  return (
    <div className={classes.withFile}>
      <div className={classes.file}>
        <span className={classes.fileName}>{name}</span>
        <span className={classes.hint}>{formatBytes(bytes.length)}</span>
        <Button size="xs" leftSection={<IconDownload />} onClick={() => saveFile(name, bytes, type)}>
          Download file
        </Button>
      </div>
      {table && <ResultTableView table={table} name={name.replace(/\.[^.]+$/, '')} />}
      {!table && text !== null && text !== '' && <TextResult text={text} />}
    </div>
  );
}

function ErrorResult({ name, message, stack }: { name: string; message: string; stack: string | null }): ReactNode {
  return (
    <div className={classes.error}>
      <p>
        <strong>{name}</strong>: {message}
      </p>
      {stack && <pre className={classes.raw}>{stack}</pre>}
    </div>
  );
}
