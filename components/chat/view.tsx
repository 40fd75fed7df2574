import { useCallback, useRef, type ReactNode } from 'react';
import type { ChatPartProps, ComponentProps } from '../view.ts';
import classes from './chat.module.css';
import type { chat } from './definition.ts';

/** A conversation with an agent. In the builder it only shows which one it would be. */
export function ChatView(view: ComponentProps<typeof chat>): ReactNode {
  const { id, props, expose, emit, useMethods, isEditing, host } = view;
  const { Chat } = host.parts;
  const guestAction = props.guest_action ?? '';
  const control: ChatPartProps['control'] = useRef(null);
  const onChange = useCallback<ChatPartProps['onChange']>(
    (state) => expose({ thread_id: state.thread_id, status: state.status, answer: state.answer }),
    [expose],
  );
  const onAnswer = useCallback<ChatPartProps['onAnswer']>((answer) => void emit('answer', answer), [emit]);
  useMethods({
    send: (text: string) => control.current?.send(text),
    begin: () => control.current?.begin(),
  });
  return (
    <div role="group" className={classes.chat} style={{ height: props.height }} aria-label={props.label === '' ? 'Chat' : props.label}>
      {props.label !== '' && <h3 className={classes.label}>{props.label}</h3>}
      {props.agent === '' && guestAction === '' ? (
        <p className={classes.empty}>Name the agent that answers here.</p>
      ) : isEditing ? (
        <p className={classes.empty}>
          A conversation with <code>{props.agent || `the agent of ${guestAction}`}</code>. It works in the preview and in the app.
        </p>
      ) : (
        <Chat
          agent={props.agent}
          guestAction={guestAction}
          giveFile={props.guest_files ? (file, onProgress, signal) => host.upload(id, file, onProgress, signal) : undefined}
          greeting={props.greeting}
          suggestions={props.suggestions}
          placeholder={props.placeholder}
          isKept={props.is_kept}
          isDisabled={props.disabled === true}
          onChange={onChange}
          onAnswer={onAnswer}
          control={control}
        />
      )}
    </div>
  );
}
