import type { TSSignature, TSType, TSTypeName, TSTypeReference } from 'oxc-parser';
import type { Json, JsonObject } from '../../common/json.ts';
import { isWellKnownResource, resourceSchema } from '../resource-names.ts';
import { docCommentBefore } from './doc-comment.ts';
import { enumValues, literalValue, notLiteral, propertyName } from './literal.ts';
import type { SourceFile } from './source-file.ts';
import { unionSchema } from './union-schema.ts';
import { utilityTypeSchema } from './utility-type-schema.ts';

/** What a type is translated against: the file, what type parameters stand for, and the names that are being expanded. */
export type TypeScope = { file: SourceFile; typeArguments: ReadonlyMap<string, TSType>; expanding: readonly string[] };

const keywords: Partial<Record<TSType['type'], JsonObject>> = {
  TSStringKeyword: { type: 'string' },
  TSNumberKeyword: { type: 'number' },
  TSBooleanKeyword: { type: 'boolean' },
  TSBigIntKeyword: { type: 'integer' },
  TSNullKeyword: { type: 'null' },
  TSObjectKeyword: { type: 'object' },
};

/** Types that people write by name, without declaring them. */
const namedTypes: ReadonlyMap<string, JsonObject> = new Map(Object.entries({
  Date: { type: 'string', format: 'date-time' },
  Base64: { type: 'string', contentEncoding: 'base64' },
  Uint8Array: { type: 'string', contentEncoding: 'base64' },
  Buffer: { type: 'string', contentEncoding: 'base64' },
  Email: { type: 'string', format: 'email' },
  URL: { type: 'string', format: 'uri' },
  Sql: { type: 'string', format: 'sql' },
  Secret: { type: 'string', format: 'password' },
  TableQuery: { type: 'object', format: 'table-query' },
  String: { type: 'string' },
  Number: { type: 'number' },
  Boolean: { type: 'boolean' },
  Object: { type: 'object' },
  Function: {},
}));

/** Translates a TypeScript type to JSON Schema. What has no counterpart becomes the schema that allows anything. */
export function typeSchema(type: TSType, scope: TypeScope): JsonObject {
  const keyword = keywords[type.type];
  if (keyword) return { ...keyword };
  switch (type.type) {
    case 'TSLiteralType':
      return literalSchema(type.literal, scope);
    case 'TSTemplateLiteralType':
      return { type: 'string' };
    case 'TSArrayType':
      return { type: 'array', items: typeSchema(type.elementType, scope) };
    case 'TSTupleType':
      return tupleSchema(type.elementTypes, scope);
    case 'TSUnionType':
      return unionSchema(type.types.map((member) => typeSchema(member, scope)).filter((_, index) => type.types[index]?.type !== 'TSUndefinedKeyword'));
    case 'TSIntersectionType':
      return intersectionSchema(type.types.map((member) => typeSchema(member, scope)));
    case 'TSTypeLiteral':
      return membersSchema(type.members, scope);
    case 'TSMappedType':
      return { type: 'object', ...(type.typeAnnotation ? { additionalProperties: typeSchema(type.typeAnnotation, scope) } : {}) };
    case 'TSParenthesizedType':
      return typeSchema(type.typeAnnotation, scope);
    case 'TSTypeOperator':
      return typeSchema(type.typeAnnotation, scope);
    case 'TSIndexedAccessType':
      return indexedAccessSchema(type.objectType, type.indexType, scope);
    case 'TSTypeReference':
      return referenceSchema(type, scope);
    default:
      return {};
  }
}

function literalSchema(literal: Extract<TSType, { type: 'TSLiteralType' }>['literal'], scope: TypeScope): JsonObject {
  const value = literalValue(literal, scope.file);
  return value === notLiteral || value === undefined ? {} : { type: typeof value, enum: [value] };
}

function tupleSchema(elements: readonly { type: string }[], scope: TypeScope): JsonObject {
  const items = elements.map((element) => {
    const named = element as Extract<TSType, { type: 'TSNamedTupleMember' }> | TSType;
    return typeSchema((named.type === 'TSNamedTupleMember' ? named.elementType : named) as TSType, scope);
  });
  return { type: 'array', prefixItems: items, minItems: items.length, maxItems: items.length };
}

function intersectionSchema(members: JsonObject[]): JsonObject {
  const objects = members.filter((member) => member['type'] === 'object');
  if (objects.length !== members.length) return members.find((member) => member['type'] !== undefined && member['type'] !== 'object') ?? {};
  return mergeObjects(objects);
}

/** One object schema that has the properties of all. */
export function mergeObjects(objects: readonly JsonObject[]): JsonObject {
  const properties = Object.assign({}, ...objects.map((member) => (member['properties'] ?? {}) as JsonObject)) as JsonObject;
  const required = [...new Set(objects.flatMap((member) => (member['required'] ?? []) as string[]))];
  return { ...Object.assign({}, ...objects), type: 'object', properties, ...(required.length > 0 ? { required } : {}) };
}

