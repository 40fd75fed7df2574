import { Button, TextInput } from '@mantine/core';
import { IconArrowBarToDown, IconArrowDown, IconChevronDown, IconChevronUp, IconDownload, IconSearch, IconTextWrap } from '@tabler/icons-react';
import { useEffect, useRef, useState, useSyncExternalStore, type KeyboardEvent, type ReactNode } from 'react';
import { CopyButton } from '../../ui/CopyButton.tsx';
import { ErrorNotice } from '../../ui/ErrorNotice.tsx';
import { formatCount } from '../../ui/format.ts';
import { IconButton } from '../../ui/IconButton.tsx';
import { useShortcut } from '../../ui/shortcuts.ts';
import { SkeletonText } from '../../ui/Skeletons.tsx';
import { plainTextOf } from './ansi.ts';
import { LogLineView } from './LogLineView.tsx';
import { type LogModel, maximumLines, shownLineCount } from './log-model.ts';
import classes from './LogView.module.css';
import { useLogScroll } from './useLogScroll.ts';
import { type LogSearch, useLogSearch } from './useLogSearch.ts';

/** Props of {@link LogView}. */
export type LogViewProps = {
  log: LogModel;
  /** Still being written: then the end is followed. */
  isLive: boolean;
  isLoading?: boolean;
  error?: unknown;
  onRetry?: () => void;
  /** Where the log is as a file. */
  fileAddress: string;
  /** What stands there when nothing was written. */
  emptyWords: string;
  /** `/` goes to the search of this log. Only one log of a page may ask for it. */
  hasSearchKey?: boolean;
};

const digitsPx = 8;
const gutterSpacePx = 28;
// Space after a line; the style sheet says the same.
const lineEndPx = 12;

/** The log of a run: colours, links, search, follow, wrap, copy, download. Smooth at any length, because only what is seen is drawn. */
export function LogView({ log, isLive, isLoading = false, error, onRetry, fileAddress, emptyWords, hasSearchKey = false }: LogViewProps): ReactNode {
  const version = useSyncExternalStore(log.subscribe, log.snapshot);
  const [isWrapped, setWrapped] = useState(true);
  const count = shownLineCount(log.lines);
  const gutterPx = String(count + log.droppedLines).length * digitsPx + gutterSpacePx;
  const scroll = useLogScroll(log, version, isWrapped, gutterPx + lineEndPx, isLive);
  const search = useLogSearch(log, version, scroll.topLine);
  const { current } = search;
  const { showLine } = scroll;
  useEffect(() => {
    if (current) showLine(current.line);
    // oxlint-disable-next-line react-hooks/exhaustive-deps -- only a step to another hit moves the log
  }, [current]);
  const lines = [];
  for (let line = scroll.window.first; line <= scroll.window.last && line < count; line += 1) lines.push(line);
  return (
    <div className={classes.view} data-wrapped={isWrapped || undefined}>
      <Toolbar search={search} hasSearchKey={hasSearchKey} lineCount={count + log.droppedLines}>
        <IconButton
          label={isWrapped ? 'Do not wrap long lines' : 'Wrap long lines'}
          icon={<IconTextWrap />}
          isActive={isWrapped}
          onClick={() => setWrapped(!isWrapped)}
        />
        <IconButton
          label="Follow the end"
          icon={<IconArrowBarToDown />}
          isActive={scroll.isFollowing}
          onClick={() => scroll.setFollowing(!scroll.isFollowing)}
        />
        <CopyButton label="Copy the log" value={() => log.lines.map((line) => plainTextOf(line.raw)).join('\n')} />
        <IconButton label="Download the log" icon={<IconDownload />} onClick={() => downloadFrom(fileAddress)} />
      </Toolbar>
      <div className={classes.body}>
        <div ref={scroll.scroller} className={classes.scroller} role="log" aria-live="off" aria-label="Log" tabIndex={0}>
          {log.droppedLines > 0 && (
            <p className={classes.note}>
              The first {formatCount(log.droppedLines)} lines are not shown: a page holds {formatCount(maximumLines)}. The download has all of them.
            </p>
          )}
          <div className={classes.canvas} style={{ height: scroll.window.heightPx }}>
            <div className={classes.window} style={{ transform: `translateY(${scroll.window.offsetPx}px)` }}>
              {lines.map((line) => {
                const entry = log.lines[line];
                if (!entry) return null;
                return (
                  <div key={line} className={classes.line}>
                    <span className={classes.number} style={{ width: gutterPx - 16 }} data-number={line + 1 + log.droppedLines} aria-hidden />
                    <span className={classes.text}>
                      <LogLineView raw={entry.raw} style={entry.style} matches={search.byLine.get(line)} current={current?.line === line ? current : null} />
                    </span>
                  </div>
                );
              })}
            </div>
          </div>
          {count === 0 && isLoading && (
            <div className={classes.message}>
              <SkeletonText lines={5} />
            </div>
          )}
          {count === 0 && !isLoading && !error && <p className={classes.empty}>{emptyWords}</p>}
          {!!error && (
            <div className={classes.message}>
              <ErrorNotice error={error} title="The log could not be read." onRetry={onRetry} />
            </div>
          )}
        </div>
        {isLive && !scroll.isFollowing && (
          <Button className={classes.toEnd} size="xs" leftSection={<IconArrowDown />} onClick={() => scroll.setFollowing(true)}>
            Newest lines
          </Button>
        )}
      </div>
    </div>
  );
}

function downloadFrom(address: string): void {
  const link = document.createElement('a');
  link.href = address;
  link.download = '';
  link.click();
}

function wordsOfSearch({ query, found, index }: LogSearch): string {
  if (query === '') return '';
  if (found.matches.length === 0) return 'Nothing found';
  return `${formatCount(index + 1)} of ${found.isCut ? 'more than ' : ''}${formatCount(found.matches.length)}`;
}

function Toolbar({
  search,
  hasSearchKey,
  lineCount,
  children,
}: {
  search: LogSearch;
  hasSearchKey: boolean;
  lineCount: number;
  children: ReactNode;
}): ReactNode {
  const field = useRef<HTMLInputElement>(null);
  useShortcut('/', 'Search in the log', () => field.current?.focus(), { isEnabled: hasSearchKey });
  const onKeyDown = (event: KeyboardEvent): void => {
    if (event.key === 'Enter') {
      event.preventDefault();
      search.step(event.shiftKey ? -1 : 1);
    }
    if (event.key !== 'Escape') return;
    event.stopPropagation();
    if (search.query === '') field.current?.blur();
    else search.setQuery('');
  };
  return (
    <div className={`${classes.toolbar} no-print`}>
      <TextInput
        ref={field}
        size="xs"
        className={classes.search}
        aria-label="Search in the log"
        placeholder="Search in the log"
        leftSection={<IconSearch />}
        value={search.query}
        onChange={(event) => search.setQuery(event.currentTarget.value)}
        onKeyDown={onKeyDown}
      />
      {search.query !== '' && (
        <>
          <IconButton label="Previous hit" icon={<IconChevronUp />} onClick={() => search.step(-1)} disabled={search.found.matches.length === 0} />
          <IconButton label="Next hit" icon={<IconChevronDown />} onClick={() => search.step(1)} disabled={search.found.matches.length === 0} />
        </>
      )}
      <span className={classes.count} role="status">
        {search.query === '' ? (lineCount > 0 ? `${formatCount(lineCount)} ${lineCount === 1 ? 'line' : 'lines'}` : '') : wordsOfSearch(search)}
      </span>
      <span className={classes.tools}>{children}</span>
    </div>
  );
}
