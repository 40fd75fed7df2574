import { Injectable } from '@nestjs/common';
import { AgentSources } from '../../agents/agent-sources.ts';
import { agentDepth, requireShallowAgents, type AgentDepth } from '../../agents/runs/agent-depth.sql.ts';
import { requireAccess } from '../../access/access.guard.ts';
import type { Auth } from '../../access/core/auth.ts';
import { AppError } from '../../common/app-error.ts';
import { runNamed, type Transaction } from '../../database/database.ts';
import type { RawCode } from '../../jobs/new-job.ts';
import { requireDirectRun } from '../../jobs/core/run-approval.ts';
import { agentTag, flowTag } from '../../queue/task-names.ts';
import { sourceHash } from '../../scripts/core/source-hash.ts';
import { currentScript, type CurrentScriptRow } from '../../scripts/current-script.sql.ts';
import { ImportGraph } from '../../scripts/import-graph.ts';
import type { LanguageName } from '../../languages/language.ts';
import { LanguageName as LanguageNames } from '../../scripts/scripts.contract.ts';
import { ScriptSources, type RunnableScript } from '../../scripts/script-sources.ts';
import { UnsavedCodeReader } from '../../scripts/unsaved-code.ts';
import type { FlowModule, FlowModuleValue } from '../flow.contract.ts';
import type { RawScript } from '../core/code-places.ts';
import { FlowSources } from '../flow-sources.ts';
import { stepPath } from '../step-code.ts';
import type { KeptRun, StepSource } from './kept-run.ts';
import { deepestFlow, flowSettings, limitsOf, type StepRunnable } from './step-runnable.ts';

type Script = Extract<FlowModuleValue, { type: 'script' }>;

/** Who asks, in which transaction. */
export type Asking = { run: KeptRun; transaction: Transaction; auth: Auth };

/** Looks up what a step runs: a script or flow of the workspace as it is now, or the code of the step as of the version of the run. */
@Injectable()
export class StepRunnables {
  constructor(
    private readonly scripts: ScriptSources,
    private readonly flows: FlowSources,
    private readonly graph: ImportGraph,
    private readonly unsaved: UnsavedCodeReader,
    private readonly agents: AgentSources,
  ) {}

  async find(asking: Asking, { id, value }: FlowModule): Promise<StepRunnable> {
    switch (value.type) {
      case 'script':
        return this.script(asking, value);
      case 'flow':
        return this.flow(asking, value.path);
      case 'rawscript':
        return this.code(asking, id, value);
      case 'aiagent':
        return this.agent(asking, value.agent ?? '');
      default:
        throw new AppError('internal', `Step ${id} runs nothing.`);
    }
  }

  /** An agent that is deployed, with its tools, limits and rules. One that stands in the flow itself is made of its step: see `InlineAgents`. */
  private async agent({ run, auth, transaction }: Asking, path: string): Promise<StepRunnable> {
    requireAccess(auth, 'jobs:run', { kind: 'agent', path });
    const [depth] = await runNamed<AgentDepth>(transaction, agentDepth(run.facts.job_id));
    requireShallowAgents(depth);
    const { versionId, schema, value } = await this.agents.sourceFor(run.facts.workspace_id, path, null);
    requireDirectRun(auth, { kind: 'agent', path }, value.run_approval);
    return { kind: 'agent', path, versionId, raw: null, schema, settings: {}, tag: agentTag, identity: versionId };
  }

  private async script({ run, transaction, auth }: Asking, { path, hash, tag_override: tag }: Script): Promise<StepRunnable> {
    requireAccess(auth, 'jobs:run', { kind: 'script', path });
    const script = await this.runnableScript(run.facts.workspace_id, transaction, path, hash ?? null);
    const { versionId, schema, language } = script;
    const { run_approval: _asked, ...settings } = script.settings;
    // A version that is named by its hash does not open what the current one says has to be asked for.
    const current = hash ? await this.scripts.sourceFor(run.facts.workspace_id, path, null) : script;
    requireDirectRun(auth, { kind: 'script', path }, current.settings.run_approval);
    return {
      kind: 'script',
      path,
      versionId,
      raw: null,
      schema,
      settings,
      tag: tag ?? settings.tag ?? run.source.tag ?? language,
      identity: versionId,
    };
  }

