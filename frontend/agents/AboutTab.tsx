import { Link } from '@tanstack/react-router';
import type { ReactNode } from 'react';
import type { AgentTool } from '../../backend/agents/agent.contract.ts';
import type { Agent } from '../../backend/agents/agents.contract.ts';
import { useWorkspace } from '../session/workspace.ts';
import { Facts } from '../ui/Facts.tsx';
import { KindIcon } from '../ui/KindIcon.tsx';
import { Section } from '../ui/Page.tsx';
import { StaticCode } from '../ui/StaticCode.tsx';
import classes from './AboutTab.module.css';
import { argumentsInWords, ruleInWords, wordsOfAgent } from './agent-words.ts';

/** What an agent is: what it is told, what it may do and when it asks, and how it works. */
export function AboutTab({ workspace, agent }: { workspace: string; agent: Agent }): ReactNode {
  const { value, description } = agent;
  const { canBuild } = useWorkspace();
  return (
    <div className={classes.about}>
      <div className={classes.column}>
        {description !== '' && <p className={classes.description}>{description}</p>}
        <Section title="Tools" description={value.tools.length > 0 ? 'What it may do, and when it asks first' : undefined}>
          {value.tools.length + value.mcp_servers.length === 0 ? (
            <p className={classes.quiet}>It has no tools: it only answers.</p>
          ) : (
            <ul className={classes.tools} aria-label="Tools">
              {value.tools.map((tool) => (
                <ToolRow key={tool.name} workspace={workspace} tool={tool} />
              ))}
              {value.mcp_servers.map((server) => (
                <li key={server.name} className={classes.tool}>
                  <KindIcon kind="resource" />
                  <div className={classes.words}>
                    <p className={classes.name}>
                      {server.name} <span className={classes.quiet}>MCP server</span>
                    </p>
                    <p className={classes.quiet}>
                      What only reads {ruleInWords({ ...server.rule, otherwise: server.read_only_rule, when: [] })}; anything else {ruleInWords(server.rule)}
                    </p>
                  </div>
                </li>
              ))}
            </ul>
          )}
        </Section>
        <Section title="Instructions">
          {value.instructions === '' ? (
            <p className={classes.quiet}>It has no instructions.</p>
          ) : (
            <div className={classes.instructions}>
              <StaticCode content={value.instructions} language="markdown" label="Instructions" />
            </div>
          )}
        </Section>
      </div>
      <div className={classes.column}>
        <Section
          title="How it works"
          actions={
            canBuild &&
            agent.my_level !== 'read' && (
              <Link to="/w/$workspace/agents/edit/$" params={{ workspace, _splat: agent.path }}>
                Change settings
              </Link>
            )
          }
        >
          <Facts facts={wordsOfAgent(value)} none="" />
        </Section>
      </div>
    </div>
  );
}

function ToolRow({ workspace, tool }: { workspace: string; tool: AgentTool }): ReactNode {
  const given = argumentsInWords(tool);
  return (
    <li className={classes.tool}>
      <KindIcon kind={tool.kind} />
      <div className={classes.words}>
        <p className={classes.name}>
          {tool.name}{' '}
          <Link to={`/w/$workspace/${tool.kind}s/$`} params={{ workspace, _splat: tool.path }} className={classes.path}>
            {tool.path}
          </Link>
        </p>
        {tool.description !== '' && <p>{tool.description}</p>}
        <p className={classes.quiet}>
          {ruleInWords(tool.rule)}
          {given !== '' && `; ${given}`}
        </p>
      </div>
    </li>
  );
}
