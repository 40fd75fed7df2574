import { Injectable } from '@nestjs/common';
import { subjectOf, type Auth } from '../access/core/auth.ts';
import { AppError } from '../common/app-error.ts';
import { canonicalJson, sha256 } from '../common/canonical-json.ts';
import { newId } from '../common/ids.ts';
import { Database, runIn } from '../database/database.ts';
import { requirePlace } from '../items/place.sql.ts';
import type { NewVersion } from '../items/versioned-items.repository.ts';
import { requireVersion, type DeployedVersion } from '../items/versioned-items.ts';
import { AgentChecker } from './agent-checker.ts';
import type { AgentEntity } from './agent.entity.ts';
import { AgentItems } from './agent-items.ts';
import type { AgentVersionEntity } from './agent-version.entity.ts';
import type { AgentProblem, PutAgent } from './agents.contract.ts';
import { factsOf } from './core/agent-facts.ts';
import { subjectHash } from './core/subject-hash.ts';

/** What a deploy did, and what the check had to say all the same. */
export type DeployedAgent = DeployedVersion<AgentEntity, AgentVersionEntity> & { warnings: AgentProblem[] };

/** Deploys agents: the check first, then one transaction writes the version and its event. An equal body by the same author makes no version. */
@Injectable()
export class AgentDeployService {
  constructor(
    private readonly database: Database,
    private readonly items: AgentItems,
    private readonly checker: AgentChecker,
  ) {}

  async deploy(auth: Auth, path: string, input: PutAgent): Promise<DeployedAgent> {
    const { manager } = this.database;
    await requirePlace(manager, auth.workspaceId, path);
    const before = await this.items.repository.findCurrent(manager, auth.workspaceId, path);
    requireVersion(path, input.if_version, before);
    const { problems } = await this.checker.check(auth, { path, schema: input.schema, value: input.value });
    refuse(path, problems);
    const link = linkEvaluations(auth.workspaceId, path, subjectHash(input));
    if (before && isSame(before.version, input)) {
      await this.database.run(link);
      return { ...before, isNew: false, warnings: problems };
    }
    const deployed = await this.items.deploy(auth, path, before, {
      build: (place) => ({ ...place, ...versionOf(auth, input) }),
      also: async (transaction) => void (await runIn(transaction, link)),
      details: { tools: input.value.tools.length, model: input.value.model.id },
    });
    return { ...deployed, warnings: problems };
  }
}

/** A version as it is written, but for its place. */
function versionOf(auth: Auth, { schema, value, summary, description, message }: PutAgent): Omit<NewVersion<AgentVersionEntity>, 'itemId' | 'version'> {
  return {
    id: newId(),
    workspaceId: auth.workspaceId,
    hash: sha256(canonicalJson({ value, schema })),
    value,
    schema,
    authorId: auth.userId,
    ...factsOf(value),
    summary,
    description,
    message,
    createdBy: subjectOf(auth),
  };
}

/** Everything but the message and who deploys it. */
function isSame(stored: AgentVersionEntity, { value, schema, summary, description }: PutAgent): boolean {
  return canonicalJson([stored.value, stored.schema, stored.summary, stored.description]) === canonicalJson([value, schema, summary, description]);
}

function refuse(path: string, problems: readonly AgentProblem[]): void {
  const errors = problems.filter(({ severity }) => severity === 'error');
  const [first] = errors;
  if (!first) return;
  const others = errors.length > 1 ? ` There are ${errors.length - 1} more.` : '';
  throw new AppError('agent/invalid', `"${path}" was not deployed: ${first.message}${others} What was deployed before keeps running.`, { path, problems });
}

/** Evaluations of the draft that is deployed now are of the version that it became. */
const linkEvaluations = (workspaceId: string, path: string, hash: string) => ({
  text: `
update evaluation set version = agent.current_version from agent
where agent.workspace_id = $1 and agent.path = $2 and agent.archived_at is null
  and evaluation.workspace_id = $1 and evaluation.agent_path = $2 and evaluation.subject_hash = $3 and evaluation.version is null`,
  values: [workspaceId, path, hash],
});
