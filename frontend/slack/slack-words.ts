import type { SlackCommand } from '../../backend/slack/slack.contract.ts';

/** The ways to begin something in Slack. */
export const triggerWords = {
  command: { label: 'Command', hint: 'Somebody types /refund 1042 20' },
  mention: { label: 'Mention or direct message', hint: 'Somebody talks to the app; for agents' },
  global_shortcut: { label: 'Shortcut', hint: 'Somebody chooses it anywhere in Slack' },
  message_shortcut: { label: 'Shortcut on a message', hint: 'Somebody chooses it in the menu of a message' },
} as const satisfies Record<SlackCommand['trigger'], { label: string; hint: string }>;

/** What a binding is called in a list. */
export function nameInWords({ trigger, name, summary }: Pick<SlackCommand, 'trigger' | 'name' | 'summary'>): string {
  if (trigger === 'command') return name;
  if (trigger === 'mention') return name === '*' ? 'Mentions and direct messages' : `Mentions in ${name}`;
  return summary === '' ? name : summary;
}
