import { queryOptions } from '@tanstack/react-query';
import type { Page } from '../../backend/common/page.ts';
import type { ResourceRow } from '../../backend/resources/resources.contract.ts';
import type { Variable } from '../../backend/variables/variables.contract.ts';
import { api, inWorkspace } from '../api/client.ts';

/** As many as one page of the API gives: a picker with more is searched by name. */
const shown = 200;

/** Resources of a type that a field may refer to. */
export const resourcesOfType = (workspace: string, type: string) =>
  queryOptions({
    queryKey: [workspace, 'resources', 'of-type', type],
    queryFn: ({ signal }) =>
      api.get<Page<ResourceRow>>(inWorkspace(workspace, '/resources'), { resource_type: type, limit: shown }, signal).then((page) => page.items),
  });

/** Variables that a field may refer to. */
export const variablesToRefer = (workspace: string) =>
  queryOptions({
    queryKey: [workspace, 'variables', 'to-refer'],
    queryFn: ({ signal }) => api.get<Page<Variable>>(inWorkspace(workspace, '/variables'), { limit: shown }, signal).then((page) => page.items),
  });
