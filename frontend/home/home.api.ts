import { queryOptions } from '@tanstack/react-query';
import type { z } from 'zod';
import type { Home as HomeSchema, HomeItem as HomeItemSchema } from '../../backend/search/search.contract.ts';
import { api, inWorkspace } from '../api/client.ts';

/** Everything of the home page. */
export type Home = z.infer<typeof HomeSchema>;
/** A thing that is recent or a favourite. */
export type HomeItem = z.infer<typeof HomeItemSchema>;
/** A runnable that failed and has not succeeded since. */
export type Failing = Home['failed'][number];
/** One step of the first steps. */
export type ChecklistStep = Home['checklist'][number];

/** What the home page shows. */
export const homeQuery = (workspace: string) =>
  queryOptions({ queryKey: [workspace, 'home'], queryFn: ({ signal }) => api.get<Home>(inWorkspace(workspace, '/home'), undefined, signal) });
