import { IconChevronRight, IconCode, IconFileText, IconFolderCode, IconHistory, IconPlugConnected, type Icon } from '@tabler/icons-react';
import { useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { lazy, Suspense, useState, type ReactNode } from 'react';
import type { ApprovalRow } from '../../../backend/approvals/approvals.contract.ts';
import { approvalQuery } from '../../approvals/approvals.api.ts';
import { ArgumentsView } from '../../runs/ArgumentsView.tsx';
import { runnableFormQuery } from '../../runnables/runnables.api.ts';
import { lookOfKind } from '../../theme/kinds.ts';
import { SkeletonText } from '../../ui/Skeletons.tsx';
import { StatusBadge } from '../../ui/StatusBadge.tsx';
import { Duration } from '../../ui/Values.tsx';
import { useConversationContext } from './conversation-context.ts';
import type { ToolPart } from './core/live-answer.ts';
import { argumentsInShort, toolStates, waitInWords } from './core/message-words.ts';
import classes from './Part.module.css';
import { ToolApproval } from './ToolApproval.tsx';
import { useToolRequests } from './useToolRequests.ts';

const ResultView = lazy(() => import('../../runs/result/ResultView.tsx').then((module) => ({ default: module.ResultView })));

const glyphs = { code: IconCode, mcp: IconPlugConnected, sandbox: IconFolderCode } as const;
const glyphOf = (kind: ToolPart['kind']): Icon => (kind in glyphs ? glyphs[kind as keyof typeof glyphs] : lookOfKind(kind).icon);

/** A tool that was called: one quiet line, which opens to its arguments, its result and its run. One that needs a decision stands out. */
export function ToolCall({ tool }: { tool: ToolPart }): ReactNode {
  const { conversation } = useConversationContext();
  const [isShown, setShown] = useState(false);
  const requests = useToolRequests(conversation.workspace, tool);
  const own = tool.status === 'asked' ? tool.approval_id : null;
  const waitsFor = useWaitInWords(conversation.workspace, own, requests[0]);
  const isWorking = tool.status === 'running' && waitsFor === null;
  const { word, looks } = toolStates[waitsFor === null ? tool.status : 'asked'];
  const Glyph = glyphOf(tool.kind);
  return (
    <div className={classes.part} data-tool={tool.name}>
      <button type="button" className={classes.line} aria-expanded={isShown} onClick={() => setShown(!isShown)}>
        <Glyph aria-hidden className={classes.icon} data-kind={tool.kind} />
        <span className={classes.name}>{tool.name}</span>
        <span className={classes.short}>{argumentsInShort(tool.args)}</span>
        <span className={classes.state} data-wait={waitsFor !== null || undefined}>
          <StatusBadge status={looks} variant="icon" />
          <span aria-hidden={waitsFor === null}>{tool.status === 'succeeded' ? '' : (waitsFor ?? word)}</span>
        </span>
        {tool.started_at !== null && (isWorking || tool.ended_at !== null) && (
          <span className={classes.duration}>
            <Duration ms={tool.ended_at === null ? null : Date.parse(tool.ended_at) - Date.parse(tool.started_at)} since={isWorking ? tool.started_at : null} />
          </span>
        )}
        <IconChevronRight aria-hidden className={classes.chevron} />
      </button>
      {own !== null && <ToolApproval id={own} />}
      {requests.map(({ id }) => (
        <ToolApproval key={id} id={id} />
      ))}
      {isShown && <Details tool={tool} />}
    </div>
  );
}

/** For whom a call waits: by its own rule, or in what it runs. */
function useWaitInWords(workspace: string, own: string | null, below: ApprovalRow | undefined): string | null {
  const { data } = useQuery({ ...approvalQuery(workspace, own ?? ''), enabled: own !== null, retry: false });
  const request = own === null ? below : data;
  return request?.status === 'open' ? waitInWords(request, new Date()) : null;
}

/** Everything about a call. */
function Details({ tool }: { tool: ToolPart }): ReactNode {
  const { conversation } = useConversationContext();
  const { workspace } = conversation;
  const { kind, path } = tool;
  const isRunnable = (kind === 'script' || kind === 'flow' || kind === 'agent') && path !== null;
  // Not everybody who sees the conversation may read the tool: then the arguments stand in the order in which they came.
  const { data } = useQuery({
    ...runnableFormQuery(workspace, { kind: isRunnable ? kind : 'script', path: path ?? '' }),
    enabled: isRunnable,
    retry: false,
    staleTime: 60_000,
  });
  return (
    <div className={classes.card}>
      <div className={classes.section}>
        <p className={classes.heading}>Arguments</p>
        <ArgumentsView workspace={workspace} args={tool.args} schema={data?.schema ?? null} />
      </div>
      <Outcome tool={tool} />
      <Links tool={tool} />
    </div>
  );
}

function Outcome({ tool }: { tool: ToolPart }): ReactNode {
  const { canBuild } = useConversationContext();
  if (tool.error !== null)
    return (
      <div className={classes.section}>
        <p className={classes.heading}>{tool.status === 'denied' ? 'Why not' : 'Error'}</p>
        <p className={classes.problem}>{tool.error.message}</p>
        {canBuild && <p className={classes.code}>{tool.error.code}</p>}
      </div>
    );
  if (tool.status !== 'succeeded') return null;
  return (
    <div className={classes.section}>
      <p className={classes.heading}>Result</p>
      {tool.is_output_omitted ? (
        <p className={classes.short}>It is too large to be shown here; the run has it.</p>
      ) : (
        <Suspense fallback={<SkeletonText />}>
          <ResultView value={tool.output} name={tool.name} />
        </Suspense>
      )}
    </div>
  );
}

function Links({ tool: { path, kind, job_id: job } }: { tool: ToolPart }): ReactNode {
  const { conversation, canBuild } = useConversationContext();
  const params = { workspace: conversation.workspace };
  const hasPage = path !== null && (kind === 'script' || kind === 'flow' || kind === 'agent');
  if (job === null && !hasPage) return null;
  return (
    <p className={classes.links}>
      {job !== null && (
        <Link to="/w/$workspace/runs/$jobId" params={{ ...params, jobId: job }} className={classes.link}>
          <IconHistory aria-hidden /> Open the run
        </Link>
      )}
      {job !== null && (
        <Link to="/w/$workspace/runs/$jobId" params={{ ...params, jobId: job }} search={{ tab: 'log' }} className={classes.link}>
          <IconFileText aria-hidden /> Its log
        </Link>
      )}
      {hasPage && canBuild && (
        <Link to={`/w/$workspace/${kind}s/$`} params={{ ...params, _splat: path }} className={classes.link}>
          <span className="mono">{path}</span>
        </Link>
      )}
    </p>
  );
}
