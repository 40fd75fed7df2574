import { createHash } from 'node:crypto';
import type { ObjectStore } from '../objects/object-store.ts';
import { Redactor } from '../secrets/redactor.ts';
import type { Secrets } from '../secrets/secrets.service.ts';
import { storeResult } from '../workers/job-result.ts';

/** A result as its checkpoint keeps it. */
export type KeptResult = { result: string | null; resultObject: string | null; isSealed: boolean };

/** What stands in the place of a result that holds secrets. */
type Sealed = { $encrypted: string; $secrets?: string };

/** What binds the cipher text of a step to its run; a run that takes over from another one has its seed. */
const contextOf = (seed: string): string => `workflow:${seed}:step`;

/**
 * Keeps the results of steps. One that holds a secret of the job is encrypted: a replay must give the code exactly what it had, and nobody else may
 * see it. A large one goes to the object store.
 */
export class SealedResults {
  private redactor = new Redactor([]);

  constructor(
    private readonly objects: ObjectStore,
    private readonly secrets: Secrets,
    private readonly workspaceId: string,
    private readonly jobId: string,
    private readonly seed: string,
  ) {}

  hide(secrets: readonly string[]): void {
    this.redactor = new Redactor(secrets);
  }

  /** `brought` are secrets that come with this result, and that a replay must know of before it does anything. */
  async keep(key: string, json: string, brought: readonly string[] = []): Promise<KeptResult> {
    const isSealed = brought.length > 0 || (!this.redactor.isIdle && this.redactor.redact(json) !== json);
    const text = isSealed ? await this.seal(json, brought) : json;
    const place = createHash('sha256').update(key).digest('hex').slice(0, 24);
    const stored = await storeResult(this.objects, this.workspaceId, `${this.jobId}/${place}`, text);
    return stored.kind === 'inline' ? { result: stored.json, resultObject: null, isSealed } : { result: null, resultObject: stored.key, isSealed };
  }

  /** The JSON text as the code had it, and the secrets that came with it. */
  async open({ result, resultObject, isSealed }: KeptResult): Promise<{ json: string; brought: string[] }> {
    const text = resultObject === null ? (result ?? 'null') : await this.objects.text(resultObject);
    if (!isSealed) return { json: text, brought: [] };
    const { $encrypted: json, $secrets: brought } = JSON.parse(text) as Sealed;
    return { json: await this.decrypt(json), brought: brought === undefined ? [] : (JSON.parse(await this.decrypt(brought)) as string[]) };
  }

  private async seal(json: string, brought: readonly string[]): Promise<string> {
    const encrypt = (text: string): Promise<string> => this.secrets.encrypt(this.workspaceId, text, contextOf(this.seed));
    const sealed: Sealed = { $encrypted: await encrypt(json) };
    if (brought.length > 0) sealed.$secrets = await encrypt(JSON.stringify(brought));
    return JSON.stringify(sealed);
  }

  private decrypt(text: string): Promise<string> {
    return this.secrets.decrypt(this.workspaceId, text, contextOf(this.seed));
  }

  redactError<Failure>(error: Failure): Failure {
    return this.redactor.redactJson(error);
  }
}
