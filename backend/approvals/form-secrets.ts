import { Injectable } from '@nestjs/common';
import type { Auth } from '../access/core/auth.ts';
import { AppError } from '../common/app-error.ts';
import type { JsonObject } from '../common/json.ts';
import { isEncrypted } from '../jobs/job-view.ts';
import { containsEncrypted, secretNames } from '../jobs/secret-arguments.ts';
import { ArgumentResolver } from '../resources/argument-resolver.ts';
import { isReference } from '../schema/validator.ts';
import { Secrets } from '../secrets/secrets.service.ts';

/** Binds the cipher text of what was filled in: it opens nowhere but where a run reads decisions. */
const context = 'approval:values';

/** What a run reads of a decision: in clear, with the values to keep out of rows, logs and results. */
export type OpenedValues = { values: unknown; secrets: string[] };

/**
 * Secrets that people fill in with a decision: encrypted in the transaction of the vote, masked wherever the decision is shown, in clear
 * only for the run that asked.
 */
@Injectable()
export class FormSecrets {
  constructor(
    private readonly secrets: Secrets,
    private readonly resolver: ArgumentResolver,
  ) {}

  /** Encrypts the secret fields. A variable that is named instead of a value is read as who decides: they must be able to read it themselves. */
  async seal(workspaceId: string, auth: Auth | null, form: JsonObject | null, values: JsonObject): Promise<JsonObject> {
    if (containsEncrypted(values)) throw new AppError('approval/form_invalid', 'A value has the form {"$encrypted": …}, which is reserved.');
    const names = form === null ? [] : secretNames(form).filter((name) => typeof values[name] === 'string');
    if (names.length === 0) return values;
    const sealed = await Promise.all(
      names.map(async (name) => {
        const text = await this.textOf(auth, name, values[name] as string);
        return [name, { $encrypted: await this.secrets.encrypt(workspaceId, text, context) }] as const;
      }),
    );
    return { ...values, ...Object.fromEntries(sealed) };
  }

  /** The values as they were typed. */
  async open(workspaceId: string, values: unknown): Promise<OpenedValues> {
    if (typeof values !== 'object' || values === null || Array.isArray(values)) return { values, secrets: [] };
    const names = Object.keys(values).filter((name) => isEncrypted((values as JsonObject)[name]));
    if (names.length === 0) return { values, secrets: [] };
    const opened = await Promise.all(
      names.map(
        async (name) => [name, await this.secrets.decrypt(workspaceId, ((values as JsonObject)[name] as { $encrypted: string }).$encrypted, context)] as const,
      ),
    );
    return { values: { ...values, ...Object.fromEntries(opened) }, secrets: opened.map(([, text]) => text) };
  }

  private async textOf(auth: Auth | null, name: string, text: string): Promise<string> {
    if (!isReference(text)) return text;
    const { args } = auth ? await this.resolver.resolve(auth, { value: text }) : { args: {} as JsonObject };
    if (typeof args['value'] === 'string') return args['value'];
    throw new AppError('approval/form_invalid', `"${name}" is a secret: type it, or choose a variable that holds a text.`, {
      problems: [{ pointer: `/values/${name}`, message: 'must be a text' }],
    });
  }
}
