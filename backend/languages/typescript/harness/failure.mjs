const ownFolder = import.meta.dirname;
const framePattern = /^\s*at .*?\(?((?:file:\/\/)?[^\s()]+):(\d+):(\d+)\)?$/;
/** Files of the SDK, which say nothing to authors. */
const sdkPattern = /\/sdk\/typescript\/[a-z]+\.js$/;
const longestStack = 20_000;
const longestMessage = 20_000;

/** An error of the harness itself, with a code of its own. */
export class RunnerError extends Error {
  constructor(code, name, message) {
    super(message);
    this.name = name;
    this.runnerCode = code;
  }
}

/**
 * How a failure is told: name, message, the stack in terms of the author's files, and the line and column of the innermost
 * frame that lies in the script itself. The runtime has already applied the source map.
 */
export function describeFailure(error, launch, folder) {
  try {
    return describe(error, launch, folder);
  } catch {
    return { name: 'Error', message: 'The script threw something that cannot be shown: looking at it failed too.' };
  }
}

function describe(error, launch, folder) {
  const isError = typeof error === 'object' && error !== null && ('message' in error || error instanceof Error);
  const name = isError ? String(error.name ?? 'Error') : 'Error';
  const message = isError ? String(error.message) : `The script threw ${asText(error)}, which is not an Error.`;
  if (isError && error instanceof RunnerError) return { name, message, code: error.runnerCode };
  const root = `${folder}/source/`;
  const frames = isError && typeof error.stack === 'string' ? framesOf(error.stack, root) : [];
  const own = frames.find((frame) => frame.file === `${launch.entry}.ts`);
  const position = own ?? positionOf(error, root, launch);
  const stack = [`${name}: ${message}`, ...frames.map((frame) => frame.text), ...causeOf(error, root)].join('\n');
  // Codes of Millrace and of a script's own errors, such as workflow/nondeterministic: what lacks a slash is a code of the runtime.
  const code = isError && typeof error.code === 'string' && /^[a-z_]+\/[a-z_]+$/.test(error.code) ? { code: error.code } : {};
  return { name, message: message.slice(0, longestMessage), stack: stack.slice(0, longestStack), ...code, ...(position ? { line: position.line, column: position.column } : {}) };
}

function framesOf(stack, root) {
  return stack.split('\n').flatMap((text) => {
    const match = framePattern.exec(text);
    if (!match) return [];
    const path = match[1].startsWith('file://') ? process.getBuiltinModule('node:url').fileURLToPath(match[1].replace(/\?.*$/, '')) : match[1].replace(/\?.*$/, '');
    if (path.startsWith(ownFolder) || path === 'native' || sdkPattern.test(path)) return [];
    const file = path.startsWith(root) ? path.slice(root.length) : path;
    return [{ file, line: Number(match[2]), column: Number(match[3]), text: `    ${text.trim().replace(match[1], file)}` }];
  });
}

/** Errors of a module that could not be loaded tell their place in a field of their own. */
function positionOf(error, root, launch) {
  const position = typeof error === 'object' && error !== null ? error.position : null;
  return position && position.file === `${root}${launch.entry}.ts` ? { line: position.line, column: position.column } : null;
}

function causeOf(error, root) {
  const cause = typeof error === 'object' && error !== null ? error.cause : undefined;
  if (!(cause instanceof Error)) return [];
  return [`Caused by: ${cause.name}: ${cause.message}`, ...framesOf(cause.stack ?? '', root).map((frame) => frame.text)];
}

function asText(value) {
  try {
    return JSON.stringify(value) ?? String(value);
  } catch {
    return String(value);
  }
}
