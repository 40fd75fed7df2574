import { Injectable } from '@nestjs/common';
import type { Auth } from '../access/core/auth.ts';
import { AppError } from '../common/app-error.ts';
import { Database } from '../database/database.ts';
import type { PutAgent } from './agents.contract.ts';
import { subjectHash } from './core/subject-hash.ts';

/** Keeps a version from being deployed that has not passed its evaluation set, where the set asks for that. */
@Injectable()
export class EvaluationGate {
  constructor(private readonly database: Database) {}

  /** `current` is what is deployed now: what answers just as it does needs no new evaluation. */
  async require(auth: Auth, path: string, input: PutAgent, current: Pick<PutAgent, 'schema' | 'value'> | null): Promise<void> {
    const { threshold } = input.value.evaluation;
    const hash = subjectHash(input);
    if (threshold === null || (current !== null && subjectHash(current) === hash)) return;
    const [newest] = await this.database.run<{ id: string; score: number | null }>({
      text: `
select id, score from evaluation
where workspace_id = $1 and agent_path = $2 and subject_hash = $3 and status = 'done' and is_whole order by created_at desc limit 1`,
      values: [auth.workspaceId, path, hash],
    });
    if (newest?.score !== null && newest !== undefined && newest.score >= threshold) return;
    const found = newest === undefined ? 'This version has not been evaluated as a whole.' : `It reached ${shown(newest.score)}.`;
    throw new AppError(
      'agent/threshold_missed',
      `"${path}" was not deployed: its evaluation set asks for a score of ${threshold}. ${found} Evaluate it from the editor, or lower what is asked. What was deployed before keeps running.`,
      { path, threshold, score: newest?.score ?? null, evaluation_id: newest?.id ?? null },
    );
  }
}

const shown = (score: number | null): string => (score === null ? 'no score, since no case could be measured' : score.toFixed(2));
