import { Button, Menu, Select } from '@mantine/core';
import { IconBolt, IconEraser, IconHash, IconHome, IconMessage } from '@tabler/icons-react';
import { useQuery, useQueryClient } from '@tanstack/react-query';
import { useRef, useState, type ReactNode } from 'react';
import type { SimulatedAct, SimulatedAnswer, SimulatedMessage, Simulation } from '../../../backend/slack/simulator/simulator.contract.ts';
import { useWorkspace } from '../../session/workspace.ts';
import { EmptyState } from '../../ui/EmptyState.tsx';
import { ErrorNotice } from '../../ui/ErrorNotice.tsx';
import { SkeletonRows } from '../../ui/Skeletons.tsx';
import { useUrlState } from '../../ui/useUrlState.ts';
import { actInSlack, clearSimulation, simulationQuery, slackKey } from '../slack.api.ts';
import { Composer } from './Composer.tsx';
import { HomeTab } from './HomeTab.tsx';
import { MessageList } from './MessageList.tsx';
import classes from './Simulator.module.css';
import { ViewDialog } from './ViewDialog.tsx';

/** In the address, in the place of a channel. */
const homeTab = 'home';

/** A Slack of our own: type, press and fill in as any member, through the same addresses and signatures as the real one. */
export function SimulatorTab(): ReactNode {
  const { id: workspace } = useWorkspace();
  const [state, change] = useUrlState();
  const { data, error, refetch } = useQuery(simulationQuery(workspace, state['as']));
  if (error && !data) return <ErrorNotice error={error} title="The simulator could not be read." onRetry={() => void refetch()} />;
  if (!data) return <SkeletonRows />;
  return <Simulated simulation={data} as={state['as']} channelId={state['channel']} change={change} />;
}

type SimulatedProps = {
  simulation: Simulation;
  as: string | undefined;
  channelId: string | undefined;
  change: (part: Record<string, string | undefined>) => void;
};

