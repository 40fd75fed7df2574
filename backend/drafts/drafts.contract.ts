import { z } from 'zod';
import { Draft } from '../scripts/scripts.contract.ts';

/** What can have drafts. */
export const DraftKind = z.enum(['script', 'flow', 'agent', 'app', 'resource', 'variable']).meta({ id: 'DraftKind' });
export type DraftKind = z.infer<typeof DraftKind>;

/** The caller's drafts, newest first; more than 200 nobody keeps in view. */
export const DraftList = z.object({ items: z.array(Draft) }).meta({ id: 'DraftList' });
export type DraftList = z.infer<typeof DraftList>;
