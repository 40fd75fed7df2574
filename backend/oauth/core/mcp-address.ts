/** What a token of OAuth is for: the MCP endpoint of one workspace (RFC 8707). */
export const mcpAddress = (base: string, workspace: string): string => `${base}/api/w/${workspace}/mcp`;

/** The workspace whose endpoint an address names, or `null` for whatever else it is. */
export function workspaceOfAddress(base: string, address: string): string | null {
  const prefix = `${base}/api/w/`;
  if (!address.startsWith(prefix)) return null;
  return /^([A-Za-z0-9][A-Za-z0-9_-]*)\/mcp\/?$/.exec(address.slice(prefix.length))?.[1] ?? null;
}
