import { z } from 'zod';
import { ThreadMessage } from '../../agents/threads.contract.ts';
import { FileId } from '../app-files.contract.ts';

/** Says something to the agent of an action; without a ticket in a new conversation. */
export const SayAsGuest = z
  .object({
    version: z.number().int().min(1),
    text: z.string().trim().max(8000).default('').describe('May be empty where files go along'),
    ticket: z.string().max(200).nullable().default(null).describe('Of the conversation that is gone on with'),
    files: z
      .record(FileId, z.string().max(100))
      .default({})
      .refine((files) => Object.keys(files).length <= 10, 'at most 10 files go with a message')
      .describe('The key of each file that goes along, as its upload gave it'),
    instead_of: z
      .uuid()
      .nullable()
      .default(null)
      .describe('A question of the conversation that is worded anew, or asked again: its files stay, and what came after it is left behind'),
  })
  .strict()
  .meta({ id: 'SayAsGuest' });
export type SayAsGuest = z.infer<typeof SayAsGuest>;

/** What the conversation is read and gone on with: nothing else tells whose it is. */
export const SaidAsGuest = z.object({ ticket: z.string() }).meta({ id: 'SaidAsGuest' });
export type SaidAsGuest = z.infer<typeof SaidAsGuest>;

/** A conversation as its guest sees it: what was said, and that tools work, without what they were given or gave. */
export const GuestChat = z
  .object({ messages: z.array(ThreadMessage), stream_seq: z.number().int().describe('What the messages above contain already; the stream goes on after it') })
  .meta({ id: 'GuestChat' });
export type GuestChat = z.infer<typeof GuestChat>;

export const GuestStreamQuery = z.object({ after: z.coerce.number().int().min(0).default(0) });
export type GuestStreamQuery = z.infer<typeof GuestStreamQuery>;
