import { queryOptions } from '@tanstack/react-query';
import type {
  Attachment,
  CreateThread,
  GiveFeedback,
  MessageSent,
  SendMessage,
  Thread,
  ThreadRow,
  UpdateThread,
} from '../../backend/agents/threads.contract.ts';
import type { Page } from '../../backend/common/page.ts';
import { addressOf, api, inWorkspace } from '../api/client.ts';
import { uploadFile } from '../api/upload.ts';

/** Key of everything about conversations of a workspace. */
export const threadsKey = (workspace: string) => [workspace, 'threads'] as const;
/** Key of the list of conversations. */
export const threadsListKey = (workspace: string) => [...threadsKey(workspace), 'list'] as const;

/** A conversation with the messages of the branch that is shown. */
export const threadQuery = (workspace: string, id: string) =>
  queryOptions({
    queryKey: [...threadsKey(workspace), 'one', id],
    queryFn: ({ signal }) => api.get<Thread>(inWorkspace(workspace, `/threads/${id}`), undefined, signal),
  });

/** The newest conversations of a person. */
export const recentThreadsQuery = (workspace: string, limit: number) =>
  queryOptions({
    queryKey: [...threadsListKey(workspace), 'recent', limit],
    queryFn: ({ signal }) => api.get<Page<ThreadRow>>(inWorkspace(workspace, '/threads'), { limit, scope: 'mine' }, signal).then((page) => page.items),
  });

/** The newest conversation of a person with an agent; null where there is none. */
export const newestThreadQuery = (workspace: string, agent: string) =>
  queryOptions({
    queryKey: [...threadsListKey(workspace), 'newest', agent],
    queryFn: ({ signal }) =>
      api.get<Page<ThreadRow>>(inWorkspace(workspace, '/threads'), { agent, scope: 'mine', limit: 1 }, signal).then(({ items }) => items[0]?.id ?? null),
  });

/** The stream of a conversation, behind a number. */
export const openStream = (workspace: string, id: string, after: number, signal: AbortSignal): Promise<Response> =>
  api.stream(inWorkspace(workspace, `/threads/${id}/stream`), { after }, signal);
/** Where a file of a conversation is read. */
export const fileAddress = (workspace: string, thread: string, file: string): string => addressOf(inWorkspace(workspace, `/threads/${thread}/files/${file}`));

/** Begins a conversation with an agent. */
export const createThread = (workspace: string, input: Partial<CreateThread> & Pick<CreateThread, 'agent'>): Promise<Thread> =>
  api.post<Thread>(inWorkspace(workspace, '/threads'), input);
/** Renames it, shares it, shows another branch. */
export const updateThread = (workspace: string, id: string, input: UpdateThread): Promise<Thread> =>
  api.patch<Thread>(inWorkspace(workspace, `/threads/${id}`), input);
/** Deletes it with its messages and files. */
export const deleteThread = (workspace: string, id: string): Promise<void> => api.delete(inWorkspace(workspace, `/threads/${id}`));
/** Says something; the answer begins. */
export const sendMessage = (workspace: string, id: string, input: Partial<SendMessage> & Pick<SendMessage, 'text'>): Promise<MessageSent> =>
  api.post<MessageSent>(inWorkspace(workspace, `/threads/${id}/messages`), input);
/** Asks for another answer to the same message. */
export const retryMessage = (workspace: string, id: string, message: string): Promise<MessageSent> =>
  api.post<MessageSent>(inWorkspace(workspace, `/threads/${id}/retry`), { message_id: message });
/** Stops the answer that is being written. */
export const stopThread = (workspace: string, id: string): Promise<void> => api.post(inWorkspace(workspace, `/threads/${id}/stop`));
/** Says how good an answer was; `null` takes it back. */
export const giveFeedback = (workspace: string, id: string, message: string, input: Partial<GiveFeedback> & Pick<GiveFeedback, 'rating'>): Promise<unknown> =>
  api.post(inWorkspace(workspace, `/threads/${id}/messages/${message}/feedback`), input);
/** Puts a file into a conversation; it goes along with the message that names it. */
export const uploadAttachment = (workspace: string, id: string, file: File, onProgress: (percent: number) => void, signal: AbortSignal): Promise<Attachment> =>
  uploadFile<Attachment>(addressOf(inWorkspace(workspace, `/threads/${id}/files`), { name: file.name }), file, onProgress, signal);
