import { Inject, Injectable, type OnModuleInit } from '@nestjs/common';
import { askModel } from '../../agents/turn.ts';
import { textOfTurn } from '../../agents/core/conversation.ts';
import { defaultRetryPolicy } from '../../agents/core/retry.ts';
import { describeProblems, readOutput, schemaInstructions } from '../../agents/core/structured-output.ts';
import type { Usage } from '../../agents/ports.ts';
import type { Answered, ScorerPorts } from '../../agents/scorers/scorer.ts';
import { meanScore, scoreBy } from '../../agents/scorers/scorers.ts';
import type { ModelChoice } from '../agents/agent.contract.ts';
import { IDENTIFIER, requireAccess, type Identifier } from '../access/access.guard.ts';
import { requireStandIn } from '../access/stand-in.ts';
import type { Auth } from '../access/core/auth.ts';
import { AgentBudgets } from '../agents/runs/agent-budgets.service.ts';
import { AgentModels } from '../agents/runs/agent-models.service.ts';
import { AppError, isAppError } from '../common/app-error.ts';
import type { Json, JsonObject } from '../common/json.ts';
import { Database, runIn } from '../database/database.ts';
import { JobWaiter } from '../jobs/job-waiter.ts';
import { JobResults, type EndedJob } from '../jobs/job-results.ts';
import { RunService } from '../jobs/run.service.ts';
import { QueueTaskRegistry } from '../queue/queue-task-registry.ts';
import { handlerArgs } from '../schedules/core/handler-args.ts';
import { ScriptSources } from '../scripts/script-sources.ts';
import { evaluationCaseTask } from '../queue/task-names.ts';
import { notifyEvaluation } from './evaluation-notice.ts';
import { callsOfRun, endCase, endEvaluation, lockEvaluation, openCaseOf, type CaseEnding, type OpenCase } from './evaluation.sql.ts';
import type { CaseScore } from './evaluations.contract.ts';

/** How long a script or a judge may take, in milliseconds. */
const patienceMs = 120_000;

/** Scores cases when their runs have ended. Told by the queue, maybe twice: a case ends once. */
@Injectable()
export class EvaluationScoring implements OnModuleInit {
  constructor(
    private readonly database: Database,
    private readonly budgets: AgentBudgets,
    private readonly tasks: QueueTaskRegistry,
    private readonly results: JobResults,
    private readonly runs: RunService,
    private readonly waiter: JobWaiter,
    private readonly models: AgentModels,
    private readonly sources: ScriptSources,
    @Inject(IDENTIFIER) private readonly identifier: Identifier,
  ) {}

  onModuleInit(): void {
    this.tasks.add(evaluationCaseTask, (payload) => this.ended((payload as { id: string }).id));
  }

  private async ended(jobId: string): Promise<void> {
    const [open] = await this.database.run<OpenCase>(openCaseOf(jobId));
    if (!open) return;
    const job = await this.results.read(jobId);
    if (!job) return;
    const calls = await this.database.run<Answered['calls'][number]>(callsOfRun(jobId));
    const ending = await this.endingOf(open, job, calls);
    await this.database.transaction(async (transaction) => {
      await runIn(transaction, lockEvaluation(open.evaluation_id));
      await runIn(transaction, endCase(open, ending));
      await runIn(transaction, endEvaluation(open.evaluation_id));
      await runIn(transaction, notifyEvaluation(open.evaluation_id));
    });
  }

  /** A run that failed counts as 0, whatever it was to be measured by. So does one that cannot be scored: a broken scorer must not let a version pass. */
  private async endingOf(open: OpenCase, job: EndedJob, calls: Answered['calls'][number][]): Promise<CaseEnding> {
    const nothing = { output: null, calls, scores: [], score: 0, usage: null, status: 'failed' } as const;
    if (job.status !== 'succeeded')
      return { ...nothing, scores: [], error: { code: job.error?.code ?? `job/${job.status}`, message: job.error?.message ?? `The run was ${job.status}.` } };
    const { output, usage } = JSON.parse(job.resultJson ?? '{}') as { output: Json; usage: JsonObject };
    try {
      const scores = await this.score(open, { case: open.definition, output, calls });
      return { status: 'scored', output, calls, scores, score: meanScore(scores), error: null, usage };
    } catch (error) {
      if (!isAppError(error)) throw error;
      return { ...nothing, scores: [], output, usage, error: { code: error.code, message: error.message } };
    }
  }

  private async score(open: OpenCase, answered: Answered): Promise<CaseScore[]> {
    const ports = this.portsFor(open);
    const scores: CaseScore[] = [];
    for (const scorer of open.scorers) scores.push(await scoreBy(scorer, answered, ports));
    return scores;
  }

  /** Scripts and judges run in the name of who evaluates, with what this person may do now. */
  private portsFor(open: OpenCase): ScorerPorts {
    return {
      runScript: async (path, args) => this.runScript(await this.evaluator(open), path, args),
      askModel: (choice, question) => this.askJudge(open, choice, question),
    };
  }

  /** What a judge uses up counts for the agent and for who evaluates, as its turns do. */
  private async askJudge(open: OpenCase, choice: ModelChoice, question: Parameters<ScorerPorts['askModel']>[1]): Promise<Json> {
    const auth = await this.evaluator(open);
    const counted = { workspace_id: open.workspace_id, path: open.agent_path, created_by: open.created_by };
    const exhausted = await this.budgets.exhausted(counted.workspace_id, counted.path, counted.created_by);
    if (exhausted) throw new AppError('agent/budget_exhausted', exhausted.message);
    const count = (usage: Usage): Promise<void> => this.budgets.count(counted, usage);
    const { record } = await askModel(
      {
        seq: 1,
        candidates: [{ choice, isFallback: false }],
        instructions: `${question.instructions}\n\n${schemaInstructions(question.schema)}`,
        messages: [{ role: 'user', content: question.message }],
        tools: [],
        outputSchema: question.schema,
        takenCallIds: new Set(),
        mostCalls: 0,
        guard: null,
      },
      {
        openModel: (wanted) => this.models.open(auth, wanted),
        emit: () => undefined,
        now: Date.now,
        retry: defaultRetryPolicy,
        countLost: (usage) => void count(usage),
      },
      AbortSignal.timeout(patienceMs),
    );
    await count(record.usage);
    const read = readOutput(question.schema, textOfTurn(record));
    if (!read.isValid) throw new AppError('agent/score_invalid', `The judge did not answer as it was asked to: ${describeProblems(read.problems)}.`);
    return read.value;
  }

  private async runScript(auth: Auth, path: string, args: JsonObject): Promise<Json> {
    requireAccess(auth, 'jobs:run', { kind: 'script', path });
    const { schema } = await this.sources.sourceFor(auth.workspaceId, path, null);
    const job = await this.runs.prepare(auth, path, handlerArgs(schema, args, {}), { triggerKind: 'evaluation', plainArguments: Object.keys(args) });
    const waiting = this.waiter.begin(job.id, patienceMs);
    try {
      await this.runs.insert(job);
      const ended = await waiting.ended;
      if (ended.status !== 'succeeded') throw new AppError('agent/score_invalid', `The script "${path}" failed: ${ended.error?.message ?? ended.status}.`);
      return JSON.parse(ended.resultJson ?? 'null') as Json;
    } finally {
      waiting.stop();
    }
  }

  private async evaluator({ workspace_id: workspaceId, user_id: userId, job_id: jobId }: OpenCase): Promise<Auth> {
    const principal = { workspaceId, userId, via: { kind: 'job', jobId } } as const;
    return requireStandIn(this.identifier, principal, 'Who started this evaluation');
  }
}
