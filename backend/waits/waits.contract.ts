import { z } from 'zod';

/** The name under which an event is waited for: any text. */
export const EventKey = z.string().min(1).max(300);

/** Query of `POST /events/<key>`. */
export const EventQuery = z.object({
  keep_s: z.coerce.number().int().min(1).max(2_592_000).optional().describe('Where nothing waits for it yet: keeps it so long for the first that does'),
});
export type EventQuery = z.infer<typeof EventQuery>;
