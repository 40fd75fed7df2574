import { Textarea, TextInput } from '@mantine/core';
import { IconChevronDown, IconChevronRight, IconTrash } from '@tabler/icons-react';
import { useState, type ReactNode } from 'react';
import type { AgentTool } from '../../../../backend/agents/agent.contract.ts';
import { RunnableField } from '../../../runnables/RunnableField.tsx';
import { runnableKinds } from '../../../runnables/runnable.ts';
import { ErrorNotice } from '../../../ui/ErrorNotice.tsx';
import { IconButton } from '../../../ui/IconButton.tsx';
import { KindIcon } from '../../../ui/KindIcon.tsx';
import { argumentsInWords, ruleInWords } from '../../agent-words.ts';
import { problemsBelow, useAgentForm } from '../agent-form.ts';
import { useToolAdder } from '../useToolAdder.ts';
import classes from './Parts.module.css';
import { RuleFields } from './RuleFields.tsx';
import { SandboxFields } from './SandboxFields.tsx';
import { ServersFields } from './ServersFields.tsx';
import { ToolArguments } from './ToolArguments.tsx';

/** What the agent may do: scripts, flows and other agents of the workspace, MCP servers, a sandbox. */
export function ToolsPart(): ReactNode {
  const { value } = useAgentForm();
  const [open, setOpen] = useState<number | null>(null);
  const { add, error } = useToolAdder();
  return (
    <div className={classes.part}>
      <section className={classes.group}>
        <div>
          <h2 className={classes.heading}>Scripts, flows and agents</h2>
          <p className={classes.quiet}>
            Each call is a run of its own, in the name of whoever asks. What does not promise to change nothing asks people first; you decide here.
          </p>
        </div>
        {value.tools.length > 0 && (
          <ul className={classes.cards} aria-label="Tools">
            {value.tools.map((tool, index) => (
              <li key={index}>
                <ToolCard tool={tool} index={index} isOpen={open === index} onToggle={() => setOpen(open === index ? null : index)} />
              </li>
            ))}
          </ul>
        )}
        {error !== null && <ErrorNotice error={error} title="It could not be added." />}
        <RunnableField
          label="Add a tool"
          kinds={runnableKinds}
          value={{ kind: 'script', path: '' }}
          onChange={(target) => {
            if (target.path === '') return;
            void add(target).then(() => setOpen(value.tools.length));
          }}
        />
      </section>
      <ServersFields />
      <SandboxFields />
    </div>
  );
}

function ToolCard({ tool, index, isOpen, onToggle }: { tool: AgentTool; index: number; isOpen: boolean; onToggle: () => void }): ReactNode {
  const { check, set } = useAgentForm();
  const pointer = `/value/tools/${index}`;
  const problems = problemsBelow(check.problems, [pointer]);
  const hasError = problems.some(({ severity }) => severity === 'error');
  const Chevron = isOpen ? IconChevronDown : IconChevronRight;
  const given = argumentsInWords(tool);
  return (
    <div className={classes.card} data-problem={hasError || undefined} data-tool={tool.name}>
      <div className={classes.cardHead}>
        <button type="button" className={classes.cardToggle} aria-expanded={isOpen} onClick={onToggle}>
          <KindIcon kind={tool.kind} variant="tile" />
          <span className={classes.cardWords}>
            <span className={classes.cardTitle}>
              {tool.name} <code>{tool.path}</code>
            </span>
            <br />
            <span className={classes.cardFacts}>
              {ruleInWords(tool.rule)}
              {given !== '' && `; ${given}`}
            </span>
          </span>
          <Chevron aria-hidden />
        </button>
        <IconButton label={`Remove ${tool.name}`} icon={<IconTrash />} variant="subtle" onClick={() => set(['tools', index], undefined)} />
      </div>
      {!isOpen && problems[0] && <p className={classes.cardHead + ' ' + (hasError ? classes.problem : classes.warning)}>{problems[0].message}</p>}
      {isOpen && <ToolFields tool={tool} index={index} />}
    </div>
  );
}

function ToolFields({ tool, index }: { tool: AgentTool; index: number }): ReactNode {
  const { check, set, errorAt } = useAgentForm();
  const pointer = `/value/tools/${index}`;
  const shown = check.tools.find(({ name }) => name === tool.name);
  const other = errorAt(`${pointer}/path`) ?? errorAt(pointer);
  return (
    <div className={classes.cardBody}>
      {other && <p className={classes.problem}>{other}</p>}
      <TextInput
        label="Name"
        description="What the model calls. Letters, digits and _"
        inputWrapperOrder={['label', 'input', 'description', 'error']}
        value={tool.name}
        onChange={({ currentTarget }) => set(['tools', index, 'name'], currentTarget.value)}
        error={errorAt(`${pointer}/name`)}
        maxLength={63}
        autoComplete="off"
        spellCheck={false}
      />
      <Textarea
        label="Description"
        description={
          tool.description === '' && shown && shown.description !== ''
            ? `As it says of itself: ${shown.description}`
            : 'When and for what the model should call it.'
        }
        inputWrapperOrder={['label', 'input', 'description', 'error']}
        value={tool.description}
        onChange={({ currentTarget }) => set(['tools', index, 'description'], currentTarget.value)}
        error={errorAt(`${pointer}/description`)}
        maxLength={2000}
        autosize
        minRows={1}
        maxRows={6}
      />
      <ToolArguments tool={tool} onChange={(given) => set(['tools', index, 'arguments'], given)} pointer={`${pointer}/arguments`} />
      <RuleFields label="When the model calls it" value={tool.rule} onChange={(rule) => set(['tools', index, 'rule'], rule)} pointer={`${pointer}/rule`} />
    </div>
  );
}
