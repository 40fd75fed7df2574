import { Injectable } from '@nestjs/common';
import type { Action } from '../access/core/actions.ts';
import type { Auth } from '../access/core/auth.ts';
import { AppError } from '../common/app-error.ts';
import { VariableReader, type ReadVariable } from '../variables/variable-reader.ts';
import { findReferences, pathOf, replaceReferences } from './references.ts';
import { ResourceReader } from './resource-reader.ts';
import type { OpenedValue } from './resource-secrets.ts';

/** A value without references, and every secret that went into it. */
export type Resolved<Value> = { value: Value; secrets: string[] };

/** Which rights reading takes: see `revealAction`. */
export type ReadActions = { resources: Action; variables: Action };

type Loaded = { resources: Map<string, OpenedValue>; variables: Map<string, ReadVariable> };

/** Resources that refer to resources, at most so deep. */
const deepestChain = 10;
/** Items that one value may pull in, all in all. */
const mostReferences = 200;

/**
 * Puts values in the place of `$res:<path>` and `$var:<path>`, also within the resources that are put in. Reads level by
 * level, two queries each, under the rights of `auth`; a cycle, a chain without end or a flood is an error.
 */
@Injectable()
export class ReferenceResolver {
  constructor(
    private readonly resources: ResourceReader,
    private readonly variables: VariableReader,
  ) {}

  async resolve<Value>(auth: Auth, value: Value, actions: ReadActions): Promise<Resolved<Value>> {
    const first = findReferences(value);
    if (first.resources.size === 0 && first.variables.size === 0) return { value, secrets: [] };
    const loaded = await this.load(auth, value, actions);
    const secrets = [
      ...[...loaded.resources.values()].flatMap((each) => each.secrets),
      ...[...loaded.variables.values()].filter(({ isSecret }) => isSecret).map((each) => each.value),
    ];
    return { value: replaceReferences(value, (reference) => lookUp(loaded, reference, [])) as Value, secrets: [...new Set(secrets)] };
  }

  private async load(auth: Auth, value: unknown, actions: ReadActions): Promise<Loaded> {
    const loaded: Loaded = { resources: new Map(), variables: new Map() };
    let level: unknown = value;
    for (let depth = 0; ; depth += 1) {
      const found = findReferences(level);
      const resources = [...found.resources].filter((path) => !loaded.resources.has(path));
      const variables = [...found.variables].filter((path) => !loaded.variables.has(path));
      if (resources.length === 0 && variables.length === 0) return loaded;
      if (depth >= deepestChain) throw invalid(`References go deeper than ${deepestChain} levels.`, resources[0]);
      if (loaded.resources.size + loaded.variables.size + resources.length + variables.length > mostReferences)
        throw invalid(`More than ${mostReferences} resources and variables are referred to.`, undefined);
      const read = await this.resources.read(auth, resources, actions.resources);
      for (const [path, each] of await this.variables.read(auth, variables, actions.variables)) loaded.variables.set(path, each);
      for (const [path, each] of read) loaded.resources.set(path, each);
      level = [...read.values()].map((each) => each.value);
    }
  }
}

/** Each place gets a copy of its own. A variable is text: what looks like a reference in it is not followed. */
function lookUp(loaded: Loaded, reference: string, above: readonly string[]): unknown {
  const path = pathOf(reference);
  if (reference.startsWith('$var:')) return loaded.variables.get(path)?.value;
  if (above.includes(path)) throw invalid(`Resources refer to each other in a circle: ${[...above, path].join(' → ')}.`, path);
  return replaceReferences(loaded.resources.get(path)?.value, (next) => lookUp(loaded, next, [...above, path]));
}

const invalid = (message: string, path: string | undefined): AppError =>
  new AppError('resource/reference_invalid', message, path === undefined ? {} : { path });
