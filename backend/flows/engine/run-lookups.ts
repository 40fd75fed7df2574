import type { Auth } from '../../access/core/auth.ts';
import type { ParsedExpression } from '../../expressions/core/parse.ts';
import type { ArgumentResolver } from '../../resources/argument-resolver.ts';

type Found = { variable: Record<string, unknown>; resource: Record<string, unknown> };

/**
 * What `variable()` and `resource()` give within one decision, with the rights of whom the run acts as. The secrets among the values
 * are collected, so that they are not stored in clear with the jobs that they go into.
 */
export class RunLookups {
  readonly secrets = new Set<string>();
  private readonly values = new Map<string, unknown>();

  constructor(
    private readonly resolver: ArgumentResolver,
    private readonly auth: () => Promise<Auth>,
  ) {}

  async of({ lookups }: ParsedExpression): Promise<Found> {
    const found: Found = { variable: {}, resource: {} };
    for (const { kind, path } of lookups) found[kind][path] = await this.value(`${kind === 'variable' ? '$var:' : '$res:'}${path}`);
    return found;
  }

  private async value(reference: string): Promise<unknown> {
    if (this.values.has(reference)) return this.values.get(reference);
    const { args, secrets } = await this.resolver.resolve(await this.auth(), { value: reference });
    for (const secret of secrets) this.secrets.add(secret);
    this.values.set(reference, args['value']);
    return args['value'];
  }
}
