/** A call that Slack did not take. `slackCode` is its own word for it, such as `channel_not_found`. */
export class SlackCallError extends Error {
  override readonly name = 'SlackCallError';

  constructor(
    readonly slackCode: string,
    /** Whether the same call may succeed later. */
    readonly isTransient: boolean,
    /** After what time Slack wants to be asked again. */
    readonly retryAfterSeconds: number | null,
  ) {
    super(`Slack did not take the call: ${slackCode}`);
  }
}

/** What a refusal of Slack means, in words that an admin can act on. */
const meanings: Readonly<Record<string, string>> = {
  invalid_auth: 'Slack does not know this token. Copy it again from "OAuth & Permissions".',
  not_authed: 'Slack did not get a token.',
  account_inactive: 'The app was removed from the Slack workspace. Install it again.',
  token_revoked: 'The token was revoked. Install the app again and copy the new one.',
  missing_scope: 'The app lacks a permission. Compare its scopes with the manifest and install it again.',
  channel_not_found: 'There is no such channel, or the app may not see it. Invite it there.',
  not_in_channel: 'The app is not in that channel. Invite it there.',
  is_archived: 'That channel is archived.',
  ratelimited: 'Slack wants fewer calls for a moment.',
};

/** The words for a code of Slack. */
export const meaningOf = (slackCode: string): string => meanings[slackCode] ?? `Slack answered "${slackCode}".`;
