/** What an expression may use besides the data in scope. Everything here gives the same answer on every replay. */
export const languageNames: ReadonlySet<string> = new Set([
  'undefined', 'NaN', 'Infinity', 'JSON', 'Math', 'Date', 'String', 'Number', 'Boolean', 'Array', 'Object', 'RegExp', 'Map', 'Set', 'Error',
  'parseInt', 'parseFloat', 'isNaN', 'isFinite', 'encodeURIComponent', 'decodeURIComponent', 'encodeURI', 'decodeURI',
]);

/** The names of a flow, in the words of OpenFlow. Which of them hold a value depends on the place of the expression. */
export const flowNames: ReadonlySet<string> = new Set([
  'results', 'flow_input', 'previous_result', 'result', 'all_iters', 'iter', 'iter_parent', 'resume', 'resumes', 'approvers', 'error', 'flow_env', 'params', 'event',
  'WM_SCHEDULED_FOR', 'WM_WORKSPACE', 'WM_JOB_ID', 'WM_FLOW_PATH', 'WM_USERNAME', 'WM_EMAIL',
]);

/** Functions that are answered before the expression runs, because their paths stand in the source. */
export const lookupNames: ReadonlySet<string> = new Set(['variable', 'resource']);

const forbiddenNames = new Map([
  ['eval', 'Text cannot be run as code.'],
  ['Function', 'Text cannot be run as code.'],
  ['globalThis', 'There is nothing global to reach.'],
  ['window', 'There is no browser here.'],
  ['process', 'There is no server process here.'],
  ['require', 'Modules cannot be loaded; use a script step.'],
  ['fetch', 'There is no network here; use a script step.'],
  ['setTimeout', 'An expression cannot wait.'],
  ['Promise', 'An expression cannot wait.'],
  ['Proxy', 'Proxies are not available.'],
  ['Reflect', 'Reflection is not available.'],
  ['Symbol', 'Symbols are not available.'],
  ['arguments', 'Use a named parameter.'],
]);

/** Why a name is refused on purpose, or `undefined` where it simply is not known. */
export const whyForbidden = (name: string): string | undefined => forbiddenNames.get(name);
