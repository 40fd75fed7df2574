// Writes the resource types that ship with Millrace into both SDKs: node --experimental-transform-types sdk/generate-resource-types.ts
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { builtinTypes } from '../backend/resources/types/builtin-types.ts';
import { pythonCode, typescriptCode } from './resource-type-code.ts';

writeFileSync(join(import.meta.dirname, 'typescript/resource-types.d.ts'), typescriptCode(builtinTypes));
writeFileSync(join(import.meta.dirname, 'python/millrace/resource_types.py'), pythonCode(builtinTypes));