/** Schema of an object from the members of a type literal, interface or class body. */
export function membersSchema(members: readonly TSSignature[], scope: TypeScope): JsonObject {
  const properties: Record<string, JsonObject> = {};
  const required: string[] = [];
  let additionalProperties: JsonObject | undefined;
  for (const member of members) {
    if (member.type === 'TSIndexSignature') additionalProperties = typeSchema(member.typeAnnotation.typeAnnotation, scope);
    if (member.type !== 'TSPropertySignature') continue;
    const name = propertyName(member.key);
    if (name === null) continue;
    const { description } = docCommentBefore(scope.file, member.start);
    const annotation = member.typeAnnotation?.typeAnnotation;
    properties[name] = { ...(annotation ? typeSchema(annotation, scope) : {}), ...(description ? { description } : {}) };
    if (!member.optional && !(annotation && allowsUndefined(annotation))) required.push(name);
  }
  return {
    type: 'object',
    ...(Object.keys(properties).length > 0 ? { properties } : {}),
    ...(required.length > 0 ? { required } : {}),
    ...(additionalProperties ? { additionalProperties } : {}),
  };
}

/** Whether `undefined` is among the values of a type as it is written. */
export function allowsUndefined(type: TSType): boolean {
  return type.type === 'TSUndefinedKeyword' || (type.type === 'TSUnionType' && type.types.some(allowsUndefined));
}

/** `(typeof levels)[number]` of a constant of the file is the enum of its elements; `T['key']` is that property's schema. */
function indexedAccessSchema(objectType: TSType, indexType: TSType, scope: TypeScope): JsonObject {
  const plain = objectType.type === 'TSParenthesizedType' ? objectType.typeAnnotation : objectType;
  if (plain.type === 'TSTypeQuery' && plain.exprName.type === 'Identifier' && indexType.type === 'TSNumberKeyword') {
    const constant = scope.file.constants.get(plain.exprName.name);
    const values = constant ? literalValue(constant, scope.file) : notLiteral;
    return Array.isArray(values) ? unionSchema(values.map((value: Json) => ({ type: value === null ? 'null' : typeof value, enum: [value] }))) : {};
  }
  if (indexType.type !== 'TSLiteralType') return {};
  const key = literalValue(indexType.literal, scope.file);
  const properties = typeSchema(plain, scope)['properties'] as Record<string, JsonObject> | undefined;
  return (typeof key === 'string' ? properties?.[key] : undefined) ?? {};
}

function referenceSchema(reference: TSTypeReference, scope: TypeScope): JsonObject {
  const { typeName } = reference;
  if (typeName.type === 'TSQualifiedName') return qualifiedSchema(typeName, scope);
  if (typeName.type !== 'Identifier') return {};
  const { name } = typeName;
  const typeArguments = reference.typeArguments?.params ?? [];
  const argument = scope.typeArguments.get(name);
  if (argument) return typeSchema(argument, { ...scope, typeArguments: new Map() });
  if (scope.file.types.has(name)) return declaredSchema(name, typeArguments, scope);
  const utility = utilityTypeSchema(name, typeArguments, (type) => typeSchema(type, scope));
  if (utility) return utility;
  const known = namedTypes.get(name);
  if (known) return { ...known };
  const importedFrom = scope.file.importedFrom.get(name);
  if (importedFrom !== undefined && importedFrom !== 'millrace' && !isWellKnownResource(name)) return {};
  return resourceSchema(name);
}

/** `RT.Postgresql` is a resource; `Level.High` is a member of an enum of the file; other namespaces are unknown. */
function qualifiedSchema(typeName: Extract<TSTypeName, { type: 'TSQualifiedName' }>, scope: TypeScope): JsonObject {
  if (typeName.left.type !== 'Identifier') return {};
  if (typeName.left.name === 'RT') return resourceSchema(typeName.right.name);
  const member = enumValues(typeName.left.name, scope.file)?.find(([name]) => name === typeName.right.name);
  return member ? { type: typeof member[1], enum: [member[1]] } : {};
}

function declaredSchema(name: string, typeArguments: readonly TSType[], scope: TypeScope): JsonObject {
  const declaration = scope.file.types.get(name);
  // A recursive type has no end as a form: below its first level it is any object.
  if (!declaration || scope.expanding.includes(name)) return { type: 'object' };
  if (declaration.type === 'TSEnumDeclaration') {
    const values = enumValues(name, scope.file);
    return values ? unionSchema(values.map(([, value]) => ({ type: typeof value, enum: [value] }))) : {};
  }
  const names = declaration.typeParameters?.params.map((parameter) => parameter.name.name) ?? [];
  const inner: TypeScope = {
    file: scope.file,
    typeArguments: new Map(names.flatMap((parameter, index) => (typeArguments[index] ? [[parameter, typeArguments[index]] as const] : []))),
    expanding: [...scope.expanding, name],
  };
  if (declaration.type === 'TSTypeAliasDeclaration') return asResource(name, typeSchema(declaration.typeAnnotation, inner));
  if (declaration.type !== 'TSInterfaceDeclaration') return { type: 'object' };
  const parents = declaration.extends.flatMap((parent) =>
    parent.expression.type === 'Identifier' ? [referenceByName(parent.expression.name, parent.typeArguments?.params ?? [], inner)] : [],
  );
  return asResource(name, mergeIfNeeded([...parents, membersSchema(declaration.body.body, inner)]));
}

function referenceByName(name: string, typeArguments: readonly TSType[], scope: TypeScope): JsonObject {
  return scope.file.types.has(name) ? declaredSchema(name, typeArguments, scope) : { type: 'object' };
}

function mergeIfNeeded(objects: JsonObject[]): JsonObject {
  return objects.length === 1 ? (objects[0] as JsonObject) : mergeObjects(objects);
}

/** A type of the file that is named like a resource type describes its fields for the author; the argument is the resource. */
function asResource(name: string, schema: JsonObject): JsonObject {
  return schema['type'] === 'object' && isWellKnownResource(name) ? resourceSchema(name) : schema;
}
