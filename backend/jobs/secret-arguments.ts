import { Injectable } from '@nestjs/common';
import { AppError } from '../common/app-error.ts';
import type { JsonObject } from '../common/json.ts';
import { Secrets } from '../secrets/secrets.service.ts';
import { isEncrypted } from './job-view.ts';

/** The context that binds a cipher text to the arguments of one job. */
const contextOf = (jobId: string): string => `job:${jobId}:args`;

/**
 * Secret values that a person types as an argument: encrypted before the job is written, in clear only when it starts. Which
 * arguments are secret stands in the schema (`x-ui: {secret: true}`, `format: password` or `password: true`).
 */
@Injectable()
export class SecretArguments {
  constructor(private readonly secrets: Secrets) {}

  /** Encrypts the secret arguments of a new job. An object that only looks encrypted is refused: nobody may bring cipher text. */
  async seal(workspaceId: string, jobId: string, schema: JsonObject, args: JsonObject): Promise<JsonObject> {
    if (containsEncrypted(args)) throw new AppError('job/args_invalid', 'An argument has the form {"$encrypted": …}, which is reserved.');
    const names = secretNames(schema).filter((name) => typeof args[name] === 'string' && !isReference(args[name] as string));
    if (names.length === 0) return args;
    const sealed = await Promise.all(names.map(async (name) => [name, { $encrypted: await this.secrets.encrypt(workspaceId, args[name] as string, contextOf(jobId)) }] as const));
    return { ...args, ...Object.fromEntries(sealed) };
  }

  /** Encrypts the arguments that hold one of these secrets, whole: they were computed out of it, and no schema marks them. */
  async sealHolders(workspaceId: string, jobId: string, args: JsonObject, secrets: readonly string[]): Promise<JsonObject> {
    if (secrets.length === 0) return args;
    const sealed = { ...args };
    for (const [name, value] of Object.entries(args)) {
      const text = isEncrypted(value) ? '' : JSON.stringify(value) ?? '';
      const held = secrets.filter((secret) => secret !== '' && text.includes(JSON.stringify(secret).slice(1, -1)));
      if (held.length > 0) sealed[name] = { $encrypted: await this.secrets.encrypt(workspaceId, `${wholeMark}${JSON.stringify({ value, secrets: held })}`, contextOf(jobId)) };
    }
    return sealed;
  }

  /** Decrypts what {@link seal} and {@link sealHolders} encrypted; gives the values so that they can be kept out of the log. */
  async open(workspaceId: string, jobId: string, args: JsonObject): Promise<{ args: JsonObject; values: string[] }> {
    const names = Object.keys(args).filter((name) => isEncrypted(args[name]));
    if (names.length === 0) return { args, values: [] };
    const opened = await Promise.all(names.map(async (name) => [name, readOpened(await this.secrets.decrypt(workspaceId, (args[name] as { $encrypted: string }).$encrypted, contextOf(jobId)))] as const));
    return { args: { ...args, ...Object.fromEntries(opened.map(([name, { value }]) => [name, value])) }, values: opened.flatMap(([, { secrets }]) => secrets) };
  }
}

/** In front of a value that holds secrets, as opposed to one that is a secret; no text of a person begins so. */
const wholeMark = '\u0000whole:';

function readOpened(text: string): { value: unknown; secrets: string[] } {
  return text.startsWith(wholeMark) ? (JSON.parse(text.slice(wholeMark.length)) as { value: unknown; secrets: string[] }) : { value: text, secrets: [text] };
}

const isReference = (value: string): boolean => /^\$(var|res):/.test(value);

/** Whether something in a value has the form of cipher text, which nobody may bring. */
export function containsEncrypted(value: unknown): boolean {
  if (isEncrypted(value)) return true;
  if (typeof value !== 'object' || value === null) return false;
  return Object.values(value).some(containsEncrypted);
}

/** Names of the top-level arguments that the schema marks as secret. */
export function secretNames(schema: JsonObject): string[] {
  const properties = (schema['properties'] ?? {}) as Record<string, { password?: boolean; format?: string; 'x-ui'?: { secret?: boolean } }>;
  return Object.entries(properties).filter(([, property]) => property.password === true || property.format === 'password' || property['x-ui']?.secret === true).map(([name]) => name);
}
