import pg from 'pg';
import { ScriptFailure } from '../language.ts';
import { positionAt } from '../source-position.ts';
import { withoutPassword, type Target } from './connections.ts';
import type { Statement } from './statements.ts';

/** An error of the server in terms of the script: what it said, its SQLSTATE, and the line and column in the author's file. */
export function statementFailure(error: unknown, content: string, statement: Statement, target: Target): unknown {
  if (!(error instanceof pg.DatabaseError)) {
    const message = error instanceof Error ? error.message : String(error);
    return error instanceof ScriptFailure
      ? error
      : new ScriptFailure({
          name: 'ConnectionError',
          code: 'job/database_unreachable',
          message: withoutPassword(`The connection to the database was lost: ${message}`, target),
          ...positionAt(content, statement.start),
        });
  }
  const parts = [error.message, error.detail, error.hint ? `Hint: ${error.hint}` : undefined].filter((part) => part !== undefined && part !== '');
  const stack = error.where ? `${error.severity ?? 'ERROR'}: ${error.message}\n${error.where}` : undefined;
  return new ScriptFailure({
    name: 'PostgresError',
    code: error.code ?? 'job/script_error',
    message: withoutPassword(parts.join('\n'), target),
    ...(stack ? { stack: withoutPassword(stack, target) } : {}),
    ...positionAt(content, statement.start + offsetOf(error.position, statement.text)),
  });
}

/** The server counts characters from one; the editor counts UTF-16 units. */
function offsetOf(position: string | undefined, text: string): number {
  if (position === undefined) return 0;
  let offset = 0;
  let characters = Number(position) - 1;
  for (const character of text) {
    if (characters <= 0) break;
    offset += character.length;
    characters -= 1;
  }
  return offset;
}