function Simulated({ simulation, as, channelId, change }: SimulatedProps): ReactNode {
  const { id: workspace, username } = useWorkspace();
  const client = useQueryClient();
  const [problem, setProblem] = useState<unknown>(null);
  const [isBusy, setBusy] = useState(false);
  const [text, setText] = useState('');
  const input = useRef<HTMLInputElement>(null);
  const [replyTo, setReplyTo] = useState<SimulatedMessage | null>(null);
  const { people, channels, commands } = simulation;
  const me = people.find(({ slack_user_id: id }) => id === as) ?? people.find((person) => person.username === username) ?? people[0];
  const isHome = channelId === homeTab;
  const channel = channels.find(({ id }) => id === channelId) ?? channels.find(({ id }) => id === 'C0SUPPORT') ?? channels[0];
  const reload = (): Promise<void> => client.invalidateQueries({ queryKey: [...slackKey(workspace), 'simulation'] });
  const act = async (what: SimulatedAct): Promise<SimulatedAnswer> => {
    setBusy(true);
    setProblem(null);
    try {
      const answer = await actInSlack(workspace, { as: me?.slack_user_id ?? '', act: what });
      if (answer.problem !== null) setProblem(new Error(answer.problem));
      return answer;
    } catch (failure) {
      setProblem(failure);
      return { errors: {}, problem: failure instanceof Error ? failure.message : 'It did not work.' };
    } finally {
      setBusy(false);
      await reload();
    }
  };
  const shown = simulation.messages.filter((message) => message.channel === channel?.id);
  const named = (trigger: string) => commands.filter((command) => command.trigger === trigger);
  const send = async (text: string): Promise<boolean> => {
    const { problem: refused } = await act({ type: 'say', channel: channel?.id ?? '', text, thread_ts: text.startsWith('/') ? null : (replyTo?.ts ?? null) });
    return refused === null;
  };
  return (
    <div className={classes.frame}>
      <aside className={classes.side}>
        <Select
          label="You are"
          data={people.map((person) => ({ value: person.slack_user_id, label: person.is_member ? person.name : `${person.name} (not linked)` }))}
          value={me?.slack_user_id ?? null}
          onChange={(next) => change({ as: next ?? undefined, channel: isHome ? homeTab : channel?.is_direct ? undefined : channel?.id })}
          allowDeselect={false}
          searchable
        />
        <nav aria-label="Channels" className={classes.channels}>
          <button type="button" aria-current={isHome || undefined} onClick={() => change({ channel: homeTab })}>
            <IconHome aria-hidden />
            Home
          </button>
          {channels.map(({ id, name, is_direct: isDirect }) => (
            <button key={id} type="button" aria-current={(!isHome && id === channel?.id) || undefined} onClick={() => change({ channel: id })}>
              {isDirect ? <IconMessage aria-hidden /> : <IconHash aria-hidden />}
              {name}
            </button>
          ))}
        </nav>
        <p className={classes.faint}>
          Nothing leaves this installation. What is typed here is signed and sent to the addresses that Slack uses, and done as the person that you chose.
        </p>
        <div className={classes.sideActions}>
          {named('global_shortcut').length > 0 && (
            <Menu>
              <Menu.Target>
                <Button size="xs" leftSection={<IconBolt />}>
                  Shortcuts
                </Button>
              </Menu.Target>
              <Menu.Dropdown>
                {named('global_shortcut').map(({ name, summary }) => (
                  <Menu.Item key={name} onClick={() => void act({ type: 'shortcut', name })}>
                    {summary || name}
                  </Menu.Item>
                ))}
              </Menu.Dropdown>
            </Menu>
          )}
          <Button size="xs" variant="subtle" leftSection={<IconEraser />} onClick={() => void clearSimulation(workspace).then(reload)}>
            Clear messages
          </Button>
        </div>
      </aside>
      {isHome ? (
        <section className={classes.main} aria-label="Home">
          <HomeTab
            person={me?.slack_user_id ?? ''}
            view={simulation.home}
            onOpen={() => void act({ type: 'open_home' })}
            onPress={(block_id, action_id, value) => void act({ type: 'press_home', block_id, action_id, value })}
          />
          {problem !== null && <ErrorNotice error={problem} />}
        </section>
      ) : (
        <section className={classes.main} aria-label={channel?.name}>
          <MessageList
            messages={shown}
            shortcuts={named('message_shortcut')}
            onPress={(message, block_id, action_id, value) => void act({ type: 'click', channel: message.channel, ts: message.ts, block_id, action_id, value })}
            onShortcut={(message, name) => void act({ type: 'message_shortcut', name, channel: message.channel, ts: message.ts })}
            onReply={setReplyTo}
            empty={
              <NothingSaid
                commands={named('command')}
                onPick={(name) => {
                  setText(`${name} `);
                  input.current?.focus();
                }}
              />
            }
          />
          {problem !== null && <ErrorNotice error={problem} />}
          {replyTo && (
            <p className={classes.replying}>
              In the thread of {replyTo.author_name}
              <Button size="compact-xs" variant="subtle" onClick={() => setReplyTo(null)}>
                Leave the thread
              </Button>
            </p>
          )}
          <Composer
            where={channel?.is_direct ? 'Millrace' : `#${channel?.name ?? ''}`}
            commands={commands}
            isBusy={isBusy}
            text={text}
            onText={setText}
            inputRef={input}
            onSend={send}
          />
        </section>
      )}
      {simulation.view && (
        <ViewDialog
          key={simulation.view.id + JSON.stringify(simulation.view.view).length}
          view={simulation.view.view}
          onSubmit={(values) => act({ type: 'submit', view_id: simulation.view?.id ?? '', values })}
          onClose={() => void act({ type: 'close', view_id: simulation.view?.id ?? '' })}
        />
      )}
    </div>
  );
}

/** What can be typed here, one press away. */
function NothingSaid({ commands, onPick }: { commands: Simulation['commands']; onPick: (name: string) => void }): ReactNode {
  if (commands.length === 0) return <EmptyState icon={<IconMessage />} title="Bind a command first; then type it here." />;
  return (
    <EmptyState
      icon={<IconMessage />}
      title="Type a command, with its words or alone for its form."
      action={
        <ul className={classes.starters} aria-label="Commands to begin with">
          {commands.map(({ name, usage, summary }) => (
            <li key={name}>
              <button type="button" className={classes.starter} onClick={() => onPick(name)}>
                <span className="mono">{usage || name}</span>
                {summary !== '' && <span className={classes.faint}>{summary}</span>}
              </button>
            </li>
          ))}
        </ul>
      }
    />
  );
}
