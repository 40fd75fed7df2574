import { z } from 'zod';
import { AgentValue } from '../../agents/agent.contract.ts';
import { messageSchema } from '../../agents/agents.contract.ts';
import type { JsonObject } from '../../common/json.ts';
import { toYaml } from './canonical-yaml.ts';
import { filesNamed, isItemPath, readFields, type FileKind } from './file-kind.ts';
import { itemGrantFields, readGrants } from './file-grants.ts';

const Fields = z
  .object({
    summary: z.string().max(300).nullish(),
    description: z.string().max(20_000).nullish(),
    schema: z.record(z.string(), z.unknown()).nullish(),
    value: AgentValue,
    owners: z.array(z.string()).optional(),
    extra_perms: z.record(z.string(), z.boolean()).optional(),
  })
  .strict();

/** Where an agent lies. */
export const agentFile = (path: string): string => `${path}.agent.yaml`;

/** Agents: `<path>.agent.yaml`. What is as it is by default is written all the same, so that a later default changes no agent. */
export const agentFiles: FileKind = {
  name: 'agent',
  write: (items, files) => {
    for (const { path, summary, description, schema, value, grants } of items.agents)
      files[agentFile(path)] = toYaml({ summary, description, schema, value, ...itemGrantFields(grants) });
  },
  read: (reading) => {
    for (const { file, stem } of filesNamed(reading.files, '.agent')) {
      const fields = readFields(reading, file, Fields);
      if (!fields || !isItemPath(reading, file, stem)) continue;
      const { summary, description, schema, value } = fields;
      const item = { path: stem, summary: summary ?? '', description: description ?? '', value };
      reading.items.agents.push({ ...item, schema: (schema ?? messageSchema) as JsonObject, grants: readGrants(fields) });
    }
  },
};
