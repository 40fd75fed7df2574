import { createHash } from 'node:crypto';

/** Somebody in our own Slack whom nobody in the workspace is: to see what they are told. */
export const stranger = { slackUserId: 'U0STRANGER', username: 'stranger', name: 'Somebody else', email: 'somebody@elsewhere.example' } as const;

/** The channels of our own Slack. */
export const simulatorChannels = [
  { id: 'C0GENERAL', name: 'general' },
  { id: 'C0SUPPORT', name: 'support' },
  { id: 'C0FINANCE', name: 'finance' },
] as const;

/** The id that a user has in our own Slack. */
export const simulatedUserId = (userId: string): string => `U${createHash('sha256').update(userId).digest('hex').slice(0, 10).toUpperCase()}`;

/** The channel of one person and the app. */
export const directChannelOf = (slackUserId: string): string => `D${slackUserId.slice(1)}`;

/** The id of the Home tab of a person. */
export const homeOf = (slackUserId: string): string => `H${slackUserId.slice(1)}`;
