import type { JsonObject } from '../../common/json.ts';
import type { Statement } from './statements.ts';

/** An argument that a comment declares: `-- $1 name (type) = default`, with a description behind a second `--`. */
export type Parameter = { position: number; name: string; type: string | null; hasDefault: boolean; default: unknown; description: string };

/** Of what is the result made. */
export type Collection = { statements: 'last' | 'all'; rows: 'all' | 'first'; isScalar: boolean };

/** Everything that the comments of a script say to Millrace. */
export type Annotations = {
  parameters: Parameter[];
  /** Path of the resource that `-- database f/folder/name` fixes. */
  database: string | null;
  collection: Collection;
  /** `-- stream`: as many rows as there are. */
  isStream: boolean;
  /** `-- table_query`: the argument `query` narrows, sorts and pages the rows of the last statement. */
  isTable: boolean;
  description: string;
};

const parameterLine = /^--\s*\$(\d+)\s+([A-Za-z_]\w*)\s*(?:\(([^()]*(?:\([^()]*\))?[^()]*)\))?\s*(?:=\s*(.*?))?\s*(?:\s--\s*(.*))?$/;
const databaseLine = /^--\s*database:?\s+(?:\$res:)?([uf]\/[\w./-]+)\s*$/;
const collectionLine = /^--\s*result_collection\s*=\s*(last|all)_statements?_(all|first)_rows?(_scalar)?\s*$/;
const streamLine = /^--\s*stream\s*$/;
const tableLine = /^--\s*table_query\s*$/;

/** Reads the comments of a script. */
export function readAnnotations(comments: readonly { text: string; start: number }[], statements: readonly Statement[]): Annotations {
  const annotations: Annotations = {
    parameters: [],
    database: null,
    collection: { statements: 'last', rows: 'all', isScalar: false },
    isStream: false,
    isTable: false,
    description: '',
  };
  const description: string[] = [];
  const firstCode = statements[0]?.start ?? Number.POSITIVE_INFINITY;
  for (const { text, start } of comments) {
    const line = text.trimEnd();
    if (!line.startsWith('--')) continue;
    const isRead = readParameter(line, annotations) || readSetting(line, annotations);
    if (!isRead && start < firstCode) description.push(line.replace(/^--+ ?/, ''));
  }
  annotations.parameters.sort((left, right) => left.position - right.position);
  annotations.description = description.join('\n').trim();
  return annotations;
}

function readParameter(line: string, annotations: Annotations): boolean {
  const match = parameterLine.exec(line);
  if (!match) return false;
  const position = Number(match[1]);
  if (position < 1 || annotations.parameters.some((present) => present.position === position || present.name === match[2])) return true;
  const type = match[3]?.trim().toLowerCase() || null;
  const written = match[4];
  annotations.parameters.push({
    position,
    name: match[2] as string,
    type,
    hasDefault: written !== undefined,
    default: written === undefined ? undefined : defaultValue(written, type),
    description: match[5] ?? '',
  });
  return true;
}

function readSetting(line: string, annotations: Annotations): boolean {
  const database = databaseLine.exec(line)?.[1];
  if (database !== undefined) annotations.database = database;
  const collection = collectionLine.exec(line);
  if (collection)
    annotations.collection = {
      statements: collection[1] as Collection['statements'],
      rows: collection[2] as Collection['rows'],
      isScalar: collection[3] !== undefined,
    };
  if (streamLine.test(line)) annotations.isStream = true;
  if (tableLine.test(line)) annotations.isTable = true;
  return database !== undefined || collection !== null || streamLine.test(line) || tableLine.test(line);
}

/** A default as JSON: what is written as JSON or in quotes of SQL, `null`, or the text itself. */
function defaultValue(written: string, type: string | null): unknown {
  const text = written.trim();
  if (/^null$/i.test(text)) return null;
  const quoted = /^'((?:[^']|'')*)'$/.exec(text)?.[1];
  if (quoted !== undefined) return quoted.replaceAll("''", "'");
  const { type: kind } = typeSchema(type);
  if (kind === 'string') return text;
  if (kind === 'boolean' && /^(true|false)$/i.test(text)) return text.toLowerCase() === 'true';
  try {
    return JSON.parse(text) as unknown;
  } catch {
    return text;
  }
}

const integers = /^(int|int2|int4|int8|integer|smallint|bigint|serial|bigserial|smallserial|oid)$/;
const numbers = /^(numeric|decimal|real|float|float4|float8|double precision|money)(\s*\(.*\))?$/;
const formats: ReadonlyMap<string, string> = new Map(Object.entries({
  date: 'date',
  uuid: 'uuid',
  time: 'time',
  timetz: 'time',
  timestamp: 'date-time',
  timestamptz: 'date-time',
  'timestamp with time zone': 'date-time',
  'timestamp without time zone': 'date-time',
}));

/** Schema of an argument of a type of PostgreSQL; text where no type is known. */
export function typeSchema(type: string | null): JsonObject {
  const name = (type ?? 'text').trim();
  if (name.endsWith('[]')) return { type: 'array', items: typeSchema(name.slice(0, -2)) };
  if (integers.test(name)) return { type: 'integer' };
  if (numbers.test(name)) return { type: 'number' };
  if (name === 'bool' || name === 'boolean') return { type: 'boolean' };
  if (name === 'json' || name === 'jsonb') return {};
  if (name === 'bytea') return { type: 'string', contentEncoding: 'base64' };
  const format = formats.get(name);
  return { type: 'string', ...(format ? { format } : {}) };
}
