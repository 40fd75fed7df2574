import { IconChevronLeft, IconChevronRight } from '@tabler/icons-react';
import type { ReactNode } from 'react';
import type { ThreadMessage } from '../../../backend/agents/threads.contract.ts';
import { IconButton } from '../../ui/IconButton.tsx';
import { useConversationContext } from './conversation-context.ts';
import classes from './Message.module.css';

/** Goes between the wordings, or the answers, that stand at the same place. Whoever may only read sees which one it is. */
export function BranchSwitcher({ message }: { message: ThreadMessage }): ReactNode {
  const { conversation, mayWrite } = useConversationContext();
  const { siblings, id, role } = message;
  if (siblings.length < 2) return null;
  const at = siblings.indexOf(id);
  const noun = role === 'user' ? 'wording' : 'answer';
  const before = siblings[at - 1];
  const after = siblings[at + 1];
  const isBusy = conversation.running !== null;
  return (
    <span className={classes.switcher} role="group" aria-label={`${noun === 'wording' ? 'Wordings' : 'Answers'} at this place`}>
      {mayWrite && (
        <IconButton
          label={`Previous ${noun}`}
          icon={<IconChevronLeft />}
          variant="subtle"
          size="sm"
          disabled={before === undefined || isBusy}
          onClick={() => before !== undefined && conversation.show(before)}
        />
      )}
      <span>
        {at + 1}/{siblings.length}
      </span>
      {mayWrite && (
        <IconButton
          label={`Next ${noun}`}
          icon={<IconChevronRight />}
          variant="subtle"
          size="sm"
          disabled={after === undefined || isBusy}
          onClick={() => after !== undefined && conversation.show(after)}
        />
      )}
    </span>
  );
}
