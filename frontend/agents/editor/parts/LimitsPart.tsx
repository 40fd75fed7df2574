import { Button, SegmentedControl, Select, TextInput } from '@mantine/core';
import { IconPlus, IconTrash } from '@tabler/icons-react';
import type { ReactNode } from 'react';
import type { AgentGuard, AgentLimits, AgentMemory } from '../../../../backend/agents/agent.contract.ts';
import { RunApprovalFields } from '../../../approvals/RunApprovalFields.tsx';
import { NumberSetting, SecondsSetting } from '../../../flows/editor/settings/fields.tsx';
import { RunnableField } from '../../../runnables/RunnableField.tsx';
import { IconButton } from '../../../ui/IconButton.tsx';
import { useAgentForm } from '../agent-form.ts';
import classes from './Parts.module.css';

/** What it remembers, where it ends, in whose name it works, and what looks at what goes in and out. */
export function LimitsPart(): ReactNode {
  const { value, set } = useAgentForm();
  return (
    <div className={classes.part}>
      <Memory />
      <Limits />
      <section className={classes.group}>
        <h2 className={classes.heading}>In whose name tools run</h2>
        <SegmentedControl
          aria-label="In whose name tools run"
          style={{ alignSelf: 'flex-start' }}
          data={[
            { value: 'caller', label: 'Whoever asks' },
            { value: 'author', label: 'Who deployed the version' },
          ]}
          value={value.run_as}
          onChange={(next) => set(['run_as'], next)}
        />
        <p className={classes.quiet}>
          {value.run_as === 'caller'
            ? 'The agent can do nothing that the asking person may not do.'
            : 'Whoever may use the agent gets at what its author may use, as long as the author may. Let tools ask where that matters.'}
        </p>
      </section>
      <section className={classes.group}>
        <h2 className={classes.heading}>Who may run it</h2>
        <RunApprovalFields value={value.run_approval} onChange={(next) => set(['run_approval'], next)} />
      </section>
      <Guards />
    </div>
  );
}

const kinds: { value: AgentMemory['kind']; label: string }[] = [
  { value: 'none', label: 'Nothing' },
  { value: 'window', label: 'The last messages' },
  { value: 'summary', label: 'A summary too' },
];

function Memory(): ReactNode {
  const { value, set } = useAgentForm();
  const { memory } = value;
  return (
    <section className={classes.group}>
      <h2 className={classes.heading}>What it remembers of a conversation</h2>
      <SegmentedControl
        aria-label="What it remembers"
        style={{ alignSelf: 'flex-start' }}
        data={kinds}
        value={memory.kind}
        onChange={(next) => set(['memory', 'kind'], next)}
      />
      {memory.kind !== 'none' && (
        <NumberSetting label="Messages" value={memory.messages} min={1} max={1000} onChange={(next) => set(['memory', 'messages'], next ?? 40)} />
      )}
    </section>
  );
}

function Limits(): ReactNode {
  const { value, set, errorAt } = useAgentForm();
  const { limits } = value;
  const put = (key: keyof AgentLimits, next: number | null): void => set(['limits', key], next);
  const problem = errorAt('/value/limits');
  return (
    <section className={classes.group}>
      <div>
        <h2 className={classes.heading}>Where a run ends</h2>
        <p className={classes.quiet}>With an error that names the limit. What was done until then stays done.</p>
      </div>
      <div className={classes.pair}>
        <NumberSetting label="Turns of the model" value={limits.turns} min={1} max={1000} onChange={(next) => put('turns', next ?? 25)} />
        <NumberSetting label="Tool calls" value={limits.tool_calls} max={10_000} onChange={(next) => put('tool_calls', next ?? 100)} />
        <NumberSetting label="Tools at the same time" value={limits.parallel_tools} min={1} max={32} onChange={(next) => put('parallel_tools', next ?? 8)} />
        <SecondsSetting
          label="Working time"
          value={limits.time_s}
          min={1}
          max={604_800}
          hint="Without waiting"
          onChange={(next) => put('time_s', next ?? 3600)}
        />
        <NumberSetting label="Tokens" value={limits.tokens} min={1} placeholder="No limit" onChange={(next) => put('tokens', next ?? null)} />
        <NumberSetting label="US dollars" value={limits.cost_usd} isWhole={false} placeholder="No limit" onChange={(next) => put('cost_usd', next ?? null)} />
      </div>
      {problem && <p className={classes.problem}>{problem}</p>}
    </section>
  );
}

