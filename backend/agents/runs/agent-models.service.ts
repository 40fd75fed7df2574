import { Inject, Injectable, type OnModuleInit } from '@nestjs/common';
import { guardedFetch } from '../../../agents/outbound/guarded-fetch.ts';
import type { OpenedModel } from '../../../agents/ports.ts';
import type { ModelProviderSpec } from '../../../agents/providers/provider.ts';
import { modelProviders, providerOfResourceType } from '../../../agents/providers/providers.ts';
import type { Auth } from '../../access/core/auth.ts';
import { requireAccess } from '../../access/access.guard.ts';
import { AppError } from '../../common/app-error.ts';
import type { JsonObject } from '../../common/json.ts';
import { CONFIG, type Config } from '../../config/config.ts';
import { Database } from '../../database/database.ts';
import { ConnectionTesters } from '../../resources/connection-testers.ts';
import { ReferenceResolver } from '../../resources/reference-resolver.ts';
import { ResourceEntity } from '../../resources/resource.entity.ts';
import type { ModelChoice, ModelProvider } from '../agent.contract.ts';
import { knownModel, type ModelPrice } from '../core/known-models.ts';

/** Opens models: reads the resource with the key as whoever may read it, and hands out what asks the provider, through a guarded network. */
@Injectable()
export class AgentModels implements OnModuleInit {
  private readonly fetch: typeof fetch;

  constructor(
    private readonly database: Database,
    private readonly references: ReferenceResolver,
    private readonly testers: ConnectionTesters,
    @Inject(CONFIG) config: Config,
  ) {
    this.fetch = guardedFetch({ allowedPrivateHosts: config.MILLRACE_ALLOWED_PRIVATE_HOSTS });
  }

  /** How a key is tried: the provider is asked for its models. */
  onModuleInit(): void {
    for (const { resourceType, listModels } of modelProviders) {
      if (!resourceType || !listModels) continue;
      this.testers.add(resourceType.name, async (value, signal) => `The key reaches ${(await listModels(value, this.fetch, signal)).length} models.`);
    }
  }

  /** `author` is who deployed the agent: callers need no right on the key. */
  async open(author: Auth, choice: ModelChoice): Promise<OpenedModel> {
    const { provider, value } = await this.providerOf(author, choice.resource);
    return { choice, provider: provider.name, model: await provider.open(value, choice.id, this.fetch), price: priceOf(provider.name, choice) };
  }

  private async providerOf(author: Auth, path: string | null): Promise<{ provider: ModelProviderSpec; value: JsonObject }> {
    if (path === null) return { provider: practiceOf(), value: {} };
    const { type, value } = await this.resource(author, path);
    const provider = providerOfResourceType(type);
    if (!provider) throw new AppError('agent/resource_invalid', `"${path}" is a resource of the type ${type}, which no model can be asked through.`, { path });
    return { provider, value };
  }

  private async resource(author: Auth, path: string): Promise<{ type: string; value: JsonObject }> {
    requireAccess(author, 'resources:read', { kind: 'resource', path });
    const [row] = await this.database.manager.find(ResourceEntity, { where: { workspaceId: author.workspaceId, path }, select: { resourceType: true } });
    if (!row) throw new AppError('resource/not_found', `There is no resource at "${path}", with which the model of this agent is reached.`, { path });
    const { value } = await this.references.resolve(author, { resource: `$res:${path}` }, { resources: 'resources:read', variables: 'variables:read' });
    return { type: row.resourceType, value: value.resource as unknown as JsonObject };
  }
}

/** What the author says it costs, or else what is known. */
function priceOf(provider: ModelProvider, { id, price }: ModelChoice): ModelPrice | null {
  if (!price) return knownModel(provider, id)?.price ?? null;
  const { input, output, cached_input: cachedInput = input, cache_write: cacheWrite = input } = price;
  return { input, output, cachedInput, cacheWrite };
}

function practiceOf(): ModelProviderSpec {
  const practice = modelProviders.find(({ resourceType }) => resourceType === null);
  if (!practice) throw new Error('There is no provider that needs no resource');
  return practice;
}
