import type { JsonObject } from '../../common/json.ts';
import { actions, button, context, divider, header, linkButton, section, type Block } from './blocks.ts';
import { clip, escapeText } from './slack-text.ts';

/** Runs what a binding runs; its value is the path of the binding. */
export const runAction = 'home_run';

/** Slack takes so many blocks in a Home tab. */
const mostBlocks = 100;
/** Requests that are shown whole; the others stand in the inbox. */
export const mostHomeCards = 5;

/** What somebody may run from Slack. `usage` is how a command is typed, empty for others. */
export type HomeCommand = {
  path: string;
  title: string;
  summary: string;
  usage: string;
  trigger: 'command' | 'global_shortcut' | 'message_shortcut' | 'mention';
};

/** What the Home tab of a person shows. `cards` are blocks of requests that wait for them, `waiting` how many there are in all. */
export type HomeFacts = { name: string; cards: readonly (readonly Block[])[]; waiting: number; commands: readonly HomeCommand[]; url: string };

/** The Home tab: what waits for a person, and what they may run. */
export function homeView({ name, cards, waiting, commands, url }: HomeFacts): JsonObject {
  const more = waiting - cards.length;
  const blocks: Block[] = [
    header('Waits for your decision'),
    ...(waiting === 0 ? [context(`Nothing waits for you, ${escapeText(name)}.`)] : []),
    ...cards.flatMap((card, index) => [...card.map((block) => withOwnId(block, index)), divider()]),
    ...(more > 0 ? [context(`${more === 1 ? 'One more waits' : `${more} more wait`} in the inbox.`)] : []),
    actions('inbox', [linkButton('Open approvals', `${url}/approvals`)]),
    header('What you may run'),
    ...(commands.length === 0 ? [context('Nothing is bound to Slack that you may run. An admin binds it in Millrace: Slack, Commands.')] : []),
    ...commands.flatMap(commandBlocks),
  ];
  return { type: 'home', blocks: blocks.slice(0, mostBlocks) };
}

/** The Home tab of somebody for whom there is nothing: why, in words. */
export const homeNotice = (message: string): JsonObject => ({ type: 'home', blocks: [header('Millrace'), section(escapeText(message))] });

/** Ids of blocks are unique in a view; each card has the same. */
const withOwnId = (block: Block, index: number): Block => ('block_id' in block ? { ...block, block_id: `${String(block['block_id'])}.${index}` } : block);

function commandBlocks({ path, title, summary, usage, trigger }: HomeCommand): Block[] {
  const words = `*${escapeText(clip(summary === '' ? title : summary, 300))}*`;
  const how = { command: `\`${escapeText(clip(usage, 400))}\``, global_shortcut: 'Also under shortcuts', message_shortcut: '', mention: '' }[trigger];
  if (trigger === 'mention') return [section(`${words}\nMention the app, or write to it under *Messages*.`)];
  if (trigger === 'message_shortcut') return [section(`${words}\nIn the menu of a message.`)];
  return [{ ...section(`${words}\n${how}`), accessory: button('Run', runAction, path) }];
}
