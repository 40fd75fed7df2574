import { Button } from '@mantine/core';
import { IconRocket } from '@tabler/icons-react';
import type { ReactNode } from 'react';
import type { AgentProblem } from '../../../backend/agents/agents.contract.ts';
import { EditorHead } from '../../runnables/editor/EditorHead.tsx';
import { ProblemsButton } from '../../runnables/editor/ProblemsButton.tsx';
import { Kbd } from '../../ui/Kbd.tsx';
import { KindIcon } from '../../ui/KindIcon.tsx';
import { useShortcut } from '../../ui/shortcuts.ts';
import classes from './AgentEditor.module.css';
import type { LiveCheck } from './useAgentCheck.ts';
import type { AgentEditor } from './useAgentEditor.ts';

/** Props of {@link AgentEditorHeader}. `onProblem` goes to the field that a problem is about. */
export type AgentEditorHeaderProps = { editor: AgentEditor; check: LiveCheck; onDeploy: () => void; onProblem: (problem: AgentProblem) => void };

/** What is edited, how far it is from what runs, what is wrong with it, and the way to deploy it. */
export function AgentEditorHeader({ editor, check, onDeploy, onProblem }: AgentEditorHeaderProps): ReactNode {
  const { workspace, path, document, version } = editor;
  const canDeploy = version === 0 || editor.isChanged;
  useShortcut('mod+s', 'Deploy', () => canDeploy && onDeploy());
  return (
    <EditorHead
      workspace={workspace}
      kind="agent"
      path={path}
      summary={document.summary}
      icon={<KindIcon kind="agent" />}
      state={editor}
      backLabel="Open the agent"
      tools={
        <ProblemsButton problems={check.problems}>
          {(close) => (
            <AgentProblems
              problems={check.problems}
              onOpen={(problem) => {
                close();
                onProblem(problem);
              }}
            />
          )}
        </ProblemsButton>
      }
    >
      <Button variant="filled" leftSection={<IconRocket />} rightSection={<Kbd keys="mod+s" />} onClick={onDeploy} disabled={!canDeploy}>
        Deploy
      </Button>
    </EditorHead>
  );
}

/** What the check says; each line leads to its field. */
export function AgentProblems({ problems, onOpen }: { problems: readonly AgentProblem[]; onOpen: (problem: AgentProblem) => void }): ReactNode {
  return (
    <ul className={classes.problemList} aria-label="Problems">
      {problems.map((problem) => (
        <li key={`${problem.pointer} ${problem.message}`}>
          <button type="button" className={classes.problem} data-severity={problem.severity} onClick={() => onOpen(problem)}>
            {problem.message}
          </button>
        </li>
      ))}
    </ul>
  );
}
