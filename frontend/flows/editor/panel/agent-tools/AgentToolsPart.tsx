import { Button, Menu } from '@mantine/core';
import { IconCode, IconPlug } from '@tabler/icons-react';
import { useQuery } from '@tanstack/react-query';
import type { ReactNode } from 'react';
import type { LanguageInfo } from '../../../../../backend/scripts/scripts.contract.ts';
import { RunnableField } from '../../../../runnables/RunnableField.tsx';
import type { RunnableKind } from '../../../../runnables/runnable.ts';
import { resourcesOfType } from '../../../../schema-form/references.api.ts';
import { languagesQuery } from '../../../../scripts/scripts.api.ts';
import { LanguageIcon } from '../../../../ui/KindIcon.tsx';
import classes from '../Panel.module.css';
import { useStep } from '../step-context.ts';
import { ToolCard } from './ToolCard.tsx';
import { withCode, withRunnable, withServer, type StepTool } from './tools-of-step.ts';

const kinds: readonly RunnableKind[] = ['script', 'flow', 'agent'];
const mostTools = 128;

/** What an agent that stands in the flow may call: scripts, flows and agents of the workspace, code of its own, and MCP servers. */
export function AgentToolsPart(): ReactNode {
  const { step, set, editor } = useStep();
  const { data: servers = [] } = useQuery(resourcesOfType(editor.workspace, 'mcp_server'));
  const tools: readonly StepTool[] = step.value.type === 'aiagent' ? (step.value.tools ?? []) : [];
  const put = (next: readonly StepTool[]): void => set(['value', 'tools'], next);
  const isFull = tools.length >= mostTools;
  return (
    <div className={classes.fields}>
      <p className={classes.quiet}>The model decides which of them it calls. Each call is a run of its own, in the name of whoever runs the flow.</p>
      {tools.map((tool, index) => (
        <ToolCard
          key={tool.id}
          tool={tool}
          index={index}
          onChange={(next) => put(tools.map((one, other) => (other === index ? next : one)))}
          onRemove={() => put(tools.filter((_, other) => other !== index))}
        />
      ))}
      {!isFull && (
        <RunnableField
          key={tools.length}
          kinds={kinds}
          label="Add a tool"
          value={{ kind: 'script', path: '' }}
          onChange={(target) => target.path !== '' && put(withRunnable(tools, target))}
        />
      )}
      {!isFull && (
        <div className={classes.adders}>
          <CodeAdder onAdd={(language) => put(withCode(tools, language))} />
          {servers.length > 0 && (
            <Button size="xs" leftSection={<IconPlug />} onClick={() => put(withServer(tools, servers[0]?.path ?? ''))}>
              Add an MCP server
            </Button>
          )}
        </div>
      )}
    </div>
  );
}

/** Begins a tool with code of its own in one of the languages. */
function CodeAdder({ onAdd }: { onAdd: (language: LanguageInfo) => void }): ReactNode {
  const { editor } = useStep();
  const { data: languages = [] } = useQuery(languagesQuery(editor.workspace));
  return (
    <Menu position="bottom-start">
      <Menu.Target>
        <Button size="xs" leftSection={<IconCode />}>
          Write a tool
        </Button>
      </Menu.Target>
      <Menu.Dropdown>
        {languages.map((language) => (
          <Menu.Item key={language.name} leftSection={<LanguageIcon language={language.name} />} onClick={() => onAdd(language)}>
            {language.title}
          </Menu.Item>
        ))}
      </Menu.Dropdown>
    </Menu>
  );
}
