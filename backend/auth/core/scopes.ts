import { actions, type Action } from '../../access/core/actions.ts';
import { readScope } from '../../access/core/scope-reach.ts';
import { ItemPath } from '../../common/item-path.ts';

/** Domains whose objects have a path, so that a scope may name one. */
const domainsWithPaths = new Set(['agents', 'apps', 'drafts', 'jobs', 'mcp', 'resources', 'scripts', 'state', 'variables']);

const prefix = /^[uf]\/(?:[A-Za-z0-9_][A-Za-z0-9_.-]*\/)*\*$/;

/**
 * The actions that a scope `<domain>:<verb>[:<path>]` stands for, or what is wrong with it in words. The path is one item, a
 * prefix with `/*`, or absent for all.
 */
export function actionsOfScope(scope: string): { actions: Action[] } | { problem: string } {
  const { domain, verb, path } = readScope(scope);
  const covered = (Object.keys(actions) as Action[]).filter((action) => action.startsWith(`${domain}:`) && (verb === '*' || action === `${domain}:${verb}`));
  if (covered.length === 0)
    return {
      problem: `"${scope.slice(0, 80)}" is not a scope: there is no action "${domain}:${verb}". A scope is <domain>:<verb>, such as scripts:read, or jobs:run:f/support/*.`,
    };
  if (path === '' && !scope.endsWith(':')) return { actions: covered };
  if (!domainsWithPaths.has(domain)) return { problem: `The scope "${scope.slice(0, 80)}" cannot be limited to a path: ${domain} have none.` };
  const isPath = path === '*' || prefix.test(path) || ItemPath.safeParse(path).success;
  return isPath
    ? { actions: covered }
    : { problem: `"${path.slice(0, 80)}" in the scope "${domain}:${verb}" is neither a path such as f/support/refund nor a prefix such as f/support/*.` };
}
