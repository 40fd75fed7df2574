import { javascript } from '@codemirror/lang-javascript';
import { json } from '@codemirror/lang-json';
import { python } from '@codemirror/lang-python';
import { PostgreSQL, sql } from '@codemirror/lang-sql';
import { yaml } from '@codemirror/lang-yaml';
import { StreamLanguage } from '@codemirror/language';
import { shell } from '@codemirror/legacy-modes/mode/shell';
import type { Extension } from '@codemirror/state';
import { instructionsLanguage } from './instructions-language.ts';

/** Languages of the editor. The names of script languages (`bun`, `python3`, `postgresql`) are understood as well. */
export type CodeLanguage = 'typescript' | 'python' | 'bash' | 'sql' | 'json' | 'yaml' | 'markdown' | 'text' | 'bun' | 'deno' | 'python3' | 'postgresql';

const loaders: Readonly<Record<CodeLanguage, () => Extension>> = {
  typescript: () => javascript({ typescript: true }),
  bun: () => javascript({ typescript: true }),
  deno: () => javascript({ typescript: true }),
  python: python,
  python3: python,
  bash: () => StreamLanguage.define(shell),
  sql: () => sql({ dialect: PostgreSQL }),
  postgresql: () => sql({ dialect: PostgreSQL }),
  json: json,
  yaml: yaml,
  markdown: () => StreamLanguage.define(instructionsLanguage),
  text: () => [],
};

/** The grammar of a language; an unknown one is plain text. */
export const grammarOf = (language: string): Extension => (language in loaders ? loaders[language as CodeLanguage]() : []);

/** How many spaces one step of indentation has: what the community of the language expects. */
export const indentOf = (language: string): string => (language === 'python' || language === 'python3' ? '    ' : '  ');
