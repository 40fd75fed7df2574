import { Injectable } from '@nestjs/common';
import { subjectOf, type Auth } from '../access/core/auth.ts';
import type { EvaluationCase } from '../agents/agent.contract.ts';
import { AgentSources } from '../agents/agent-sources.ts';
import { subjectHash } from '../agents/core/subject-hash.ts';
import { AgentStarts, type AgentDraft } from '../agents/runs/agent-starts.service.ts';
import { AppError } from '../common/app-error.ts';
import { newId } from '../common/ids.ts';
import { toPage, type Page, type PageQuery } from '../common/page.ts';
import { Database, runIn } from '../database/database.ts';
import { Events } from '../events/events.service.ts';
import { JobsService } from '../jobs/jobs.service.ts';
import { evaluationCaseTask } from '../queue/task-names.ts';
import { notifyEvaluation } from './evaluation-notice.ts';
import { cancelEvaluation, insertEvaluation, listEvaluations, readCases, readEvaluation, type CaseRow, type EvaluationListRow } from './evaluation.sql.ts';
import type { EvaluatedCase, Evaluation, EvaluationRow, StartEvaluation } from './evaluations.contract.ts';

/** What is evaluated: a version, or an agent that is being edited. */
type Subject = Pick<NonNullable<StartEvaluation['draft']>, 'schema' | 'value'> & { version: number | null };

/** Runs agents over their evaluation sets. Each case is a run of its own, whose end is scored by a task of the queue. */
@Injectable()
export class Evaluations {
  constructor(
    private readonly database: Database,
    private readonly agents: AgentSources,
    private readonly starts: AgentStarts,
    private readonly jobs: JobsService,
    private readonly events: Events,
  ) {}

  /** Writes the evaluation with all of its runs in one transaction: nothing of it is begun twice or forgotten. */
  async start(auth: Auth, path: string, input: StartEvaluation): Promise<Evaluation> {
    const subject = await this.subjectOf(auth, path, input);
    const { scorers, threshold, cases: all } = subject.value.evaluation;
    const cases = chosen(path, all, input.cases);
    const runs = await Promise.all(cases.map((one) => this.prepare(auth, path, subject, one)));
    const id = newId();
    await this.database.transaction(async (transaction) => {
      for (const run of runs) await this.starts.write(transaction, run);
      await runIn(
        transaction,
        insertEvaluation({
          id,
          workspaceId: auth.workspaceId,
          agentPath: path,
          version: subject.version,
          subjectHash: subjectHash(subject),
          scorers,
          threshold,
          isWhole: cases.length === all.length,
          createdBy: subjectOf(auth),
          userId: auth.userId,
          cases: cases.map((definition, index) => ({ definition, jobId: (runs[index] as AgentDraft).job.id })),
        }),
      );
      await runIn(transaction, notifyEvaluation(id));
      await this.events.record(transaction, auth, {
        action: 'agent.evaluated',
        objectKind: 'agent',
        objectPath: path,
        details: { evaluation: id, version: subject.version, cases: cases.length },
      });
    });
    return this.get(auth, id);
  }

  async list(auth: Auth, path: string, query: PageQuery): Promise<Page<EvaluationRow>> {
    const rows = await this.database.run<EvaluationListRow>(listEvaluations(auth.workspaceId, path, query));
    return toPage(rows, query.limit, toRow, (row) => [row.sort_key, row.id]);
  }

  async get(auth: Auth, id: string): Promise<Evaluation> {
    const row = await this.require(auth, id);
    const cases = await this.database.run<CaseRow>(readCases(id));
    return { ...toRow(row), scorers: row.scorers, results: cases.map(toCase) };
  }

  /** Stops what still runs; what was scored stays. */
  async cancel(auth: Auth, id: string): Promise<Evaluation> {
    await this.require(auth, id);
    await this.database.run(cancelEvaluation(id));
    await this.database.run(notifyEvaluation(id));
    const cases = await this.database.run<CaseRow>(readCases(id));
    const running = cases.filter(({ status }) => status === 'running').map(({ job_id: jobId }) => jobId);
    if (running.length > 0) await this.jobs.bulkCancel(auth, running, 'The evaluation was cancelled.');
    return this.get(auth, id);
  }

  private async require(auth: Auth, id: string): Promise<EvaluationListRow> {
    const [row] = await this.database.run<EvaluationListRow>(readEvaluation(auth, id));
    if (!row) throw new AppError('evaluation/not_found', 'There is no such evaluation, or you may not see it.', { id });
    return row;
  }

  private async subjectOf(auth: Auth, path: string, { version, draft }: StartEvaluation): Promise<Subject> {
    if (draft) return { ...draft, version: null };
    const { schema, value, version: number } = await this.agents.sourceFor(auth.workspaceId, path, version);
    return { schema, value, version: number };
  }

  private prepare(auth: Auth, path: string, { schema, value, version }: Subject, { input }: EvaluationCase): Promise<AgentDraft> {
    // It changes nothing, so nobody has to decide about it.
    const options = { triggerKind: 'evaluation', source: 'evaluation', watcher: evaluationCaseTask, isApproved: true } as const;
    return version === null
      ? this.starts.prepareUnsaved(auth, { path, schema, value }, input, options)
      : this.starts.prepare(auth, path, input, { ...options, version });
  }
}

function chosen(path: string, all: readonly EvaluationCase[], ids: readonly string[] | null): readonly EvaluationCase[] {
  const missing = ids?.find((id) => !all.some((one) => one.id === id));
  if (missing !== undefined) throw new AppError('agent/no_cases', `The evaluation set of "${path}" has no case "${missing}".`, { path, case: missing });
  const cases = ids === null ? all : all.filter(({ id }) => ids.includes(id));
  if (cases.length === 0)
    throw new AppError('agent/no_cases', `The evaluation set of "${path}" has no cases. Add some in the editor, or from an answer in a conversation.`, {
      path,
    });
  return cases;
}

const toRow = (row: EvaluationListRow): EvaluationRow => ({
  id: row.id,
  agent: row.agent_path,
  version: row.version,
  status: row.status,
  score: row.score,
  threshold: row.threshold,
  is_whole: row.is_whole,
  cases: row.cases,
  ended_cases: row.ended_cases,
  failed_cases: row.failed_cases,
  created_by: row.created_by,
  created_at: row.created_at.toISOString(),
  ended_at: row.ended_at?.toISOString() ?? null,
});

const toCase = ({ case_id: id, definition, usage, ...rest }: CaseRow): EvaluatedCase => ({
  id,
  case: definition,
  ...rest,
  usage: usage as EvaluatedCase['usage'],
});
