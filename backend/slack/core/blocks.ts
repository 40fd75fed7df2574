import type { JsonObject } from '../../common/json.ts';
import { clip } from './slack-text.ts';

/** One block of a message or form of Slack, as it is sent. */
export type Block = JsonObject & { type: string };
/** Text that Slack does not interpret. */
export type PlainText = { type: 'plain_text'; text: string; emoji: false };
/** One choice of a menu. */
export type Option = { text: PlainText; value: string };

/** What Slack takes at most; more is refused as a whole. */
export const limits = {
  messageBlocks: 50,
  modalBlocks: 100,
  sectionText: 3000,
  options: 100,
  optionText: 75,
  label: 2000,
  title: 24,
  initialValue: 3000,
  buttonText: 75,
  header: 150,
} as const;

export const plain = (text: string, most: number): PlainText => ({ type: 'plain_text', text: clip(text === '' ? ' ' : text, most), emoji: false });
export const section = (text: string): Block => ({ type: 'section', text: { type: 'mrkdwn', text: clip(text, limits.sectionText) } });
export const context = (text: string): Block => ({ type: 'context', elements: [{ type: 'mrkdwn', text: clip(text, 2000) }] });
export const header = (text: string): Block => ({ type: 'header', text: plain(text, limits.header) });
export const divider = (): Block => ({ type: 'divider' });
export const option = (text: string, value: string): Option => ({ text: plain(text, limits.optionText), value });

/** A button; what it does is found by the id of its action and its value, which is never more than an id. */
export function button(text: string, actionId: string, value: string, style?: 'primary' | 'danger'): JsonObject {
  return { type: 'button', text: plain(text, limits.buttonText), action_id: actionId, value, ...(style ? { style } : {}) };
}

/** A button that opens a page. Slack tells of its click as of any other; nothing follows from it. */
export const linkButton = (text: string, url: string): JsonObject => ({
  type: 'button',
  text: plain(text, limits.buttonText),
  url: clip(url, 3000),
  action_id: 'open_page',
});

export const actions = (blockId: string, elements: readonly JsonObject[]): Block => ({ type: 'actions', block_id: blockId, elements: elements.slice(0, 25) });
