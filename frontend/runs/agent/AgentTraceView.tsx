import { IconAlignLeft, IconBrain, IconChevronRight, IconTool } from '@tabler/icons-react';
import { useQuery, useQueryClient } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { useState, type ReactNode } from 'react';
import { isTerminal } from '../../../backend/jobs/core/job-status.ts';
import type { Job } from '../../../backend/jobs/jobs.contract.ts';
import { agentTraceQuery } from '../../agents/agents.api.ts';
import { PriceLink } from '../../agents/PriceLink.tsx';
import { useRoom } from '../../api/live.ts';
import { costInWords } from '../../chat/parts/core/message-words.ts';
import { retrievedIn } from '../../chat/parts/core/retrieved.ts';
import { ErrorNotice } from '../../ui/ErrorNotice.tsx';
import { formatCount, formatDuration, formatPlural } from '../../ui/format.ts';
import { Section } from '../../ui/Page.tsx';
import { SkeletonRows } from '../../ui/Skeletons.tsx';
import { StatusBadge } from '../../ui/StatusBadge.tsx';
import { useNowWhile } from '../TimeBar.tsx';
import classes from './AgentTraceView.module.css';
import { TraceDetails } from './TraceDetails.tsx';
import { type TraceRow, traceRows } from './trace-rows.ts';

const liveMs = 1500;
const glyphs = { turn: IconBrain, tool: IconTool, summary: IconAlignLeft } as const;

/** What an agent did in a run: its turns and tool calls on a line of time, with tokens, cost and how long the first word took. */
export function AgentTraceView({ workspace, job }: { workspace: string; job: Job }): ReactNode {
  const isOver = isTerminal(job.status);
  const client = useQueryClient();
  const { data, error, refetch } = useQuery({ ...agentTraceQuery(workspace, job.id), refetchInterval: isOver ? false : liveMs });
  const reread = (): void => void client.invalidateQueries({ queryKey: agentTraceQuery(workspace, job.id).queryKey });
  useRoom(workspace, `job:${job.id}`, { onJobChanged: reread });
  const now = useNowWhile(!isOver);
  const [open, setOpen] = useState<number | null>(null);
  const link = data?.thread_id && (
    <Link to="/w/$workspace/chat/$threadId" params={{ workspace, threadId: data.thread_id }}>
      Open as thread
    </Link>
  );
  return (
    <Section title="Trace" actions={link}>
      {error && !data && <ErrorNotice error={error} title="The trace could not be read." onRetry={() => void refetch()} />}
      {!data && !error && <SkeletonRows count={3} />}
      {data && (
        <Summary usage={data.usage} firstTokenMs={data.steps.find((step) => step.first_token_ms !== null)?.first_token_ms ?? null}>
          {job.kind === 'agent' && <PriceLink workspace={workspace} path={job.path} />}
        </Summary>
      )}
      {data?.steps.length === 0 && <p className={classes.quiet}>{isOver ? 'The run ended before the model was asked.' : 'Nothing was recorded yet.'}</p>}
      {data && data.steps.length > 0 && (
        <ol className={classes.rows} aria-label="Turns and tool calls">
          {traceRows(data.steps, now).map((row) => (
            <Row
              key={row.step.seq}
              workspace={workspace}
              row={row}
              isOpen={open === row.step.seq}
              onToggle={() => setOpen(open === row.step.seq ? null : row.step.seq)}
            />
          ))}
        </ol>
      )}
    </Section>
  );
}

type Usage = { input_tokens: number; output_tokens: number; cost_usd: number; turns: number; tool_calls: number };

function Summary({ usage, firstTokenMs, children }: { usage: Usage; firstTokenMs: number | null; children: ReactNode }): ReactNode {
  const facts = [
    formatPlural(usage.turns, 'turn'),
    formatPlural(usage.tool_calls, 'tool call'),
    `${formatCount(usage.input_tokens)} tokens in, ${formatCount(usage.output_tokens)} out`,
    `cost ${costInWords(usage.cost_usd)}`,
    ...(firstTokenMs === null ? [] : [`first word after ${formatDuration(firstTokenMs)}`]),
  ];
  return (
    <p className={classes.summary}>
      {facts.map((fact) => (
        <span key={fact}>{fact}</span>
      ))}
      {children}
    </p>
  );
}

function Row({ workspace, row, isOpen, onToggle }: { workspace: string; row: TraceRow; isOpen: boolean; onToggle: () => void }): ReactNode {
  const { step, turn, status, left, width, lengthMs } = row;
  const retrieved = step.kind === 'tool' ? retrievedIn(step.output) : [];
  const Glyph = glyphs[step.kind];
  const name = turn === null ? step.name : `Turn ${turn}`;
  const facts = [
    ...(turn === null ? [] : [step.name]),
    ...(step.usage === null ? [] : [`${formatCount(step.usage.input_tokens + step.usage.output_tokens)} tokens`]),
    ...(retrieved.length > 0 ? [`retrieved ${retrieved.map(({ title }) => title).join(', ')}`] : []),
    ...(step.attempts > 1 ? [`${step.attempts} attempts`] : []),
  ];
  return (
    <li>
      <button type="button" className={classes.line} aria-expanded={isOpen} onClick={onToggle}>
        <span className={classes.name}>
          <IconChevronRight aria-hidden className={classes.chevron} />
          <StatusBadge status={status} variant="icon" />
          <Glyph aria-hidden className={classes.kind} />
          <span className={classes.words}>{name}</span>
          <span className={classes.facts}>{facts.join(', ')}</span>
        </span>
        <span className={classes.lane} aria-hidden>
          <span className={classes.bar} data-status={status} data-kind={step.kind} style={{ insetInlineStart: `${left}%`, width: `${width}%` }} />
        </span>
        <span className={classes.length}>{formatDuration(lengthMs)}</span>
      </button>
      {isOpen && <TraceDetails workspace={workspace} step={step} />}
    </li>
  );
}
