import { memo, type CSSProperties, type ReactNode } from 'react';
import { type AnsiColour, type AnsiSpan, type AnsiStyle, parseAnsiLine } from './ansi.ts';
import type { LogMatch } from './log-search.ts';
import { maximumLineLength } from './log-rows.ts';
import { splitLinks } from './links.ts';
import classes from './LogView.module.css';

const colourOf = (colour: AnsiColour): string => ('named' in colour ? `var(--ansi-${colour.named})` : colour.exact);

/** Custom properties that the style sheet turns into colours which stay readable in both themes. */
function propertiesOf(style: AnsiStyle): CSSProperties | undefined {
  if (!style.colour && !style.background) return undefined;
  return {
    ...(style.colour ? { '--ansi-ink': colourOf(style.colour) } : {}),
    ...(style.background ? { '--ansi-ground': colourOf(style.background) } : {}),
  } as CSSProperties;
}

const flagsOf = (style: AnsiStyle): string =>
  [
    style.isBold && 'bold',
    style.isDim && 'dim',
    style.isItalic && 'italic',
    style.isUnderlined && 'underline',
    style.isStruck && 'struck',
    style.isInverse && 'inverse',
    style.colour && ('exact' in style.colour ? 'exact' : 'named'),
    style.background && 'ground',
  ]
    .filter(Boolean)
    .join(' ');

/** Cuts spans at the edges of the hits, so that a hit can be marked also where it runs through several colours. */
function cutAtMatches(spans: readonly AnsiSpan[], matches: readonly LogMatch[]): (AnsiSpan & { match: LogMatch | null })[] {
  const pieces: (AnsiSpan & { match: LogMatch | null })[] = [];
  let offset = 0;
  for (const span of spans) {
    const end = offset + span.text.length;
    const edges = new Set([offset, end]);
    for (const match of matches) for (const edge of [match.start, match.end]) if (edge > offset && edge < end) edges.add(edge);
    const sorted = [...edges].sort((one, other) => one - other);
    sorted.slice(0, -1).forEach((from, index) => {
      const to = sorted[index + 1] as number;
      pieces.push({
        text: span.text.slice(from - offset, to - offset),
        style: span.style,
        match: matches.find((match) => match.start <= from && match.end >= to) ?? null,
      });
    });
    offset = end;
  }
  return pieces;
}

function Text({ text }: { text: string }): ReactNode {
  return splitLinks(text).map(({ text: piece, href }, index) =>
    href === null ? (
      piece
    ) : (
      <a key={index} href={href} target="_blank" rel="noopener noreferrer">
        {piece}
      </a>
    ),
  );
}

/** Props of {@link LogLineView}. */
export type LogLineViewProps = { raw: string; style: AnsiStyle; matches: readonly LogMatch[] | undefined; current: LogMatch | null };

/** The text of one line of a log: colours, links, hits of the search. */
export const LogLineView = memo(function LogLineView({ raw, style, matches = [], current }: LogLineViewProps): ReactNode {
  const spans = parseAnsiLine(raw, style).spans;
  const length = spans.reduce((sum, span) => sum + span.text.length, 0);
  let room = maximumLineLength;
  const shown =
    length <= room
      ? spans
      : spans.flatMap((span) => {
          const text = span.text.slice(0, room);
          room -= text.length;
          return text === '' ? [] : [{ ...span, text }];
        });
  return (
    <>
      {cutAtMatches(shown, matches).map(({ text, style: look, match }, index) => {
        const flags = flagsOf(look);
        const words = <Text text={text} />;
        const inside = match ? (
          <mark className={classes.match} data-current={match === current || undefined}>
            {words}
          </mark>
        ) : (
          words
        );
        return flags === '' ? (
          <span key={index}>{inside}</span>
        ) : (
          <span key={index} className={classes.ansi} data-look={flags} style={propertiesOf(look)}>
            {inside}
          </span>
        );
      })}
      {length > maximumLineLength && <span className={classes.more}>… {length - maximumLineLength} more characters in the download</span>}
    </>
  );
});
