import type { JsonObject } from '../../common/json.ts';
import { argumentsSchema, unparsable, type Argument } from '../argument-schema.ts';
import type { Signature } from '../language.ts';
import { resourceSchema } from '../resource-names.ts';
import { positionAt } from '../source-position.ts';
import { readAnnotations, typeSchema, type Parameter } from './annotations.ts';
import { splitStatements } from './statements.ts';

/** Name of the argument that says where the script runs. */
export const databaseArgument = 'database';

/** Name of the argument in which a table asks for rows. */
export const queryArgument = 'query';
const tableArgument: Argument = {
  name: queryArgument,
  isRequired: false,
  schema: { type: 'object', format: 'table-query', description: 'Which rows: page, sort, filter, search' },
};

/** Reads the arguments from comments such as `-- $1 name (type) = default`, and from the `$1::type` of the statements where no comment tells. */
export function inferSignature(content: string): Signature {
  const { statements, comments, unclosed } = splitStatements(content);
  if (unclosed) return unparsable([{ message: `This ${unclosed.what} is never closed.`, ...positionAt(content, unclosed.start) }]);
  const annotations = readAnnotations(comments, statements);
  const parameters = allParameters(annotations.parameters, statements);
  const list: Argument[] = [databaseOf(annotations.database), ...(annotations.isTable ? [tableArgument] : []), ...parameters.map(argumentOf)];
  return { schema: argumentsSchema(list), hasMain: statements.length > 0, description: annotations.description, problems: [] };
}

/** Declared parameters and those that only the statements mention, in the order of their numbers. */
export function allParameters(declared: readonly Parameter[], statements: readonly { text: string; parameters: ReadonlySet<number> }[]): Parameter[] {
  const used = new Set(statements.flatMap((statement) => [...statement.parameters]));
  const positions = new Set([...declared.map(({ position }) => position), ...used]);
  return [...positions]
    .sort((left, right) => left - right)
    .map((position) => {
      const found = declared.find((parameter) => parameter.position === position);
      const type = found?.type ?? castOf(position, statements);
      return { position, name: `arg_${position}`, hasDefault: false, default: undefined, description: '', ...found, type };
    });
}

/** The type of `$1::int[]` or `cast($1 as int)`, for the form only: the database knows it by itself. */
function castOf(position: number, statements: readonly { text: string }[]): string | null {
  const cast = new RegExp(`\\$${position}(?!\\d)\\s*::\\s*([a-z_][a-z0-9_]*(?:\\[\\])?)`, 'i');
  for (const { text } of statements) {
    const type = cast.exec(text)?.[1];
    if (type !== undefined) return type.toLowerCase();
  }
  return null;
}

/** Without a comment that fixes it, the database is an argument that a person chooses. */
function databaseOf(path: string | null): Argument {
  const schema = resourceSchema('postgresql');
  if (path === null) return { name: databaseArgument, isRequired: true, schema: { ...schema, description: 'Where the statements run' } };
  // The condition never holds, so that no form shows what the script has decided.
  return {
    name: databaseArgument,
    isRequired: false,
    schema: { ...schema, default: `$res:${path}`, readOnly: true, 'x-ui': { show_if: { [databaseArgument]: false } } },
  };
}

function argumentOf({ name, type, hasDefault, default: value, description }: Parameter): Argument {
  const schema: JsonObject = typeSchema(type);
  const isNullable = hasDefault && value === null && schema['type'] !== undefined;
  return {
    name,
    isRequired: !hasDefault,
    schema: {
      ...schema,
      ...(isNullable ? { type: [schema['type'], 'null'] } : {}),
      ...(description ? { description } : {}),
      ...(hasDefault && value !== null ? { default: value } : {}),
    },
  };
}
