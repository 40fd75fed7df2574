import { Popover } from '@mantine/core';
import { IconChartDots, IconHistory, IconRefresh } from '@tabler/icons-react';
import { useNavigate } from '@tanstack/react-router';
import { useState, type ReactNode } from 'react';
import type { ThreadMessage } from '../../../backend/agents/threads.contract.ts';
import { PriceLink } from '../../agents/PriceLink.tsx';
import { AddToEvaluationSet } from '../../evaluations/AddToEvaluationSet.tsx';
import { CopyButton } from '../../ui/CopyButton.tsx';
import { IconButton } from '../../ui/IconButton.tsx';
import { BranchSwitcher } from './BranchSwitcher.tsx';
import { useConversationContext } from './conversation-context.ts';
import { textOf, usageInWords } from './core/message-words.ts';
import { FeedbackButtons } from './FeedbackButtons.tsx';
import classes from './Message.module.css';
import usage from './UsageDetails.module.css';

/** What one can do with an answer: copy, judge, ask again, look at another one, see what it took. */
export function AnswerActions({ message, isLast }: { message: ThreadMessage; isLast: boolean }): ReactNode {
  const { conversation, mayWrite, canBuild } = useConversationContext();
  const navigate = useNavigate();
  const text = textOf(message.parts);
  const { workspace, thread, running } = conversation;
  const job = message.job_id;
  return (
    <div className={classes.actions}>
      <BranchSwitcher message={message} />
      {text !== '' && <CopyButton value={text} label="Copy answer" />}
      {mayWrite && running === null && (
        <IconButton
          label={isLast ? 'Ask again' : 'Ask again from here'}
          icon={<IconRefresh />}
          variant="subtle"
          size="sm"
          onClick={() => conversation.retry(message)}
        />
      )}
      {thread && <FeedbackButtons workspace={workspace} thread={thread.id} message={message} />}
      {canBuild && job !== null && (
        <IconButton
          label="Open the run"
          icon={<IconHistory />}
          variant="subtle"
          size="sm"
          onClick={() => void navigate({ to: '/w/$workspace/runs/$jobId', params: { workspace, jobId: job } })}
        />
      )}
      {canBuild && thread && <AddToEvaluationSet workspace={workspace} thread={thread} answerId={message.id} />}
      <UsageDetails message={message} />
    </div>
  );
}

/** Tokens and cost: there for who looks for them. */
function UsageDetails({ message }: { message: ThreadMessage }): ReactNode {
  const { conversation, canBuild } = useConversationContext();
  const { workspace, thread } = conversation;
  const [isShown, setShown] = useState(false);
  if (message.usage === null) return null;
  return (
    <Popover opened={isShown} onChange={setShown} position="top-start" withinPortal trapFocus returnFocus>
      <Popover.Target>
        <IconButton label="What it took" icon={<IconChartDots />} variant="subtle" size="sm" aria-expanded={isShown} onClick={() => setShown(!isShown)} />
      </Popover.Target>
      <Popover.Dropdown className={usage.details} tabIndex={-1} data-autofocus aria-label="What it took">
        <dl className={usage.list}>
          {message.model !== null && (
            <div className={usage.row}>
              <dt>Model</dt>
              <dd>{message.model}</dd>
            </div>
          )}
          {usageInWords(message.usage).map(([label, value]) => (
            <div key={label} className={usage.row}>
              <dt>{label}</dt>
              <dd>{value}</dd>
            </div>
          ))}
        </dl>
        {canBuild && isShown && thread && <PriceLink workspace={workspace} path={thread.agent} />}
      </Popover.Dropdown>
    </Popover>
  );
}
