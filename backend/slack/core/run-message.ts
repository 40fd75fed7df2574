import { actions, context, limits, linkButton, section, type Block } from './blocks.ts';
import { resultBlocks } from './result-blocks.ts';
import { clip, escapeText, markdownToMrkdwn } from './slack-text.ts';

/** How a run is told of. `done` states are told once and last. */
export type RunState =
  | { kind: 'queued' | 'running' }
  | { kind: 'waiting'; because: string }
  | { kind: 'succeeded'; result: unknown }
  | { kind: 'failed'; message: string }
  | { kind: 'cancelled'; reason: string | null }
  | { kind: 'skipped' };

/** A message as `chat.postMessage` and answers take it: blocks, and text for notifications. */
export type Message = { text: string; blocks: Block[] };

const heads: Readonly<Record<RunState['kind'], string>> = {
  queued: ':hourglass_flowing_sand: Queued',
  running: ':gear: Running',
  waiting: ':raised_hand: Waiting',
  succeeded: ':white_check_mark: Done',
  failed: ':x: Failed',
  cancelled: ':no_entry_sign: Cancelled',
  skipped: ':fast_forward: Skipped',
};

/** The message about a run. It names what was run and links to the page of the run, where everything else stands. */
export function runMessage({ title, url }: { title: string; url: string }, state: RunState): Message {
  const head = `${heads[state.kind]}: *${escapeText(clip(title, 300))}*`;
  const blocks = [section(head), ...detailsOf(state), actions('run', [linkButton('Open the run', url)])];
  return { text: clip(`${heads[state.kind]}: ${title}`, 300), blocks: blocks.slice(0, limits.messageBlocks) };
}

/** An answer within a conversation: the words of the agent, and nothing around them. */
export function answerMessage(url: string, state: RunState): Message {
  if (state.kind !== 'succeeded') return runMessage({ title: 'The agent', url }, state);
  const { result } = state;
  return typeof result !== 'string'
    ? { text: 'The agent has answered.', blocks: [...resultBlocks(result), actions('run', [linkButton('Open the run', url)])] }
    : { text: clip(result, 3000), blocks: answerBlocks(url, result) };
}

/** All blocks of a message together hold some thirteen thousand characters. */
const mostParagraphs = 5;

function answerBlocks(url: string, text: string): Block[] {
  const blocks: Block[] = [];
  let rest = text.trim() === '' ? 'Done.' : text.trim();
  for (; rest !== '' && blocks.length < mostParagraphs; rest = rest.slice(endOfParagraph(rest)).trimStart())
    blocks.push(section(markdownToMrkdwn(rest.slice(0, endOfParagraph(rest)))));
  return rest === '' ? blocks : [...blocks, actions('run', [linkButton('Read the rest', url)])];
}

/** At the end of a line or a word where there is one: escaping makes some characters five times as long, so the half of what fits is enough. */
const endOfParagraph = (text: string): number =>
  text.length <= 2000 ? text.length : Math.max(text.lastIndexOf('\n', 2000), text.lastIndexOf(' ', 2000), 1000);

function detailsOf(state: RunState): Block[] {
  switch (state.kind) {
    case 'waiting':
      return [context(escapeText(state.because))];
    case 'succeeded':
      return resultBlocks(state.result);
    case 'failed':
      return [section(escapeText(clip(state.message, 1000)))];
    case 'cancelled':
      return state.reason ? [context(escapeText(state.reason))] : [];
    case 'queued':
    case 'running':
    case 'skipped':
      return [];
  }
}
