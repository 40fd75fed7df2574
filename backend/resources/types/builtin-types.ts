import type { ResourceTypeDefinition } from '../resource-type.ts';
import { document } from './document.ts';
import { git } from './git.ts';
import { http } from './http.ts';
import { mcpServer } from './mcp-server.ts';
import { modelProviderTypes } from './model-providers.ts';
import { mysql } from './mysql.ts';
import { postgresql } from './postgresql.ts';
import { s3 } from './s3.ts';
import { slack } from './slack.ts';
import { smtp } from './smtp.ts';

/** Every resource type that ships with Millrace. */
export const builtinTypes: readonly ResourceTypeDefinition[] = [postgresql, mysql, http, smtp, slack, ...modelProviderTypes, s3, git, mcpServer, document];
