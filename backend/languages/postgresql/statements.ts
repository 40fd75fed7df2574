/** A statement of a script: its text, where it begins, and the numbered parameters that it uses. */
export type Statement = { text: string; start: number; parameters: ReadonlySet<number> };

/** Lexical trouble: something was opened at `start` and never closed. */
export type Unclosed = { what: string; start: number };

/** What {@link splitStatements} found. */
export type Script = { statements: Statement[]; comments: { text: string; start: number }[]; unclosed: Unclosed | null };

type Token = { kind: 'comment' | 'quoted' | 'parameter' | 'separator' | 'code'; end: number; unclosed?: string; position?: number };

const dollarTag = /\$(?:[A-Za-z_\u0080-\uffff][A-Za-z0-9_\u0080-\uffff]*)?\$/y;
const parameter = /\$(\d+)/y;
const word = /[A-Za-z_\u0080-\uffff][A-Za-z0-9_$\u0080-\uffff]*/y;

/**
 * Splits a script into its statements by the lexical rules of PostgreSQL: a semicolon within quotes, dollar quotes, comments or the body of
 * a function in standard SQL separates nothing. Statements without any code are left out.
 */
export function splitStatements(source: string): Script {
  const script: Script = { statements: [], comments: [], unclosed: null };
  let start = 0;
  let firstCode = -1;
  let parameters = new Set<number>();
  let depth = 0;
  const end = (position: number): void => {
    if (firstCode !== -1) script.statements.push({ text: source.slice(firstCode, position).trimEnd(), start: firstCode, parameters });
    start = position + 1;
    firstCode = -1;
    parameters = new Set();
    depth = 0;
  };
  for (let position = 0; position < source.length;) {
    const token = nextToken(source, position);
    if (token.kind === 'comment') script.comments.push({ text: source.slice(position, token.end), start: position });
    else if (token.kind === 'separator' && depth === 0) end(position);
    else if (firstCode === -1 && source.slice(position, token.end).trim() !== '') firstCode = position;
    if (token.position !== undefined) parameters.add(token.position);
    if (token.unclosed !== undefined) script.unclosed ??= { what: token.unclosed, start: position };
    if (token.kind === 'code') depth = bodyDepth(source.slice(firstCode === -1 ? start : firstCode, position), source.slice(position, token.end), depth);
    position = token.end;
  }
  end(source.length);
  return script;
}

/** Within `create function … begin atomic … end` semicolons belong to the body; `case … end` nests in it. */
function bodyDepth(before: string, code: string, depth: number): number {
  const name = code.toLowerCase();
  if (depth === 0) return name === 'atomic' && /\bbegin\s+$/i.test(before) && /^\s*create\b/i.test(before) ? 1 : 0;
  if (name === 'case' || name === 'begin') return depth + 1;
  return name === 'end' ? depth - 1 : depth;
}

function nextToken(source: string, position: number): Token {
  const character = source[position];
  if (source.startsWith('--', position)) return { kind: 'comment', end: endOfLine(source, position) };
  if (source.startsWith('/*', position)) return blockComment(source, position);
  if (character === "'") return quoted(source, position, "'", isEscapeString(source, position));
  if (character === '"') return quoted(source, position, '"', false);
  if (character === ';') return { kind: 'separator', end: position + 1 };
  if (character === '$') return dollar(source, position);
  word.lastIndex = position;
  const match = word.exec(source);
  return { kind: 'code', end: match ? position + match[0].length : position + 1 };
}

function endOfLine(source: string, position: number): number {
  const end = source.indexOf('\n', position);
  return end === -1 ? source.length : end;
}

/** Block comments nest in PostgreSQL. */
function blockComment(source: string, start: number): Token {
  let depth = 1;
  for (let position = start + 2; position < source.length; position += 1) {
    if (source.startsWith('/*', position)) depth += 1;
    else if (source.startsWith('*/', position)) depth -= 1;
    else continue;
    position += 1;
    if (depth === 0) return { kind: 'comment', end: position + 1 };
  }
  return { kind: 'comment', end: source.length, unclosed: 'comment' };
}

/** In `E'…'` a backslash escapes the quote that follows. */
function isEscapeString(source: string, quote: number): boolean {
  return /(?:^|[^A-Za-z0-9_$])[eE]$/.test(source.slice(Math.max(0, quote - 2), quote));
}

function quoted(source: string, start: number, quote: string, hasEscapes: boolean): Token {
  for (let position = start + 1; position < source.length; position += 1) {
    if (hasEscapes && source[position] === '\\') position += 1;
    else if (source[position] === quote) {
      if (source[position + 1] !== quote) return { kind: 'quoted', end: position + 1 };
      position += 1;
    }
  }
  return { kind: 'quoted', end: source.length, unclosed: quote === '"' ? 'quoted name' : 'quoted text' };
}

function dollar(source: string, start: number): Token {
  parameter.lastIndex = start;
  const number = parameter.exec(source);
  if (number) return { kind: 'parameter', end: start + number[0].length, position: Number(number[1]) };
  dollarTag.lastIndex = start;
  const tag = dollarTag.exec(source)?.[0];
  if (tag === undefined) return { kind: 'code', end: start + 1 };
  const end = source.indexOf(tag, start + tag.length);
  return end === -1 ? { kind: 'quoted', end: source.length, unclosed: 'dollar-quoted text' } : { kind: 'quoted', end: end + tag.length };
}

/** Whether the statements decide about transactions themselves, or one of them refuses to run in one: then each stands for itself. */
export function managesTransactions(statements: readonly Statement[]): boolean {
  return statements.some(
    ({ text }) => transactionControl.test(text) || (outsideOnly.test(text) && !/^\s*create\s+(or\s+replace\s+)?(function|procedure)\b/i.test(text)),
  );
}

const transactionControl = /^(begin|start\s+transaction|commit|end|rollback|abort|savepoint|release|prepare\s+transaction|call)\b/i;
const outsideOnly =
  /^(vacuum|cluster|(create|drop)\s+(database|tablespace|subscription)|alter\s+(system|database)|reindex|(create|drop)\s+(unique\s+)?index\s+concurrently|refresh\s+materialized\s+view\s+concurrently|checkpoint|discard\s+all)\b|\bdetach\s+partition\s[\s\S]*\bconcurrently\b/i;
