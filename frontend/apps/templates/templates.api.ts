import { queryOptions } from '@tanstack/react-query';
import type { AppTemplates } from '../../../backend/app-templates/app-templates.contract.ts';
import { api, inWorkspace } from '../../api/client.ts';

/** The apps that one may begin with, and what of this workspace they would run. */
export const appTemplatesQuery = (workspace: string) =>
  queryOptions({
    queryKey: [workspace, 'apps', 'templates'],
    queryFn: ({ signal }) => api.get<AppTemplates>(inWorkspace(workspace, '/app_templates'), undefined, signal).then(({ items }) => items),
  });
