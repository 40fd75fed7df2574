/** Millrace as a client of MCP servers: `openMcpSession(readMcpServerConfig(value), ports)`. Free of the rest of the product, which it reaches through {@link McpPorts}. */
export type { McpCallResult, McpContent } from './content.ts';
export type { McpPorts, StdioLauncher, StdioProcess, StdioRequest } from './ports.ts';
export { readMcpServerConfig, type McpServerConfig } from './server-config.ts';
export { openMcpSession, type McpCallOptions, type McpProgress, type McpSession, type McpSessionOptions } from './session.ts';
export type { McpTool, McpToolAnnotations } from './tool.ts';
