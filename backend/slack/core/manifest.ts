import type { JsonObject } from '../../common/json.ts';
import { clip } from './slack-text.ts';

/** What the manifest says of a binding. */
export type ManifestCommand = { trigger: 'command' | 'global_shortcut' | 'message_shortcut' | 'mention'; name: string; summary: string; usage: string };

/** What the app may do in Slack, and why: nothing here reads messages that are not meant for it. */
export const botScopes = [
  'app_mentions:read',
  'chat:write',
  'chat:write.public',
  'commands',
  'im:history',
  'im:read',
  'im:write',
  'users:read',
  'users:read.email',
] as const;

/** Slack takes so many in one app. */
const mostCommands = 50;
const mostShortcuts = 10;

/** The manifest of the Slack app for this installation: addresses, commands, shortcuts, events and scopes. */
export function appManifest(baseUrl: string, workspaceName: string, commands: readonly ManifestCommand[]): JsonObject {
  const slash = commands.filter(({ trigger }) => trigger === 'command').slice(0, mostCommands);
  const shortcuts = commands.filter(({ trigger }) => trigger === 'global_shortcut' || trigger === 'message_shortcut').slice(0, mostShortcuts);
  return {
    display_information: {
      name: clip(`Millrace ${workspaceName}`.trim(), 35),
      description: 'Runs scripts, flows and agents, and asks for approvals',
      background_color: '#0b3d3f',
    },
    features: {
      app_home: { home_tab_enabled: true, messages_tab_enabled: true, messages_tab_read_only_enabled: false },
      bot_user: { display_name: 'Millrace', always_online: true },
      ...(slash.length === 0 ? {} : { slash_commands: slash.map((command) => slashCommand(baseUrl, command)) }),
      ...(shortcuts.length === 0 ? {} : { shortcuts: shortcuts.map(shortcut) }),
    },
    oauth_config: { scopes: { bot: [...botScopes] } },
    settings: {
      event_subscriptions: { request_url: `${baseUrl}/api/slack/events`, bot_events: ['app_home_opened', 'app_mention', 'message.im'] },
      interactivity: { is_enabled: true, request_url: `${baseUrl}/api/slack/interactivity` },
      org_deploy_enabled: false,
      socket_mode_enabled: false,
      token_rotation_enabled: false,
    },
  };
}

const slashCommand = (baseUrl: string, { name, summary, usage }: ManifestCommand): JsonObject => ({
  command: name,
  url: `${baseUrl}/api/slack/commands`,
  description: clip(summary === '' ? `Run ${name}` : summary, 2000),
  ...(usage === '' ? {} : { usage_hint: clip(usage, 1000) }),
  should_escape: false,
});

const shortcut = ({ trigger, name, summary }: ManifestCommand): JsonObject => ({
  name: clip(summary === '' ? name : summary, 24),
  type: trigger === 'message_shortcut' ? 'message' : 'global',
  callback_id: name,
  description: clip(summary === '' ? name : summary, 150),
});
