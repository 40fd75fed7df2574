import { queryOptions } from '@tanstack/react-query';

/** The address of a workspace's MCP endpoint, as the server says it: clients compare it character by character. */
export const mcpAddressQuery = (workspace: string) =>
  queryOptions({
    queryKey: [workspace, 'mcp-address'],
    queryFn: async ({ signal }): Promise<string> => {
      const answer = await fetch(`/.well-known/oauth-protected-resource/api/w/${encodeURIComponent(workspace)}/mcp`, { signal });
      const { resource } = (await answer.json()) as { resource: string };
      return resource;
    },
    staleTime: Infinity,
  });
