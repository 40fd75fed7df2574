import { argumentsSchema, unparsable } from '../argument-schema.ts';
import type { JsonObject } from '../../common/json.ts';
import { ToolFailure, type Signature, type SourceProblem } from '../language.ts';
import { runTool } from '../toolchain.ts';

/** An argument of a script: the position that it is read from and the name that it is given. */
type Parameter = { position: number; name: string; schema: JsonObject; isRequired: boolean };

const assignment =
  /^(?:(?:export|readonly|declare(?:\s+-\w+)*)\s+)?([A-Za-z_]\w*)=(["']?)\$(?:([1-9])|\{([1-9]\d?)(?:(:?[-?=])([^}]*))?\})\2\s*(?:;\s*)?(?:#\s*(.*))?$/;

/** A comment that begins so marks an argument whose value is stored encrypted and shown to nobody: `key="$1" # (secret) API key`. */
const secretMark = /^\(secret\)\s*/i;

/** Reads the arguments from lines such as `name="$1"` and `name="${2:-default}" # description`. */
export async function inferSignature(content: string): Promise<Signature> {
  const problems = await syntaxProblems(content);
  if (problems.length > 0) return unparsable(problems);
  return { schema: argumentsSchema(parametersOf(content)), hasMain: true, description: descriptionOf(content), problems: [] };
}

/** Names of the arguments by position, for the command line. A position that no line names keeps its place. */
export function parametersOf(content: string): Parameter[] {
  const found = new Map<number, Parameter>();
  for (const line of content.split(/\r?\n/)) {
    const parameter = parameterOf(line);
    if (parameter && !found.has(parameter.position) && ![...found.values()].some(({ name }) => name === parameter.name))
      found.set(parameter.position, parameter);
  }
  const last = Math.max(0, ...found.keys());
  return Array.from(
    { length: last },
    (_, index) => found.get(index + 1) ?? { position: index + 1, name: `argument_${index + 1}`, schema: { type: 'string' }, isRequired: false },
  );
}

function parameterOf(line: string): Parameter | null {
  const match = assignment.exec(line.trimEnd());
  if (!match) return null;
  const [, name = '', , plain, braced, operator = '', word = '', comment = ''] = match;
  const isSecret = secretMark.test(comment);
  const description = comment.replace(secretMark, '');
  const hasDefault = operator.endsWith('-') || operator.endsWith('=');
  // A default that is itself computed is known only when the script runs.
  const isLiteral = hasDefault && word !== '' && !/[$`\\]/.test(word);
  return {
    position: Number(plain ?? braced),
    name,
    isRequired: !hasDefault,
    schema: {
      type: 'string',
      ...(isSecret ? { format: 'password' } : {}),
      ...(description ? { description: description.trim() } : {}),
      ...(isLiteral ? { default: word.replace(/^(["'])(.*)\1$/, '$2') } : {}),
    },
  };
}

/** The comment at the top, below the line that names the interpreter. */
function descriptionOf(content: string): string {
  const lines = content.split(/\r?\n/);
  const start = lines[0]?.startsWith('#!') ? 1 : 0;
  const end = lines.findIndex((line, index) => index >= start && !line.startsWith('#'));
  return lines
    .slice(start, end === -1 ? undefined : end)
    .map((line) => line.replace(/^#+ ?/, ''))
    .join('\n')
    .trim();
}

/** What Bash itself says when it reads the source without running it. */
async function syntaxProblems(content: string): Promise<SourceProblem[]> {
  try {
    await runTool(['bash', '--norc', '-n'], { directory: '/', timeoutMs: 10_000, environment: { LC_ALL: 'C' }, input: content.replaceAll('\r\n', '\n') });
    return [];
  } catch (error) {
    // Without Bash on this machine the source cannot be checked, which is no fault of the source.
    if (!(error instanceof ToolFailure) || error.exitCode === null) return [];
    const match = /line (\d+): (?:syntax error: )?(.*)/.exec(error.stderr);
    return [{ message: match?.[2] ?? 'The source cannot be parsed.', line: Math.min(Number(match?.[1] ?? 1), content.split('\n').length), column: 1 }];
  }
}
