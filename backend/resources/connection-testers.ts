import { Injectable } from '@nestjs/common';
import type { ResourceTypeDefinition } from './resource-type.ts';

type Test = NonNullable<ResourceTypeDefinition['test']>;

/** Where domains say how connections of a built-in type are tried that need more than the value. Register in `onModuleInit`. */
@Injectable()
export class ConnectionTesters {
  private readonly tests = new Map<string, Test>();

  add(type: string, test: Test): void {
    if (this.tests.has(type)) throw new Error(`Connections of the type ${type} are tested twice`);
    this.tests.set(type, test);
  }

  /** The definition with its test, wherever that comes from. */
  complete(type: ResourceTypeDefinition): ResourceTypeDefinition {
    const test = type.test ?? this.tests.get(type.name);
    return test ? { ...type, test } : type;
  }
}
