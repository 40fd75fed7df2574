import type { AppView, StartedAction } from '../../../backend/apps/apps.contract.ts';
import type { GuestChat, SaidAsGuest } from '../../../backend/apps/guests/guest-chats.contract.ts';
import type { GuestRun } from '../../../backend/apps/guests/guests.contract.ts';
import { isApiError } from '../../api/api-error.ts';
import { api, callAsGuest, inWorkspace } from '../../api/client.ts';
import type { GuestChatDoor } from '../../chat/guest/guest-chat-door.ts';
import type { ActionEnd } from '../runtime/actions.ts';
import { guestKeysIn } from '../runtime/upload.ts';
import type { AppAddress } from './address.ts';
import { nextToken } from './embed-token.ts';
import { cancelJob, getAppView, startAction, waitForJob, waitForResult } from './viewer.api.ts';

/** How somebody got into an app, which decides what its page asks the server. */
export type Door = {
  readonly kind: 'member' | 'preview' | 'anonymous' | 'embed';
  view(): Promise<AppView>;
  start(action: string, version: number, args: Readonly<Record<string, unknown>>): Promise<string>;
  wait(jobId: string, signal: AbortSignal): Promise<ActionEnd>;
  cancel(jobId: string): Promise<unknown>;
  /** Of a guest: how they talk with agents. */
  readonly chat?: GuestChatDoor;
};

/** Of a member, with the session of this browser. */
export const memberDoor = ({ workspace, path }: AppAddress): Door => ({
  kind: 'member',
  view: () => getAppView(workspace, path),
  start: (action, version, args) => startAction(workspace, path, action, version, args),
  wait: (jobId, signal) => waitForJob(workspace, jobId, signal),
  cancel: (jobId) => cancelJob(workspace, jobId),
});

/** Of somebody who builds the app and looks at the working copy or at a release, perhaps as somebody else. */
export const previewDoor = (address: AppAddress): Door => {
  const { workspace, path, preview } = address;
  const release = preview?.release ?? 'draft';
  return {
    ...memberDoor(address),
    kind: 'preview',
    view: () => api.get<AppView>(inWorkspace(workspace, `/app_preview/${path}`), { release, as: preview?.as }),
    start: async (action, _version, args) => {
      const started = await api.post<StartedAction>(inWorkspace(workspace, `/app_preview_actions/${action}/run/${path}`), {
        release: release === 'draft' ? release : Number(release),
        args,
      });
      return started.job_id;
    },
  };
};

/** Seconds for which one request of a guest waits for the end of a run. */
const waitSeconds = 25;

/** Of somebody without an account: with a token of the site around the frame, or with nothing. A run is known by the ticket that only they have. */
export const guestDoor = ({ workspace, path }: AppAddress, kind: 'anonymous' | 'embed'): Door => {
  const at = (rest: string): string => `/guest_apps/${workspace}${rest}`;
  const call = async <Answer>(ask: () => Promise<Answer>): Promise<Answer> => {
    try {
      return await ask();
    } catch (error) {
      if (kind !== 'embed' || !isApiError(error, 'app/embed_token_invalid')) throw error;
      const token = await nextToken();
      if (token === null) throw error;
      callAsGuest(token);
      return ask();
    }
  };
  return {
    kind,
    view: () => call(() => api.get<AppView>(at(`/view/${path}`))),
    start: (action, version, args) =>
      call(async () => (await api.post<GuestRun>(at(`/actions/${action}/run/${path}`), { version, args, files: guestKeysIn(args) })).ticket),
    wait: (ticket, signal) => waitForResult(() => api.get<unknown>(at(`/runs/${ticket}`), { wait_s: waitSeconds }, signal), signal),
    cancel: (ticket) => api.post(at(`/runs/${ticket}/cancel`)),
    chat: {
      say: (action, version, { text, files, insteadOf }, ticket) =>
        call(() => {
          const keys = guestKeysIn(files.map(({ id }) => id));
          return api.post<SaidAsGuest>(at(`/actions/${action}/say/${path}`), { version, text, ticket, files: keys, instead_of: insteadOf });
        }),
      view: (ticket) => call(() => api.get<GuestChat>(at(`/chats/${ticket}/view/${path}`))),
      stream: (ticket, after, signal) => call(() => api.stream(at(`/chats/${ticket}/stream/${path}`), { after }, signal)),
      stop: (ticket) => call(() => api.post(at(`/chats/${ticket}/stop/${path}`))),
    },
  };
};
