import { Injectable } from '@nestjs/common';
import type { Auth } from '../access/core/auth.ts';
import { notFound, requireAccess } from '../access/access.guard.ts';
import { AppError } from '../common/app-error.ts';
import type { JsonObject } from '../common/json.ts';
import { Database } from '../database/database.ts';
import { validatorFor } from '../schema/validator.ts';
import { Redactor } from '../secrets/redactor.ts';
import { ReferenceResolver } from './reference-resolver.ts';
import { ResourceEntity } from './resource.entity.ts';
import { ResourceSecrets, type OpenedValue } from './resource-secrets.ts';
import type { ResourceTypeDefinition } from './resource-type.ts';
import { ResourceTypesService } from './resource-types.service.ts';
import type { TestConnection, TestResult } from './resources.contract.ts';
import { partAt, secretPointers, stringsOf } from './secret-fields.ts';

/** Longest time that a service has to answer. */
const timeoutMs = 15_000;

/** Tries a connection before it is saved. What a service says goes back without the secrets of the value. */
@Injectable()
export class ConnectionTestService {
  constructor(private readonly database: Database, private readonly types: ResourceTypesService, private readonly secrets: ResourceSecrets, private readonly references: ReferenceResolver) {}

  async test(auth: Auth, input: TestConnection): Promise<TestResult> {
    const type = await this.types.named(auth.workspaceId, input.resource_type);
    if (!type.test) throw new AppError('resource/test_unsupported', `A connection of the type "${type.title}" cannot be tested.`, { resource_type: type.name });
    const stored = input.path === undefined ? null : await this.stored(auth, input.path);
    const filled = structuredClone(this.secrets.fill(input.value, stored));
    const problems = validatorFor(type.schema).check(filled);
    if (problems.length > 0) throw new AppError('resource/value_invalid', `The value is not valid: ${problems[0]?.pointer} ${problems[0]?.message}.`, { problems });
    const { value, secrets } = await this.references.resolve(auth, filled, { resources: 'resources:write', variables: 'variables:write' });
    const typed = secretPointers(type.schema).flatMap((pointer) => stringsOf(partAt(value, pointer)));
    return runTest(type.test, value, new Redactor([...secrets, ...typed]));
  }

  /** Whoever may write a resource may read its secrets, so they may be sent where that person says. */
  private async stored(auth: Auth, path: string): Promise<(OpenedValue & { raw: JsonObject }) | null> {
    requireAccess(auth, 'resources:write', { kind: 'resource', path });
    const resource = await this.database.manager.findOneBy(ResourceEntity, { workspaceId: auth.workspaceId, path });
    if (!resource) throw notFound({ kind: 'resource', path });
    const raw = resource.value as JsonObject;
    return { ...(await this.secrets.open(auth.workspaceId, path, raw)), raw };
  }
}

async function runTest(test: NonNullable<ResourceTypeDefinition['test']>, value: JsonObject, redactor: Redactor): Promise<TestResult> {
  const signal = AbortSignal.timeout(timeoutMs);
  const started = performance.now();
  const ended = (ok: boolean, message: string): TestResult => ({ ok, message: redactor.redact(message).slice(0, 1000), duration_ms: Math.round(performance.now() - started) });
  try {
    return ended(true, await test(value, signal));
  } catch (error) {
    return ended(false, signal.aborted ? `No answer within ${timeoutMs / 1000} seconds. Are the host and the port right, and does the network let it through?` : reasonOf(error));
  }
}

const reasons: Record<string, string> = {
  ECONNREFUSED: 'Nothing listens there: is the port right, and is the service running?',
  ENOTFOUND: 'There is no such host.',
  EAI_AGAIN: 'The name of the host cannot be looked up right now.',
  ECONNRESET: 'The service closed the connection.',
  ETIMEDOUT: 'No answer. Are the host and the port right, and does the network let it through?',
  UND_ERR_CONNECT_TIMEOUT: 'No answer. Are the host and the port right, and does the network let it through?',
  CERT_HAS_EXPIRED: 'Its certificate has expired.',
  DEPTH_ZERO_SELF_SIGNED_CERT: 'Its certificate is signed by itself. Give its root certificate, or choose a TLS mode that does not check it.',
  SELF_SIGNED_CERT_IN_CHAIN: 'Its certificate is signed by an authority of its own. Give its root certificate, or choose a TLS mode that does not check it.',
};

/** The reason in words; `fetch` hides it in the cause, and Node in a list of addresses that it tried. */
function reasonOf(error: unknown): string {
  const { code, cause, errors, message } = error as { code?: unknown; cause?: unknown; errors?: unknown[]; message?: unknown };
  if (typeof code === 'string' && reasons[code]) return reasons[code];
  if (cause !== undefined) return reasonOf(cause);
  if (Array.isArray(errors) && errors.length > 0) return reasonOf(errors[0]);
  if (typeof message !== 'string' || message === '') return 'It did not work, and it did not say why.';
  // Clients with codes of their own, such as the one for e-mail, leave the code of the system in the text.
  const [named] = /\b(?:ECONN[A-Z]+|ENOTFOUND|EAI_AGAIN|ETIMEDOUT)\b/.exec(message) ?? [];
  return (named !== undefined && reasons[named]) || message;
}
