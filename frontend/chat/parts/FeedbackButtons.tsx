import { Button, Popover, Textarea } from '@mantine/core';
import { IconThumbDown, IconThumbDownFilled, IconThumbUp, IconThumbUpFilled } from '@tabler/icons-react';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useState, type FormEvent, type ReactNode } from 'react';
import type { GiveFeedback, ThreadMessage } from '../../../backend/agents/threads.contract.ts';
import { ErrorNotice } from '../../ui/ErrorNotice.tsx';
import { FormActions, FormFields } from '../../ui/FormParts.tsx';
import { IconButton } from '../../ui/IconButton.tsx';
import { giveFeedback, threadQuery } from '../chat.api.ts';

type Props = { workspace: string; thread: string; message: ThreadMessage };

/** How good an answer was. A bad one asks for a reason and a better answer; both may stay empty. */
export function FeedbackButtons({ workspace, thread, message }: Props): ReactNode {
  const [isAsking, setAsking] = useState(false);
  const client = useQueryClient();
  const rating = message.feedback?.rating ?? null;
  const give = useMutation({
    mutationFn: (input: Partial<GiveFeedback> & Pick<GiveFeedback, 'rating'>) => giveFeedback(workspace, thread, message.id, input),
    onSuccess: () => client.invalidateQueries({ queryKey: threadQuery(workspace, thread).queryKey }),
  });
  return (
    <>
      <IconButton
        label="Good answer"
        icon={rating === 'up' ? <IconThumbUpFilled /> : <IconThumbUp />}
        isActive={rating === 'up'}
        variant="subtle"
        size="sm"
        onClick={() => give.mutate({ rating: rating === 'up' ? null : 'up' })}
      />
      <Popover opened={isAsking} onChange={setAsking} position="top-start" width={320} withinPortal trapFocus returnFocus>
        <Popover.Target>
          <IconButton
            label="Bad answer"
            icon={rating === 'down' ? <IconThumbDownFilled /> : <IconThumbDown />}
            isActive={rating === 'down'}
            variant="subtle"
            size="sm"
            onClick={() => {
              if (rating === 'down') return give.mutate({ rating: null });
              give.mutate({ rating: 'down' });
              setAsking(true);
            }}
          />
        </Popover.Target>
        <Popover.Dropdown>
          {isAsking && (
            <Reason
              error={give.error}
              isBusy={give.isPending}
              onSend={(comment, correction) =>
                void give.mutateAsync({ rating: 'down', comment, correction }).then(
                  () => setAsking(false),
                  () => undefined,
                )
              }
              onClose={() => setAsking(false)}
            />
          )}
        </Popover.Dropdown>
      </Popover>
    </>
  );
}

type ReasonProps = { error: unknown; isBusy: boolean; onSend: (comment: string, correction: string) => void; onClose: () => void };

function Reason({ error, isBusy, onSend, onClose }: ReasonProps): ReactNode {
  const [comment, setComment] = useState('');
  const [correction, setCorrection] = useState('');
  const submit = (event: FormEvent): void => {
    event.preventDefault();
    onSend(comment, correction);
  };
  return (
    <form onSubmit={submit} aria-label="What was wrong">
      <FormFields>
        <Textarea
          label="What was wrong"
          value={comment}
          onChange={(event) => setComment(event.currentTarget.value)}
          autosize
          minRows={2}
          maxRows={5}
          maxLength={4000}
          data-autofocus
        />
        <Textarea
          label="A better answer"
          value={correction}
          onChange={(event) => setCorrection(event.currentTarget.value)}
          autosize
          minRows={2}
          maxRows={8}
          maxLength={20_000}
        />
        {error !== null && <ErrorNotice error={error} />}
      </FormFields>
      <FormActions>
        <Button onClick={onClose}>Skip</Button>
        <Button type="submit" variant="filled" loading={isBusy}>
          Send feedback
        </Button>
      </FormActions>
    </form>
  );
}
