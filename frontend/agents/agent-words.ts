import type { AgentTool, AgentValue, ModelChoice, ToolRule } from '../../backend/agents/agent.contract.ts';
import { costInWords } from '../chat/parts/core/message-words.ts';
import { formatCount, formatDuration, formatPlural } from '../ui/format.ts';

/** Whether no language model answers: without a resource it is the practice model, which is built in. */
export const isPractice = ({ resource }: Pick<ModelChoice, 'resource'>): boolean => resource === null;

/** A model by name. */
export const nameOfModel = (model: ModelChoice): string => (isPractice(model) ? 'Practice model, not a language model' : model.id);

const rules: Readonly<Record<ToolRule['otherwise'], string>> = { auto: 'runs by itself', ask: 'asks first', deny: 'is not run' };
const whoDecides = (rule: ToolRule): string => {
  const candidates = rule.approval.stages?.[0]?.candidates ?? [];
  return candidates.length === 0 ? 'the owners of the folder' : candidates.map((one) => one.replace(/^[ug]\//, '')).join(', ');
};

/** Whether a tool may be called, in words: "runs by itself; asks finance where args.amount > 100". */
export function ruleInWords(rule: ToolRule): string {
  const asks = rule.otherwise === 'ask' || rule.when.some(({ then }) => then === 'ask');
  const base = rules[rule.otherwise];
  const conditions = rule.when.map((condition) => `${rules[condition.then]} where ${condition.if}`);
  const words = [base, ...conditions].join('; ');
  return asks ? `${words} (${whoDecides(rule)})` : words;
}

/** What is said of the arguments of a tool: those that the model does not set. */
export function argumentsInWords(tool: AgentTool): string {
  const entries = Object.entries(tool.arguments);
  const fixed = entries.flatMap(([name, argument]) => (argument.type === 'fixed' ? [`${name} = ${JSON.stringify(argument.value)}`] : []));
  const context = entries.flatMap(([name, argument]) => (argument.type === 'context' ? [`${name} from ${argument.expr}`] : []));
  return [...fixed, ...context].join(', ');
}

/** A fact with its label. */
export type SettingWords = { readonly label: string; readonly value: string };

const memories: Readonly<Record<AgentValue['memory']['kind'], (count: number) => string>> = {
  none: () => 'only the newest message',
  window: (count) => `the last ${formatPlural(count, 'message')}`,
  summary: (count) => `the last ${formatPlural(count, 'message')}, and a summary of what came before`,
};

/** How an agent works, in words. */
export function wordsOfAgent(value: AgentValue): SettingWords[] {
  const { limits, memory, sandbox } = value;
  const words: SettingWords[] = [{ label: 'Model', value: nameOfModel(value.model) }];
  const add = (label: string, text: string | null | false): void => void (text && words.push({ label, value: text }));
  add('When it cannot be reached', value.fallback_model && `${nameOfModel(value.fallback_model)} answers`);
  add('May be picked in the chat', value.models.length > 0 && value.models.map(nameOfModel).join(', '));
  add('Remembers', memories[memory.kind](memory.messages));
  add(
    'Ends at',
    [
      formatPlural(limits.turns, 'turn'),
      formatPlural(limits.tool_calls, 'tool call'),
      `${formatDuration(limits.time_s * 1000)} of work`,
      limits.tokens !== null && `${formatCount(limits.tokens)} tokens`,
      limits.cost_usd !== null && costInWords(limits.cost_usd),
    ]
      .filter((part) => part !== false)
      .join(', '),
  );
  add('Tools run as', value.run_as === 'caller' ? 'whoever asks' : 'whoever deployed the version');
  add('Sandbox', sandbox && `${sandbox.quota_mb} MB of files for each ${sandbox.scope}, ${sandbox.is_network_allowed ? 'with' : 'without'} network`);
  add('Answers with', value.output_schema && 'a value that fits its schema');
  add('Guards', value.guards.length > 0 && formatPlural(value.guards.length, 'guard'));
  add('Evaluation set', value.evaluation.cases.length > 0 && formatPlural(value.evaluation.cases.length, 'case'));
  return words;
}
