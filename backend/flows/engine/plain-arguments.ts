import type { JsonObject } from '../../common/json.ts';
import { referencesIn } from '../../schema/references.ts';
import type { ScriptSettings } from '../../scripts/scripts.contract.ts';
import type { RunFacts } from './load-run.sql.ts';

/**
 * Keeps texts that look like references texts on their way through a flow. What came from outside was marked so when the flow was asked
 * for, but a step gets it by an expression, or as part of what another step gave. So an argument of a step in which one of these very texts
 * occurs is not looked up either; nor one of `alsoPlain`, which people filled in with a decision. Empty for nearly every flow.
 */
export function plainStepArguments(
  { settings, args }: Pick<RunFacts, 'settings' | 'args'>,
  stepArguments: JsonObject,
  alsoPlain: ReadonlySet<string> = new Set(),
): Pick<ScriptSettings, 'plain_arguments'> {
  const { plain_arguments: names = [] } = settings as ScriptSettings;
  const texts = new Set([...alsoPlain, ...names.flatMap((name) => [...referencesIn(args[name])])]);
  if (texts.size === 0) return {};
  const plain = Object.keys(stepArguments).filter((name) => [...referencesIn(stepArguments[name])].some((text) => texts.has(text)));
  return plain.length === 0 ? {} : { plain_arguments: plain };
}