  private async runnableScript(workspaceId: string, transaction: Transaction, path: string, hash: string | null): Promise<RunnableScript> {
    const version = hash === null ? null : await versionOfHash(transaction, workspaceId, path, hash);
    const [row] = await runNamed<CurrentScriptRow>(transaction, currentScript(workspaceId, path, version));
    // Says why there is none.
    const script = row ? await this.scripts.sourceOfCurrent(row) : await this.scripts.sourceFor(workspaceId, path, version);
    if (!script.hasMain)
      throw new AppError('script/no_main', `"${path}" has no main: it is a library for other scripts to import, and cannot be run by itself.`, { path });
    return script;
  }

  private async flow({ run, auth }: Asking, path: string): Promise<StepRunnable> {
    requireAccess(auth, 'jobs:run', { kind: 'flow', path });
    if (run.facts.depth + 1 > deepestFlow)
      throw new AppError('flow/too_deep', `Flows run within flows at most ${deepestFlow} deep, and "${path}" would be one more. Does one of them run itself?`, {
        path,
        limit: deepestFlow,
      });
    const { versionId, schema, value } = await this.flows.sourceFor(run.facts.workspace_id, path, null);
    requireDirectRun(auth, { kind: 'flow', path }, value.run_approval);
    return { kind: 'flow', path, versionId, raw: null, schema, settings: flowSettings(value, path), tag: flowTag, identity: versionId };
  }

  /** Code that stands in the flow, by what it goes by there. */
  async code(asking: Asking, id: string, value: RawScript): Promise<StepRunnable & { raw: RawCode }> {
    const { run } = asking;
    const language = LanguageNames.safeParse(value.language);
    if (!language.success)
      throw new AppError('language/unknown', `Step ${id} is written in "${value.language}", which is no language of this Millrace.`, {
        language: value.language,
      });
    const { schema, imported, lock } = await this.codeOf(asking, id, value, language.data);
    const path = run.facts.path === '' ? '' : stepPath(run.facts.path, id);
    // Steps with the same code are the same program, whatever their ids: they share their bundle and their warm runners.
    const source = { content: value.content, lock, imported, path: run.facts.path === '' ? '' : stepPath(run.facts.path, 'step') };
    const raw = { language: language.data, ...source };
    return {
      kind: 'preview',
      path,
      versionId: null,
      raw,
      schema,
      settings: limitsOf(value, value.custom_concurrency_key ?? path),
      tag: value.tag ?? run.source.tag ?? language.data,
      identity: `code:${sourceHash(language.data, source)}`,
    };
  }

  /** Read once for a run. The code of a deployed version was read by its deploy; only what it imports is looked up. */
  private codeOf({ run, auth }: Asking, id: string, value: RawScript, language: LanguageName): Promise<StepSource> {
    const known = run.code.get(id);
    if (known) return known;
    const reading = this.readCode(run, auth, id, value, language);
    run.code.set(id, reading);
    reading.catch(() => run.code.delete(id));
    return reading;
  }

  private async readCode(run: KeptRun, auth: Auth, id: string, { content, lock: given }: RawScript, language: LanguageName): Promise<StepSource> {
    const deployed = run.source.code[id];
    if (!deployed) {
      const path = run.facts.path === '' ? '' : stepPath(run.facts.path, id);
      return { ...(await this.unsaved.read(auth, { language, content, path })), lock: given || null };
    }
    const { lock, imports, schema } = deployed;
    if (imports.length === 0) return { schema, imported: [], lock };
    const found = await this.graph.collect(run.facts.workspace_id, { path: stepPath(run.facts.path, id), language, scripts: imports }, { auth });
    return { schema, imported: found.map((script) => ({ path: script.path, language: script.language, content: script.content })), lock };
  }
}

/** A step may name a version by its hash. */
async function versionOfHash(transaction: Transaction, workspaceId: string, path: string, hash: string): Promise<number> {
  const [row] = await runNamed<{ version: number }>(transaction, {
    name: 'script_version_of_hash',
    text: `
select v.version from script s join script_version v on v.script_id = s.id
where s.workspace_id = $1 and s.path = $2 and s.archived_at is null and v.hash = $3 order by v.version desc limit 1`,
    values: [workspaceId, path, hash],
  });
  if (!row) throw new AppError('script/version_not_found', `"${path}" has no version with the hash ${hash.slice(0, 20)}.`, { path });
  return row.version;
}
