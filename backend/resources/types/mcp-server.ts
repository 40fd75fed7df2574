import { fields, secret, text, type ResourceTypeDefinition } from '../resource-type.ts';

const asProgram = { 'x-ui': { show_if: { transport: 'stdio' } } };

/** A server of the Model Context Protocol, whose tools agents may use. Its test comes from the domain that speaks the protocol. */
export const mcpServer: ResourceTypeDefinition = {
  name: 'mcp_server',
  title: 'MCP server',
  description: 'A server of the Model Context Protocol: its tools are there for agents.',
  schema: fields(
    {
      transport: text('How it is reached', {
        enum: ['http', 'stdio'],
        default: 'http',
        description: '"http" for an address, "stdio" for a program that Millrace starts in a sandbox',
      }),
      url: text('Address', { format: 'uri', pattern: '^https?://', 'x-ui': { placeholder: 'https://mcp.example.com/mcp', show_if: { transport: 'http' } } }),
      token: { ...secret('Token', 'Sent as "Authorization: Bearer …"'), 'x-ui': { secret: true, show_if: { transport: 'http' } } },
      headers: {
        type: 'object',
        title: 'More headers',
        description: 'A JSON object of names and values; kept secret',
        'x-ui': { secret: true, show_if: { transport: 'http' } },
      },
      command: text('Program', {
        description: 'Found on the PATH of the system, or below a folder of MILLRACE_MCP_FOLDERS',
        'x-ui': { placeholder: 'npx', show_if: { transport: 'stdio' } },
      }),
      args: { type: 'array', title: 'Arguments', items: { type: 'string' }, ...asProgram },
      env: {
        type: 'object',
        title: 'Environment',
        description: 'A JSON object of names and values, all that it sees besides a PATH and a folder of its own; kept secret',
        'x-ui': { secret: true, show_if: { transport: 'stdio' } },
      },
      include: { type: 'array', title: 'Only these tools', items: { type: 'string' }, description: 'Empty: all' },
      exclude: { type: 'array', title: 'Without these tools', items: { type: 'string' } },
    },
    ['transport'],
  ),
};
