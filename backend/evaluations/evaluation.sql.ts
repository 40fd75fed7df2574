import { visiblePaths } from '../access/visible-paths.sql.ts';
import type { Auth } from '../access/core/auth.ts';
import type { EvaluationCase, Scorer } from '../agents/agent.contract.ts';
import { decodeCursor, type PageQuery } from '../common/page.ts';
import type { Json, JsonObject } from '../common/json.ts';
import type { Statement } from '../database/database.ts';
import { Parameters } from '../database/parameters.ts';
import type { CaseScore, EvaluationStatus } from './evaluations.contract.ts';

/** An evaluation that begins. */
export type NewEvaluation = {
  id: string;
  workspaceId: string;
  agentPath: string;
  version: number | null;
  subjectHash: string;
  scorers: readonly Scorer[];
  threshold: number | null;
  isWhole: boolean;
  createdBy: string;
  userId: string;
  cases: readonly { definition: EvaluationCase; jobId: string }[];
};

/** Writes an evaluation and its cases; the runs are written in the same transaction. */
export const insertEvaluation = (evaluation: NewEvaluation): Statement => ({
  text: `
with evaluation as (
  insert into evaluation (id, workspace_id, agent_path, version, subject_hash, scorers, threshold, is_whole, created_by, user_id)
  values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10) returning id
)
insert into evaluation_case (evaluation_id, case_id, position, definition, job_id)
select evaluation.id, definition->>'id', position, definition, job_id
from evaluation, unnest($11::json[], $12::uuid[]) with ordinality as one (definition, job_id, position)`,
  values: [
    evaluation.id,
    evaluation.workspaceId,
    evaluation.agentPath,
    evaluation.version,
    evaluation.subjectHash,
    JSON.stringify(evaluation.scorers),
    evaluation.threshold,
    evaluation.isWhole,
    evaluation.createdBy,
    evaluation.userId,
    evaluation.cases.map(({ definition }) => JSON.stringify(definition)),
    evaluation.cases.map(({ jobId }) => jobId),
  ],
});

/** An evaluation with counts of its cases. */
export type EvaluationListRow = {
  id: string;
  agent_path: string;
  version: number | null;
  status: EvaluationStatus;
  score: number | null;
  threshold: number | null;
  is_whole: boolean;
  scorers: Scorer[];
  cases: number;
  ended_cases: number;
  failed_cases: number;
  created_by: string;
  created_at: Date;
  sort_key: string;
  ended_at: Date | null;
};

const columns = `evaluation.id, agent_path, version, evaluation.status, evaluation.score, threshold, is_whole, scorers, created_by, created_at, created_at::text as sort_key, evaluation.ended_at,
  counts.cases, counts.ended_cases, counts.failed_cases`;
const counts = `cross join lateral (
  select count(*)::integer as cases, count(*) filter (where one.status <> 'running')::integer as ended_cases, count(*) filter (where one.status = 'failed')::integer as failed_cases
  from evaluation_case one where one.evaluation_id = evaluation.id
) counts`;

/** Evaluations of an agent, newest first. Fetches one row more than asked. */
export function listEvaluations(workspaceId: string, path: string, { limit, after }: PageQuery): Statement {
  const parameters = new Parameters();
  const conditions = [`workspace_id = ${parameters.add(workspaceId)}`, `agent_path = ${parameters.add(path)}`];
  const cursor = decodeCursor(after, ['time', 'id']);
  if (cursor) conditions.push(`(created_at, evaluation.id) < (${parameters.add(cursor[0])}::timestamptz, ${parameters.add(cursor[1])}::uuid)`);
  const text = `select ${columns} from evaluation ${counts} where ${conditions.join(' and ')} order by created_at desc, evaluation.id desc limit ${parameters.add(limit + 1)}`;
  return { text, values: parameters.values };
}

