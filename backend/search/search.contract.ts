import { z } from 'zod';
import { Timestamp } from '../common/json.ts';

export const SearchHit = z
  .object({
    kind: z.enum(['script', 'flow', 'agent', 'app', 'resource', 'variable', 'schedule', 'folder', 'member', 'group', 'job']),
    path: z.string().describe('Path, name, or id of a job'),
    title: z.string(),
    subtitle: z.string(),
  })
  .meta({ id: 'SearchHit' });
export type SearchHit = z.infer<typeof SearchHit>;
export const SearchQuery = z.object({ q: z.string().min(1).max(200), limit: z.coerce.number().int().min(1).max(50).default(20) });
export type SearchQuery = z.infer<typeof SearchQuery>;
export const SearchResult = z.object({ items: z.array(SearchHit) }).meta({ id: 'SearchResult' });
export type SearchResult = z.infer<typeof SearchResult>;

export const HomeItem = z
  .object({ kind: z.string(), path: z.string(), summary: z.string(), language: z.string().nullable(), at: Timestamp })
  .meta({ id: 'HomeItem' });
export type HomeItem = z.infer<typeof HomeItem>;
/** The first steps in a new workspace, in their order. */
export const ChecklistStepId = z.enum(['run_script', 'deploy_script', 'make_app', 'add_resource', 'invite_member']);
export type ChecklistStepId = z.infer<typeof ChecklistStepId>;

/** Everything of the home page in one answer. */
export const Home = z
  .object({
    recent: z.array(HomeItem),
    starting_points: z
      .array(HomeItem)
      .describe('Of each kind what has most in it, for who has opened only a few things yet, without these; empty for everybody else'),
    favourites: z.array(HomeItem),
    failed: z
      .array(
        z.object({
          kind: z.enum(['script', 'flow', 'agent']),
          path: z.string(),
          count: z.number().int(),
          last_job_id: z.uuid(),
          last_at: Timestamp,
          error: z.string(),
        }),
      )
      .describe('Runnables that failed in the last 24 hours and have not succeeded since'),
    running: z.number().int(),
    checklist: z.array(z.object({ id: ChecklistStepId, is_done: z.boolean() })),
  })
  .meta({ id: 'Home' });
export type Home = z.infer<typeof Home>;

export const SetFavourite = z
  .object({ kind: z.string().max(40), path: z.string().max(255), is_favourite: z.boolean() })
  .strict()
  .meta({ id: 'SetFavourite' });
export type SetFavourite = z.infer<typeof SetFavourite>;