const firstGuard: AgentGuard = { kind: 'pattern', on: 'output', pattern: '', flags: 'i', action: 'mask', message: '' };

function Guards(): ReactNode {
  const { value, set } = useAgentForm();
  const { guards } = value;
  return (
    <section className={classes.group}>
      <div>
        <h2 className={classes.heading}>Guards</h2>
        <p className={classes.quiet}>Look at what goes in or comes out: a regular expression, or a script of yours.</p>
      </div>
      <div className={classes.cards}>
        {guards.map((guard, index) => (
          <GuardCard key={index} guard={guard} index={index} />
        ))}
      </div>
      <div>
        <Button size="xs" leftSection={<IconPlus />} disabled={guards.length >= 20} onClick={() => set(['guards'], [...guards, firstGuard])}>
          Add guard
        </Button>
      </div>
    </section>
  );
}

function GuardCard({ guard, index }: { guard: AgentGuard; index: number }): ReactNode {
  const { set, errorAt } = useAgentForm();
  const pointer = `/value/guards/${index}`;
  const put = (key: string, next: unknown): void => set(['guards', index, key], next);
  const changeKind = (kind: string | null): void =>
    set(
      ['guards', index],
      kind === 'runnable' ? { kind, on: guard.on, path: '', message: guard.message } : { ...firstGuard, on: guard.on, message: guard.message },
    );
  return (
    <div className={classes.card}>
      <div className={classes.cardBody} style={{ borderTop: 0 }}>
        <div className={classes.pair}>
          <Select
            label="Looks at"
            data={[
              { value: 'input', label: 'what people write' },
              { value: 'output', label: 'what it answers' },
            ]}
            value={guard.on}
            onChange={(next) => next && put('on', next)}
            allowDeselect={false}
          />
          <Select
            label="By"
            data={[
              { value: 'pattern', label: 'a regular expression' },
              { value: 'runnable', label: 'a script' },
            ]}
            value={guard.kind}
            onChange={changeKind}
            allowDeselect={false}
          />
          {guard.kind === 'pattern' && (
            <Select
              label="What matches is"
              data={[
                { value: 'mask', label: 'masked' },
                { value: 'block', label: 'refused, the run ends' },
              ]}
              value={guard.action}
              onChange={(next) => next && put('action', next)}
              allowDeselect={false}
            />
          )}
        </div>
        {guard.kind === 'pattern' ? (
          <div className={classes.pair}>
            <TextInput
              label="Regular expression"
              classNames={{ input: 'mono' }}
              value={guard.pattern}
              onChange={({ currentTarget }) => put('pattern', currentTarget.value)}
              error={errorAt(`${pointer}/pattern`)}
              placeholder="\b\d{4}[ -]?\d{4}[ -]?\d{4}[ -]?\d{4}\b"
              autoComplete="off"
              spellCheck={false}
            />
            <TextInput
              label="Flags"
              classNames={{ input: 'mono' }}
              value={guard.flags}
              onChange={({ currentTarget }) => put('flags', currentTarget.value)}
              error={errorAt(`${pointer}/flags`)}
              maxLength={4}
            />
          </div>
        ) : (
          <RunnableField
            label="Script"
            description="Gets text; gives is_allowed, and message or text where it changes something."
            kinds={['script'] as const}
            value={{ kind: 'script', path: guard.path }}
            onChange={({ path }) => put('path', path)}
            error={errorAt(`${pointer}/path`)}
          />
        )}
        <TextInput
          label="What people are told"
          value={guard.message}
          onChange={({ currentTarget }) => put('message', currentTarget.value)}
          maxLength={500}
          autoComplete="off"
        />
        <div>
          <IconButton label={`Remove guard ${index + 1}`} icon={<IconTrash />} variant="subtle" onClick={() => set(['guards', index], undefined)} />
        </div>
      </div>
    </div>
  );
}
