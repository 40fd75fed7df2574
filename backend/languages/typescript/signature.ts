import type { BindingPattern, Expression, ParamPattern, TSType } from 'oxc-parser';
import type { JsonObject } from '../../common/json.ts';
import { argumentsSchema, unparsable, type Argument } from '../argument-schema.ts';
import type { Signature } from '../language.ts';
import { docCommentBefore, type DocComment } from './doc-comment.ts';
import { literalValue, notLiteral, propertyName } from './literal.ts';
import { resultSchema } from './result-schema.ts';
import { findMain, parseSource, type MainFunction, type SourceFile } from './source-file.ts';
import { allowsUndefined, typeSchema, type TypeScope } from './type-schema.ts';
import { isWorkflowMain } from './workflow-main.ts';

/**
 * How the harness passes one parameter of `main`: by the name of an argument, all remaining elements of an array, or the
 * whole arguments object to a single destructured parameter. `isDate` turns the ISO text into a `Date`.
 */
export type ParameterBinding = { kind: 'named' | 'rest' | 'all'; name: string; isDate?: boolean } | { kind: 'nothing' };

/** Reads the schema of `main` and its doc comment. */
export function inferSignature(content: string): Signature {
  const file = parseSource(content);
  if (file.problems.length > 0) return unparsable(file.problems);
  const main = findMain(file);
  const comment = docCommentBefore(file, main ? main.start : 0);
  if (!main) return { schema: argumentsSchema([]), hasMain: false, description: fileDescription(file), problems: [] };
  const result = resultSchema(file, main);
  return {
    schema: argumentsSchema(argumentsOf(file, main, comment)),
    ...(result ? { result } : {}),
    hasMain: true,
    ...(isWorkflowMain(file) ? { isWorkflow: true } : {}),
    description: comment.description || fileDescription(file),
    problems: [],
  };
}

/** In which order and form the harness hands the arguments to `main`; empty for a source without one. */
export function parameterBindings(content: string): ParameterBinding[] {
  const file = parseSource(content);
  const main = file.problems.length === 0 ? findMain(file) : null;
  if (!main) return [];
  if (takesAllArguments(main)) return [{ kind: 'all', name: '' }];
  return main.parameters.map((parameter) => bindingOf(parameter, file));
}

function bindingOf(parameter: ParamPattern, file: SourceFile): ParameterBinding {
  const { pattern, annotation } = describe(parameter);
  if (pattern.type !== 'Identifier') return { kind: 'nothing' };
  if (parameter.type === 'RestElement') return { kind: 'rest', name: pattern.name };
  const isDate = annotation !== null && mentionsDate(annotation, file);
  return { kind: 'named', name: pattern.name, ...(isDate ? { isDate } : {}) };
}

function mentionsDate(type: TSType, file: SourceFile): boolean {
  if (type.type === 'TSUnionType')
    return type.types.some((member) => mentionsDate(member, file)) && !type.types.some((member) => member.type === 'TSStringKeyword');
  return type.type === 'TSTypeReference' && type.typeName.type === 'Identifier' && type.typeName.name === 'Date' && !file.types.has('Date');
}

/** The text at the top of a library or of a script whose `main` has no comment of its own. */
function fileDescription(file: SourceFile): string {
  const first = file.comments[0];
  if (!first || file.text.slice(0, first.start).trim() !== '' || !first.value.startsWith('*')) return '';
  return docCommentBefore(file, first.end).description;
}

/** `main({ name, count }: {…})`: a single destructured parameter takes all arguments, its properties are the arguments. */
function takesAllArguments(main: MainFunction): boolean {
  const [only, ...others] = main.parameters;
  return only !== undefined && others.length === 0 && describe(only).pattern.type === 'ObjectPattern';
}

function argumentsOf(file: SourceFile, main: MainFunction, comment: DocComment): Argument[] {
  const scope: TypeScope = { file, typeArguments: new Map(), expanding: [] };
  if (takesAllArguments(main)) return destructuredArguments(describe(main.parameters[0] as ParamPattern), scope, comment);
  return main.parameters.flatMap((parameter) => {
    const { pattern, annotation, fallback } = describe(parameter);
    if (pattern.type !== 'Identifier') return [];
    const isRest = parameter.type === 'RestElement';
    const isOptional = isRest || pattern.optional || fallback !== null || (annotation !== null && allowsUndefined(annotation));
    return [{ name: pattern.name, isRequired: !isOptional, schema: argumentSchema(annotation, fallback, scope, comment.parameters.get(pattern.name)) }];
  });
}

function destructuredArguments({ pattern, annotation }: Description, scope: TypeScope, comment: DocComment): Argument[] {
  const schema = annotation ? typeSchema(annotation, scope) : {};
  const declared = (schema['properties'] ?? {}) as Record<string, JsonObject>;
  const required = new Set((schema['required'] ?? []) as string[]);
  const written = pattern.type === 'ObjectPattern' ? destructuredDefaults(pattern) : new Map<string, Expression | null>();
  const names = new Set([...Object.keys(declared), ...written.keys()]);
  return [...names].map((name) => {
    const fallback = written.get(name) ?? null;
    const described = comment.parameters.get(name) ?? [...comment.parameters].find(([parameter]) => parameter.endsWith(`.${name}`))?.[1];
    const base = declared[name] ?? (fallback ? schemaOfValue(literalValue(fallback, scope.file)) : {});
    return { name, isRequired: required.has(name) && fallback === null, schema: decorated(base, fallback, scope, described) };
  });
}

function destructuredDefaults(pattern: Extract<BindingPattern, { type: 'ObjectPattern' }>): Map<string, Expression | null> {
  const defaults = new Map<string, Expression | null>();
  for (const property of pattern.properties) {
    if (property.type !== 'Property') continue;
    const name = propertyName(property.key);
    if (name !== null) defaults.set(name, property.value.type === 'AssignmentPattern' ? property.value.right : null);
  }
  return defaults;
}

type Description = { pattern: BindingPattern; annotation: TSType | null; fallback: Expression | null };

function describe(parameter: ParamPattern | BindingPattern): Description {
  if (parameter.type === 'TSParameterProperty') return describe(parameter.parameter as BindingPattern);
  if (parameter.type === 'RestElement') return { ...describe(parameter.argument), annotation: parameter.typeAnnotation?.typeAnnotation ?? null };
  if (parameter.type === 'AssignmentPattern') return { ...describe(parameter.left), fallback: parameter.right };
  return { pattern: parameter, annotation: parameter.typeAnnotation?.typeAnnotation ?? null, fallback: null };
}

function argumentSchema(annotation: TSType | null, fallback: Expression | null, scope: TypeScope, description: string | undefined): JsonObject {
  const base = annotation ? typeSchema(annotation, scope) : fallback ? schemaOfValue(literalValue(fallback, scope.file)) : {};
  return decorated(base, fallback, scope, description);
}

function decorated(base: JsonObject, fallback: Expression | null, scope: TypeScope, description: string | undefined): JsonObject {
  const value = fallback ? literalValue(fallback, scope.file) : notLiteral;
  return { ...base, ...(description ? { description } : {}), ...(value !== notLiteral && value !== undefined ? { default: value } : {}) };
}

/** A parameter without a type has the type of its default. */
function schemaOfValue(value: unknown): JsonObject {
  if (value === null || value === undefined || typeof value === 'symbol') return {};
  if (Array.isArray(value)) return { type: 'array', ...(value.length > 0 ? { items: schemaOfValue(value[0]) } : {}) };
  return { type: typeof value };
}
