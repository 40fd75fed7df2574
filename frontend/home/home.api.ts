import { queryOptions } from '@tanstack/react-query';
import type { z } from 'zod';
import type { Home as HomeSchema, HomeItem as HomeItemSchema } from '../../backend/search/search.contract.ts';
import type { Page } from '../../backend/common/page.ts';
import type { ScriptRow } from '../../backend/scripts/scripts.contract.ts';
import { api, inWorkspace } from '../api/client.ts';

/** Everything of the home page. */
export type Home = z.infer<typeof HomeSchema>;
/** A thing that is recent or a favourite. */
export type HomeItem = z.infer<typeof HomeItemSchema>;
/** A runnable that failed and has not succeeded since. */
export type Failing = Home['failed'][number];
/** One step of the first steps. */
export type ChecklistStep = Home['checklist'][number];

/** A few scripts to begin with, for who has opened nothing yet. */
export const firstScriptsQuery = (workspace: string) =>
  queryOptions({
    queryKey: [workspace, 'scripts', 'first'],
    queryFn: ({ signal }) =>
      api
        .get<Page<ScriptRow>>(inWorkspace(workspace, '/scripts'), { limit: 5 }, signal)
        .then(({ items }) => items.map(({ path, summary, language, updated_at: at }): HomeItem => ({ kind: 'script', path, summary, language, at }))),
  });

/** What the home page shows. */
export const homeQuery = (workspace: string) =>
  queryOptions({ queryKey: [workspace, 'home'], queryFn: ({ signal }) => api.get<Home>(inWorkspace(workspace, '/home'), undefined, signal) });
