import { Injectable } from '@nestjs/common';
import { AppError } from '../common/app-error.ts';
import { canonicalJson } from '../common/canonical-json.ts';
import type { JsonObject } from '../common/json.ts';
import { Secrets } from '../secrets/secrets.service.ts';
import {
  hiddenSecret,
  hideSecrets,
  isEncrypted,
  isHidden,
  isSecretValue,
  partAt,
  replaceParts,
  secretPointers,
  stringsOf,
  type Encrypted,
} from './secret-fields.ts';

/** A value with its secrets in clear, and what must be redacted wherever it appears. */
export type OpenedValue = { value: JsonObject; secrets: string[] };

/**
 * Turns values of resources between their three forms: stored (secrets as cipher text), opened (secrets in clear) and shown
 * (secrets as `{"$secret": true}`). Cipher text is bound to the resource and the field, so nobody can move it to where it shows.
 */
@Injectable()
export class ResourceSecrets {
  constructor(private readonly secrets: Secrets) {}

  /** What people see. */
  hide(stored: JsonObject): JsonObject {
    return hideSecrets(stored);
  }

  /** Decrypts a stored value. */
  async open(workspaceId: string, path: string, stored: JsonObject): Promise<OpenedValue> {
    const found: { pointer: string; encrypted: Encrypted }[] = [];
    replaceParts(stored, (part, pointer) => {
      if (!isEncrypted(part)) return undefined;
      found.push({ pointer, encrypted: part });
      return { with: null };
    });
    const opened = new Map<string, unknown>();
    for (const { pointer, encrypted } of found)
      opened.set(pointer, JSON.parse(await this.secrets.decrypt(workspaceId, encrypted.$encrypted, contextOf(path, pointer))));
    const value = replaceParts(stored, (part, pointer) => (isEncrypted(part) ? { with: opened.get(pointer) } : undefined)) as JsonObject;
    return { value, secrets: [...opened.values()].flatMap(stringsOf) };
  }

  /**
   * Puts stored secrets where `{"$secret": true}` stands. Throws for one that is not stored, unless `missing` takes its pointer
   * and it is left out; always throws for cipher text from outside.
   */
  fill(given: JsonObject, stored: (OpenedValue & { raw: JsonObject }) | null, missing: string[] | null = null): JsonObject {
    const filled = replaceParts(given, (part, pointer) => {
      if (isEncrypted(part))
        throw new AppError('resource/value_invalid', `The value is not valid: ${pointer} holds cipher text. Type the secret itself.`, {
          problems: [{ pointer, message: 'must not be cipher text' }],
        });
      if (!isHidden(part)) return undefined;
      const isStored = stored !== null && isEncrypted(partAt(stored.raw, pointer));
      if (!isStored && missing) {
        missing.push(pointer);
        return { with: undefined };
      }
      if (!isStored)
        throw new AppError('resource/value_invalid', `The value is not valid: no secret is stored at ${pointer} yet. Type it.`, {
          problems: [{ pointer, message: 'has no stored secret to keep' }],
        });
      return { with: partAt(stored?.value, pointer) };
    });
    // Once through JSON, so that what was left out is not there at all.
    return JSON.parse(JSON.stringify(filled)) as JsonObject;
  }

  /** The value for a file: every field that the type marks as secret is hidden, also where nothing is stored (or the file would tell that). */
  hideAll(schema: JsonObject, stored: JsonObject): JsonObject {
    const pointers = new Set(secretPointers(schema));
    const hidden = hideSecrets(stored);
    for (const pointer of pointers) {
      const [, above = '', name = ''] = /^(.*)\/([^/]*)$/.exec(pointer) ?? [];
      const parent = partAt(hidden, above);
      const key = name.replaceAll('~1', '/').replaceAll('~0', '~');
      if (typeof parent === 'object' && parent !== null && !Array.isArray(parent) && !(key in parent))
        (parent as Record<string, unknown>)[key] = { ...hiddenSecret };
    }
    return hidden;
  }

  /** Encrypts the fields that the schema marks, and those that were encrypted before: a changed schema makes no secret public. */
  async seal(workspaceId: string, path: string, schema: JsonObject, opened: JsonObject, before: JsonObject | null): Promise<JsonObject> {
    const pointers = new Set(secretPointers(schema));
    const cipherTexts = new Map<string, Encrypted>();
    const parts: { pointer: string; part: unknown }[] = [];
    const isSealed = (part: unknown, pointer: string): boolean => isSecretValue(part) && (pointers.has(pointer) || isEncrypted(partAt(before, pointer)));
    replaceParts(opened, (part, pointer) => {
      if (!isSealed(part, pointer)) return undefined;
      parts.push({ pointer, part });
      return { with: null };
    });
    for (const { pointer, part } of parts)
      cipherTexts.set(pointer, { $encrypted: await this.secrets.encrypt(workspaceId, canonicalJson(part), contextOf(path, pointer)) });
    return replaceParts(opened, (part, pointer) => (isSealed(part, pointer) ? { with: cipherTexts.get(pointer) } : undefined)) as JsonObject;
  }
}

const contextOf = (path: string, pointer: string): string => `resource:${path}#${pointer}`;