/** One evaluation, if `auth` may read its agent. An agent that was never deployed is there for who may read the path. */
export function readEvaluation(auth: Auth, id: string): Statement {
  const parameters = new Parameters();
  const where = [
    `evaluation.id = ${parameters.add(id)}`,
    `workspace_id = ${parameters.add(auth.workspaceId)}`,
    visiblePaths(auth, 'agents:read', 'agent', 'agent_path', parameters),
  ];
  return { text: `select ${columns} from evaluation ${counts} where ${where.join(' and ')}`, values: parameters.values };
}

/** A case with what became of it. */
export type CaseRow = {
  case_id: string;
  definition: EvaluationCase;
  status: 'running' | 'scored' | 'failed';
  job_id: string;
  output: Json | null;
  calls: { name: string; args: JsonObject }[];
  scores: CaseScore[];
  score: number | null;
  error: { code: string; message: string } | null;
  usage: JsonObject | null;
};

export const readCases = (evaluationId: string): Statement => ({
  text: 'select case_id, definition, status, job_id, output, calls, scores, score, error, usage from evaluation_case where evaluation_id = $1 order by position',
  values: [evaluationId],
});

/** A case whose run has ended, with what it is scored by. */
export type OpenCase = {
  job_id: string;
  evaluation_id: string;
  case_id: string;
  definition: EvaluationCase;
  scorers: Scorer[];
  workspace_id: string;
  agent_path: string;
  user_id: string;
  created_by: string;
  evaluation_status: EvaluationStatus;
};

export const openCaseOf = (jobId: string): Statement => ({
  name: 'open_evaluation_case',
  text: `
select one.job_id, one.evaluation_id, one.case_id, one.definition, evaluation.scorers, evaluation.workspace_id, evaluation.agent_path, evaluation.user_id, evaluation.created_by, evaluation.status as evaluation_status
from evaluation_case one join evaluation on evaluation.id = one.evaluation_id where one.job_id = $1 and one.status = 'running'`,
  values: [jobId],
});

/** Calls of tools that a run asked for, in their order. */
export const callsOfRun = (jobId: string): Statement => ({
  name: 'calls_of_run',
  text: `select name, record->'args' as args from agent_step where job_id = $1 and kind = 'tool' order by seq`,
  values: [jobId],
});

/** What a case came to. */
export type CaseEnding = Pick<CaseRow, 'output' | 'calls' | 'scores' | 'score' | 'error' | 'usage'> & { status: 'scored' | 'failed' };

/** Writes the end of a case once, however often it is told. */
export const endCase = ({ evaluation_id: evaluationId, case_id: caseId }: OpenCase, ending: CaseEnding): Statement => ({
  text: `
update evaluation_case set status = $3, output = $4, calls = $5, scores = $6, score = $7, error = $8, usage = $9, ended_at = now()
where evaluation_id = $1 and case_id = $2 and status = 'running'`,
  values: [
    evaluationId,
    caseId,
    ending.status,
    JSON.stringify(ending.output),
    JSON.stringify(ending.calls),
    JSON.stringify(ending.scores),
    ending.score,
    ending.error && JSON.stringify(ending.error),
    ending.usage && JSON.stringify(ending.usage),
  ],
});

/** Ends an evaluation with the end of its last case; the row is locked, so that of two last ones one sees the other. */
export const lockEvaluation = (evaluationId: string): Statement => ({
  text: `select id from evaluation where id = $1 and status = 'running' for update`,
  values: [evaluationId],
});

export const endEvaluation = (evaluationId: string): Statement => ({
  text: `
update evaluation set status = 'done', ended_at = now(), score = (select avg(score) from evaluation_case where evaluation_id = $1)
where id = $1 and status = 'running' and not exists (select from evaluation_case where evaluation_id = $1 and status = 'running')
returning id, agent_path, version, score`,
  values: [evaluationId],
});

export const cancelEvaluation = (evaluationId: string): Statement => ({
  text: `update evaluation set status = 'cancelled', ended_at = now() where id = $1 and status = 'running' returning id`,
  values: [evaluationId],
});
