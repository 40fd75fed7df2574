import { Injectable } from '@nestjs/common';
import { AgentsRepository } from '../agents/agents.repository.ts';
import type { Auth } from '../access/core/auth.ts';
import { can } from '../access/core/can.ts';
import { catalog } from '../../components/definitions.ts';
import { Database } from '../database/database.ts';
import type { JsonSchema } from '../expressions/core/json-schema.ts';
import { FlowRunnables } from '../flows/flow-runnables.ts';
import { FlowsRepository } from '../flows/flows.repository.ts';
import type { ScriptSettings } from '../scripts/scripts.contract.ts';
import { ScriptsRepository } from '../scripts/scripts.repository.ts';
import type { AppDocument } from './app.contract.ts';
import type { CheckWorld, RunnableFacts } from './core/check.ts';
import { pathsRun } from './core/inline-code.ts';
import { InlineCode } from './inline-code.ts';

/** Finds what the actions of an app run, as far as the person who edits it may run it. */
@Injectable()
export class AppRunnables {
  constructor(
    private readonly database: Database,
    private readonly scripts: ScriptsRepository,
    private readonly flows: FlowsRepository,
    private readonly agents: AgentsRepository,
    private readonly schemas: FlowRunnables,
    private readonly code: InlineCode,
  ) {}

  /** What the check of an app reads besides the document. A few statements, however many actions there are. */
  async worldOf(auth: Auth, path: string, document: AppDocument): Promise<CheckWorld> {
    const wanted = { scripts: this.paths(auth, document, 'script'), flows: this.paths(auth, document, 'flow') };
    const { manager } = this.database;
    const [scripts, flows, schemas] = [
      await this.scripts.findCurrentOf(manager, auth.workspaceId, wanted.scripts),
      await this.flows.findCurrentOf(manager, auth.workspaceId, wanted.flows),
      await this.schemas.find(auth, wanted),
    ];
    const facts = new Map<string, RunnableFacts>();
    for (const { item, version } of scripts) {
      const isReadOnly = (version.settings as ScriptSettings).is_read_only === true;
      if (version.hasMain) facts.set(`script ${item.path}`, this.factsOf(version, schemas.get(`script ${item.path}`)?.result, isReadOnly));
    }
    // What an agent answers is text, unless it has a schema; with it come what was said and what it took.
    for (const { item, version } of await this.agents.findCurrentOf(manager, auth.workspaceId, this.paths(auth, document, 'agent')))
      facts.set(`agent ${item.path}`, this.factsOf(version, agentOutput(version.value as { output_schema?: object | null }), false));
    for (const { item, version } of flows) facts.set(`flow ${item.path}`, this.factsOf(version, undefined, false));
    const inline = await this.code.factsOf(auth, path, document);
    return { catalog, runnable: (run) => (run.kind === 'inline' ? inline.get(run) : facts.get(`${run.kind} ${run.path}`)) ?? null };
  }

  private factsOf({ version, schema }: { version: number; schema: object }, output: object | undefined, isReadOnly: boolean): RunnableFacts {
    return { version, schema: schema as JsonSchema, output: (output ?? {}) as JsonSchema, isReadOnly };
  }

  /** An app is no way to learn of what one may not see. */
  private paths(auth: Auth, document: AppDocument, kind: 'script' | 'flow' | 'agent'): string[] {
    const all = new Set(pathsRun(document, kind));
    return [...all].filter((path) => can(auth, 'jobs:run', { kind, path }).allowed);
  }
}

/** The result of the job of an agent. */
function agentOutput({ output_schema: schema }: { output_schema?: object | null }): object {
  return {
    type: 'object',
    properties: { output: schema ?? { type: 'string' }, messages: { type: 'array' }, usage: { type: 'object' }, thread_id: { type: 'string' } },
  };
}
