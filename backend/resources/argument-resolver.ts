import { Injectable } from '@nestjs/common';
import type { Auth } from '../access/core/auth.ts';
import type { JsonObject } from '../common/json.ts';
import { ReferenceResolver } from './reference-resolver.ts';

/** Arguments as the script gets them, and what must not appear in its log. */
export type ResolvedArguments = { args: JsonObject; secrets: string[] };

/**
 * Resolves the references in the arguments of a job, when it starts, as the identity that it runs as. Arguments without
 * references cost nothing.
 */
@Injectable()
export class ArgumentResolver {
  constructor(private readonly references: ReferenceResolver) {}

  async resolve(auth: Auth, args: JsonObject): Promise<ResolvedArguments> {
    const { value, secrets } = await this.references.resolve(auth, args, { resources: 'resources:read', variables: 'variables:read' });
    return { args: value, secrets };
  }
}
