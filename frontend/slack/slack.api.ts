import { queryOptions } from '@tanstack/react-query';
import type { Page } from '../../backend/common/page.ts';
import type { ActInSlack, SimulatedAnswer, Simulation } from '../../backend/slack/simulator/simulator.contract.ts';
import type {
  PutSlackCommand,
  PutSlackConnection,
  SlackCommand,
  SlackConnection,
  SlackManifest,
  SlackPerson,
  SlackSetup,
  SlackTest,
} from '../../backend/slack/slack.contract.ts';
import { api, inWorkspace } from '../api/client.ts';

/** Key of everything about Slack in a workspace. */
export const slackKey = (workspace: string) => [workspace, 'slack'] as const;

/** How the workspace is connected; only admins may see it. */
export const slackSetupQuery = (workspace: string, isEnabled = true) =>
  queryOptions({
    queryKey: [...slackKey(workspace), 'setup'],
    queryFn: ({ signal }) => api.get<SlackSetup>(inWorkspace(workspace, '/slack'), undefined, signal),
    enabled: isEnabled,
  });

/** What is bound. */
export const slackCommandsQuery = (workspace: string) =>
  queryOptions({
    queryKey: [...slackKey(workspace), 'commands'],
    queryFn: ({ signal }) => api.get<Page<SlackCommand>>(inWorkspace(workspace, '/slack_commands'), { limit: 200 }, signal).then((page) => page.items),
  });

/** Who is who. */
export const slackPeopleQuery = (workspace: string) =>
  queryOptions({
    queryKey: [...slackKey(workspace), 'people'],
    queryFn: ({ signal }) => api.get<{ items: SlackPerson[] }>(inWorkspace(workspace, '/slack/people'), undefined, signal).then((answer) => answer.items),
  });

/** The manifest of the app, with what is bound now. */
export const slackManifestQuery = (workspace: string, format: 'yaml' | 'json') =>
  queryOptions({
    queryKey: [...slackKey(workspace), 'manifest', format],
    queryFn: ({ signal }) => api.get<SlackManifest>(inWorkspace(workspace, '/slack/manifest'), { format }, signal),
  });

/** Connects, or changes the connection. */
export const putSlackConnection = (workspace: string, input: PutSlackConnection): Promise<SlackConnection> =>
  api.put<SlackConnection>(inWorkspace(workspace, '/slack'), input);
/** Takes the connection away, with its links of people. */
export const deleteSlackConnection = (workspace: string): Promise<void> => api.delete(inWorkspace(workspace, '/slack'));
/** Asks Slack whether the token works. */
export const testSlackConnection = (workspace: string): Promise<SlackTest> => api.post<SlackTest>(inWorkspace(workspace, '/slack/test'));
/** Says who somebody in Slack is here. */
export const linkSlackPerson = (workspace: string, slackUserId: string, username: string): Promise<unknown> =>
  api.put(inWorkspace(workspace, `/slack/people/${slackUserId}`), { username });
/** Takes them apart. */
export const unlinkSlackPerson = (workspace: string, slackUserId: string): Promise<void> => api.delete(inWorkspace(workspace, `/slack/people/${slackUserId}`));
/** Saves a binding. */
export const putSlackCommand = (workspace: string, path: string, input: PutSlackCommand): Promise<SlackCommand> =>
  api.put<SlackCommand>(inWorkspace(workspace, `/slack_commands/${path}`), input);
/** Deletes a binding. */
export const deleteSlackCommand = (workspace: string, path: string): Promise<void> => api.delete(inWorkspace(workspace, `/slack_commands/${path}`));

/** How often the page of the simulator looks: it stands in for a chat, and only while it is open. */
const lookMs = 1_000;

/** Our own Slack as one person sees it. */
export const simulationQuery = (workspace: string, as: string | undefined) =>
  queryOptions({
    queryKey: [...slackKey(workspace), 'simulation', as ?? ''],
    queryFn: ({ signal }) => api.get<Simulation>(inWorkspace(workspace, '/slack_simulator'), { as }, signal),
    refetchInterval: lookMs,
  });

/** Does something as a person there. */
export const actInSlack = (workspace: string, input: ActInSlack): Promise<SimulatedAnswer> =>
  api.post<SimulatedAnswer>(inWorkspace(workspace, '/slack_simulator'), input);
/** Forgets all messages there. */
export const clearSimulation = (workspace: string): Promise<void> => api.delete(inWorkspace(workspace, '/slack_simulator'));
