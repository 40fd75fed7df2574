import { Button } from '@mantine/core';
import { IconEraser } from '@tabler/icons-react';
import { useQuery } from '@tanstack/react-query';
import { useMemo, useRef, useState, type KeyboardEvent, type ReactNode } from 'react';
import { Textarea } from '@mantine/core';
import { IconArrowUp } from '@tabler/icons-react';
import type { JsonObject } from '../../../backend/common/json.ts';
import { AgentInputs, otherInputs } from '../../chat/parts/AgentInputs.tsx';
import composer from '../../chat/parts/Composer.module.css';
import conversation from '../../chat/parts/Conversation.module.css';
import { ThreadMessages } from '../../chat/parts/ThreadMessages.tsx';
import { EmptyChat } from '../../chat/parts/EmptyChat.tsx';
import { useStickToEnd } from '../../chat/parts/useStickToEnd.ts';
import { ErrorNotice } from '../../ui/ErrorNotice.tsx';
import { IconButton } from '../../ui/IconButton.tsx';
import { SkeletonText } from '../../ui/Skeletons.tsx';
import { isPractice } from '../agent-words.ts';
import { agentTraceQuery } from '../agents.api.ts';
import { useAgentForm } from './agent-form.ts';
import classes from './AgentEditor.module.css';
import { useTestRuns } from './useTestRuns.ts';

/** Asks the agent as it is in the editor. Each question stands by itself: nothing of it is kept when the agent is deployed. */
export function TestChat(): ReactNode {
  const { editor, check } = useAgentForm();
  const { workspace, path, document } = editor;
  const test = useTestRuns(workspace, path, document);
  const [text, setText] = useState('');
  const inputs = useRef<(() => JsonObject | null) | null>(null);
  const field = useRef<HTMLTextAreaElement>(null);
  const asked = useMemo(() => otherInputs(document.schema), [document.schema]);
  const { ref, onScroll } = useStickToEnd(test.runs.length);
  const hasErrors = check.problems.some(({ severity }) => severity === 'error');
  const ask = (message: string): void => {
    const values = asked && inputs.current ? inputs.current() : {};
    if (values === null || message.trim() === '' || test.isStarting) return;
    test.start({ ...values, message: message.trim() });
    setText('');
    field.current?.focus();
  };
  const onKeyDown = (event: KeyboardEvent): void => {
    if (event.key !== 'Enter' || event.shiftKey || event.nativeEvent.isComposing) return;
    event.preventDefault();
    ask(text);
  };
  return (
    <>
      <div className={classes.testHead}>
        <h2 className={classes.testTitle}>Try it</h2>
        {test.runs.length > 0 && (
          <Button size="xs" variant="subtle" leftSection={<IconEraser />} onClick={test.clear}>
            Clear
          </Button>
        )}
      </div>
      <div className={conversation.frame}>
        <div className={conversation.scroller} ref={ref} onScroll={onScroll} tabIndex={0} role="region" aria-label="What was said in the test">
          <div className={conversation.messages}>
            {test.runs.length === 0 && (
              <EmptyChat
                title={document.summary || 'Try it'}
                greeting={document.value.greeting}
                suggestions={document.value.suggestions.filter((one) => one.trim() !== '')}
                isPractice={isPractice(document.value.model)}
                onSuggestion={ask}
              />
            )}
            {test.runs.map((job) => (
              <TestRun key={job} workspace={workspace} job={job} />
            ))}
          </div>
        </div>
      </div>
      <div className={conversation.foot}>
        {test.error !== null && <ErrorNotice error={test.error} title="The test did not start." />}
        {asked && <AgentInputs key={JSON.stringify(asked)} schema={asked} control={inputs} />}
        <form
          className={composer.box}
          aria-label="Try the agent"
          onSubmit={(event) => {
            event.preventDefault();
            ask(text);
          }}
        >
          <Textarea
            ref={field}
            classNames={{ input: composer.input }}
            aria-label="Message"
            placeholder={hasErrors ? 'Some things need another look before it can be tried' : 'Ask the agent as it is here'}
            value={text}
            onChange={(event) => setText(event.currentTarget.value)}
            onKeyDown={onKeyDown}
            autosize
            minRows={1}
            maxRows={6}
            variant="unstyled"
          />
          <div className={composer.tools}>
            <span className={composer.space} />
            <IconButton
              type="submit"
              label="Ask"
              shortcut="enter"
              icon={<IconArrowUp />}
              variant="filled"
              loading={test.isStarting}
              data-idle={text.trim() === '' || undefined}
              className={composer.send}
            />
          </div>
        </form>
      </div>
    </>
  );
}

/** One test: the conversation of its run. */
function TestRun({ workspace, job }: { workspace: string; job: string }): ReactNode {
  const { data, error, refetch } = useQuery({
    ...agentTraceQuery(workspace, job),
    // The conversation is made when the run begins, which may be a moment after it was asked for.
    refetchInterval: (query) => (query.state.data?.thread_id ? false : 400),
  });
  if (error && !data) return <ErrorNotice error={error} title="The test could not be read." onRetry={() => void refetch()} />;
  if (!data?.thread_id) return <SkeletonText lines={3} />;
  return <ThreadMessages workspace={workspace} threadId={data.thread_id} />;
}
