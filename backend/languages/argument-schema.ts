import type { JsonObject } from '../common/json.ts';
import type { Signature, SourceProblem } from './language.ts';

/** One argument of `main` as a parser found it. */
export type Argument = { name: string; schema: JsonObject; isRequired: boolean };

/** The JSON Schema of a list of arguments, properties in their order. */
export function argumentsSchema(list: readonly Argument[]): JsonObject {
  return {
    $schema: 'https://json-schema.org/draft/2020-12/schema',
    type: 'object',
    properties: Object.fromEntries(list.map((argument) => [argument.name, argument.schema])),
    required: list.filter((argument) => argument.isRequired).map((argument) => argument.name),
  };
}

/** What is said of a source that cannot be parsed. */
export function unparsable(problems: SourceProblem[]): Signature {
  return { schema: argumentsSchema([]), hasMain: false, description: '', problems };
}
