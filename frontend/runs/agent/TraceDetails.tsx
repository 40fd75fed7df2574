import { IconChecklist, IconHistory } from '@tabler/icons-react';
import { Link } from '@tanstack/react-router';
import type { ReactNode } from 'react';
import type { AgentTraceStep } from '../../../backend/agents/agents.contract.ts';
import type { JsonObject } from '../../../backend/common/json.ts';
import { usageInWords } from '../../chat/parts/core/message-words.ts';
import { formatDuration } from '../../ui/format.ts';
import { ArgumentsView } from '../ArgumentsView.tsx';
import { ResultView } from '../result/ResultView.tsx';
import classes from './AgentTraceView.module.css';
import { textsOfTurn } from './trace-rows.ts';

/** Everything about one step of a trace. */
export function TraceDetails({ workspace, step }: { workspace: string; step: AgentTraceStep }): ReactNode {
  return (
    <div className={classes.details}>
      {step.usage !== null && <Numbers step={step} />}
      {step.kind === 'tool' && step.input !== null && (
        <div>
          <p className={classes.heading}>Arguments</p>
          <ArgumentsView workspace={workspace} args={step.input as JsonObject} schema={null} />
        </div>
      )}
      {step.error !== null && (
        <div>
          <p className={classes.heading}>Error</p>
          <p className={classes.problem}>{step.error.message}</p>
        </div>
      )}
      <Output step={step} />
      {(step.child_job_id !== null || step.approval_id !== null) && (
        <p className={classes.links}>
          {step.child_job_id !== null && (
            <Link to="/w/$workspace/runs/$jobId" params={{ workspace, jobId: step.child_job_id }}>
              <IconHistory aria-hidden /> Its run
            </Link>
          )}
          {step.approval_id !== null && (
            <Link to="/w/$workspace/approvals/$approvalId" params={{ workspace, approvalId: step.approval_id }}>
              <IconChecklist aria-hidden /> Its approval
            </Link>
          )}
        </p>
      )}
    </div>
  );
}

function Numbers({ step }: { step: AgentTraceStep }): ReactNode {
  if (step.usage === null) return null;
  const words = usageInWords(step.usage).filter(([label]) => label !== 'Turns' && label !== 'Tool calls');
  const latency: [string, string][] = step.first_token_ms === null ? [] : [['First word after', formatDuration(step.first_token_ms)]];
  return (
    <dl className={classes.list}>
      {[...words, ...latency].map(([label, value]) => (
        <div key={label}>
          <dt>{label}</dt>
          <dd>{value}</dd>
        </div>
      ))}
    </dl>
  );
}

/** What came of it: the words of a turn, the result of a tool. */
function Output({ step }: { step: AgentTraceStep }): ReactNode {
  if (step.output === null) return null;
  const text = step.kind === 'tool' ? '' : typeof step.output === 'string' ? step.output : textsOfTurn(step.output);
  const isTooLarge = typeof step.output === 'object' && 'is_too_large' in step.output;
  return (
    <div>
      <p className={classes.heading}>{step.kind === 'tool' ? 'Result' : 'What it said'}</p>
      {isTooLarge ? <p>It is too large to be shown here; its run has it.</p> : <ResultView value={text === '' ? step.output : text} name={step.name} />}
    </div>
  );
}
