/** Resource types that ship with Millrace and with most workspaces: their names are recognised without the `RT.` prefix. */
const wellKnown = new Set([
  'postgresql',
  'mysql',
  'http',
  'smtp',
  'slack',
  'openai',
  'anthropic',
  's3',
  'git',
  'mongodb',
  'bigquery',
  'snowflake',
  'mssql',
  'redis',
  'github',
  'gitlab',
  'stripe',
  'discord',
  'gsheets',
  'gmail',
  'airtable',
  'notion',
  'hubspot',
  'salesforce',
  'kafka',
  'nats',
  'mqtt',
]);

/** Name of a resource type as the workspace knows it, from the way that a language spells types: `Postgresql`, `OpenAI`, `c_my_type`. */
export function resourceTypeName(typeName: string): string {
  const plain = typeName.toLowerCase().replaceAll('_', '');
  if (wellKnown.has(plain)) return plain;
  return typeName
    .replace(/([a-z0-9])([A-Z])/g, '$1_$2')
    .replace(/([A-Z]+)([A-Z][a-z])/g, '$1_$2')
    .toLowerCase();
}

/** Whether a type name stands for a resource by convention, even where the file declares a type of that name. */
export function isWellKnownResource(typeName: string): boolean {
  return wellKnown.has(typeName.toLowerCase().replaceAll('_', ''));
}

/** Schema of an argument that takes a resource of a type. */
export function resourceSchema(typeName: string): { type: 'object'; format: string } {
  return { type: 'object', format: `resource-${resourceTypeName(typeName)}` };
}
