/** How one AI client is told of the address: what to do in words, and what to copy. */
export type ClientSetup = { id: string; label: string; steps: string; language: 'bash' | 'json'; snippet: string };

const json = (value: unknown): string => JSON.stringify(value, null, 2);

/** Ready to copy, for the clients that people mostly have. `name` is what the server is called there. */
export function clientSetups(url: string, name: string): ClientSetup[] {
  return [
    {
      id: 'claude-code',
      label: 'Claude Code',
      steps: 'Run this once, then type /mcp in Claude Code and choose the server to sign in.',
      language: 'bash',
      snippet: `claude mcp add --transport http ${name} ${url}`,
    },
    {
      id: 'claude',
      label: 'Claude',
      steps:
        'Settings, Connectors, Add custom connector: give it this address. The address must be reachable from the internet. For one that is not, put this into the configuration file of the desktop app.',
      language: 'json',
      snippet: json({ mcpServers: { [name]: { command: 'npx', args: ['-y', 'mcp-remote', url] } } }),
    },
    {
      id: 'cursor',
      label: 'Cursor',
      steps: 'Put this into .cursor/mcp.json of your project, or ~/.cursor/mcp.json for all of them. Cursor then asks you to sign in.',
      language: 'json',
      snippet: json({ mcpServers: { [name]: { url } } }),
    },
    {
      id: 'vscode',
      label: 'VS Code',
      steps: 'Put this into .vscode/mcp.json of your project. VS Code then asks you to sign in.',
      language: 'json',
      snippet: json({ servers: { [name]: { type: 'http', url } } }),
    },
    {
      id: 'codex',
      label: 'Codex',
      steps: 'Run both once; the second opens a page to sign in.',
      language: 'bash',
      snippet: `codex mcp add ${name} --url ${url}\ncodex mcp login ${name}`,
    },
    {
      id: 'token',
      label: 'With a token',
      steps: 'For clients that know no sign-in, and for programs: make an API token with the scope mcp:*, or mcp:f/<folder>/* for one folder.',
      language: 'json',
      snippet: json({ mcpServers: { [name]: { url, headers: { Authorization: 'Bearer mr_…' } } } }),
    },
  ];
}
