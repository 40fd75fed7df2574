import type { JsonObject } from '../../backend/common/json.ts';
import { endpointLetters, type RunnableKind } from './runnable.ts';

/** What a snippet calls, and as whom. Without a token it reads `MILLRACE_TOKEN` from the environment. */
export type SnippetInput = { origin: string; workspace: string; kind: RunnableKind; path: string; args: JsonObject; token: string | null };

/** A way to call a script from elsewhere. `code` can be pasted and works as it is. */
export type Snippet = { id: string; title: string; language: 'shell' | 'typescript' | 'python'; explanation: string; code: (input: SnippetInput) => string };

type Endpoint = 'run' | 'run_wait_result';

/** The address of a script or flow: `run` answers with the id of the run at once, `run_wait_result` with the result. */
export function endpointOf({ origin, workspace, kind, path }: SnippetInput, endpoint: Endpoint): string {
  const segments = path.split('/').map(encodeURIComponent).join('/');
  return `${origin}/api/w/${encodeURIComponent(workspace)}/jobs/${endpoint}/${endpointLetters[kind]}/${segments}`;
}

/** An address that needs nothing else: what goes into the settings of another service. The token may only run this. */
export function webhookAddress(input: SnippetInput, token: string): string {
  return `${endpointOf(input, 'run')}?token=${encodeURIComponent(token)}`;
}

/** Text as one word of a POSIX shell, whatever it holds. */
export function quoteForShell(text: string): string {
  return /^[A-Za-z0-9_\-./:=@%+,]+$/.test(text) ? text : `'${text.replaceAll("'", `'\\''`)}'`;
}

/** A JSON value as a Python literal. JSON strings are Python strings; only three words differ. */
export function toPython(value: unknown, indent = ''): string {
  if (value === null || value === undefined) return 'None';
  if (typeof value === 'boolean') return value ? 'True' : 'False';
  if (typeof value !== 'object') return JSON.stringify(value);
  const inner = `${indent}    `;
  const lines = Array.isArray(value)
    ? value.map((item) => toPython(item, inner))
    : Object.entries(value).map(([key, item]) => `${JSON.stringify(key)}: ${toPython(item, inner)}`);
  const [open, close] = Array.isArray(value) ? ['[', ']'] : ['{', '}'];
  return lines.length === 0 ? open + close : `${open}\n${lines.map((line) => `${inner}${line},\n`).join('')}${indent}${close}`;
}

const indentBy = (text: string, indent: string): string => text.replaceAll('\n', `\n${indent}`);

/** A token in double quotes of a shell: either itself, or the variable that holds it. */
const shellToken = (token: string | null): string =>
  token === null ? '"Authorization: Bearer $MILLRACE_TOKEN"' : quoteForShell(`Authorization: Bearer ${token}`);

function curl(input: SnippetInput): string {
  return [
    `curl --fail-with-body -X POST ${quoteForShell(endpointOf(input, 'run_wait_result'))}`,
    `-H ${shellToken(input.token)}`,
    `-H 'Content-Type: application/json'`,
    `-d ${quoteForShell(JSON.stringify(input.args))}`,
  ].join(' \\\n  ');
}

function webhook(input: SnippetInput): string {
  const address = input.token === null ? `"${endpointOf(input, 'run')}?token=$MILLRACE_TOKEN"` : quoteForShell(webhookAddress(input, input.token));
  return `curl --fail-with-body -X POST ${address} \\\n  -H 'Content-Type: application/json' \\\n  -d ${quoteForShell(JSON.stringify(input.args))}`;
}

function typescript(input: SnippetInput): string {
  const token = input.token === null ? '`Bearer ${process.env.MILLRACE_TOKEN}`' : JSON.stringify(`Bearer ${input.token}`);
  return `const response = await fetch(${JSON.stringify(endpointOf(input, 'run_wait_result'))}, {
  method: 'POST',
  headers: { authorization: ${token}, 'content-type': 'application/json' },
  body: JSON.stringify(${indentBy(JSON.stringify(input.args, null, 2), '  ')}),
});
if (!response.ok) throw new Error(await response.text());
console.log(await response.json());
`;
}

function python(input: SnippetInput): string {
  const token = input.token === null ? '"Bearer " + os.environ["MILLRACE_TOKEN"]' : JSON.stringify(`Bearer ${input.token}`);
  return `import json
${input.token === null ? 'import os\n' : ''}import urllib.request

request = urllib.request.Request(
    ${JSON.stringify(endpointOf(input, 'run_wait_result'))},
    method="POST",
    headers={"Authorization": ${token}, "Content-Type": "application/json"},
    data=json.dumps(${indentBy(toPython(input.args), '    ')}).encode(),
)
with urllib.request.urlopen(request) as response:
    print(json.load(response))
`;
}

function commandLine({ origin, workspace, path, args, token }: SnippetInput): string {
  return [
    `curl -fsS ${quoteForShell(`${origin}/cli.mjs`)} -o millrace.mjs`,
    `MILLRACE_TOKEN=${token === null ? '"$MILLRACE_TOKEN"' : quoteForShell(token)} node millrace.mjs run ${quoteForShell(path)} \\\n  --url ${quoteForShell(origin)} --workspace ${quoteForShell(workspace)} \\\n  --args ${quoteForShell(JSON.stringify(args))}`,
  ].join('\n');
}

/** Every way that is offered, in the order of the tabs. */
export const snippets: readonly Snippet[] = [
  { id: 'curl', title: 'curl', language: 'shell', explanation: 'Runs it, waits for it and prints the result.', code: curl },
  {
    id: 'webhook',
    title: 'Webhook',
    language: 'shell',
    explanation: 'An address for other services to call. It answers with the id of the run at once; the body is the arguments.',
    code: webhook,
  },
  { id: 'typescript', title: 'TypeScript', language: 'typescript', explanation: 'For Node, Bun and Deno, without a package.', code: typescript },
  { id: 'python', title: 'Python', language: 'python', explanation: 'For Python 3, with the standard library only.', code: python },
  {
    id: 'cli',
    title: 'CLI',
    language: 'shell',
    explanation: 'The command line is one file for Node 20 and newer, handed out by this server. It shows the log while it runs and prints the result.',
    code: commandLine,
  },
];
