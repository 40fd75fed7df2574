import { Injectable } from '@nestjs/common';
import type { Auth } from '../access/core/auth.ts';
import { isAppError } from '../common/app-error.ts';
import type { JsonObject } from '../common/json.ts';
import type { LanguageName } from '../languages/language.ts';
import { ImportGraph, type GraphScript } from '../scripts/import-graph.ts';
import { ScriptLanguages } from '../scripts/script-languages.ts';
import { UnsavedCodeReader } from '../scripts/unsaved-code.ts';
import type { CodePlace } from './core/code-places.ts';
import type { FlowProblem } from './flows.contract.ts';
import { stepPath } from './step-code.ts';

/** The code of a step, or of a tool of its agent, as it was read. */
export type ReadStep = {
  /** What the code goes by. */
  id: string;
  step: string;
  /** Of the code itself; `/value` is the flow's. */
  pointer: string;
  path: string;
  language: LanguageName;
  content: string;
  /** Lock that stands in the document. */
  givenLock: string;
  schema: JsonObject;
  result: JsonObject;
  imports: string[];
  imported: GraphScript[];
};

/** A step with what can be said against its code; without `code` nothing is known of it. */
export type StepReading = { code: ReadStep | null; problems: FlowProblem[] };

/** Reads the code that stands in a flow as a deploy of a script would, but tells of every problem instead of the first. */
@Injectable()
export class StepCodeReader {
  constructor(
    private readonly languages: ScriptLanguages,
    private readonly code: UnsavedCodeReader,
    private readonly graph: ImportGraph,
  ) {}

  /** `flowPath` is `''` where it is not decided. */
  async read(auth: Auth, flowPath: string, { id, step, value, pointer: place }: CodePlace): Promise<StepReading> {
    const pointer = `/value${place}/content`;
    const problem = (code: string, message: string, more: Partial<FlowProblem> = {}): FlowProblem => ({
      pointer,
      step,
      severity: 'error',
      code,
      message,
      ...more,
    });
    const { content, language: name } = value;
    const language = this.languages.all.find((each) => each.name === name)?.name;
    if (!language) {
      const known = this.languages.all.map((each) => each.name).join(', ');
      return {
        code: null,
        problems: [problem('language/unknown', `Millrace has no language "${name}". It has ${known}.`, { pointer: `/value${place}/language` })],
      };
    }
    const path = stepPath(flowPath === '' ? `u/${auth.username}/preview` : flowPath, id);
    const { signature, imports } = await this.code.inspect({ language, content, path });
    const problems = signature.problems.map(({ message, line, column }) => problem('script/syntax_error', `${id}: ${message}`, rangeAt(content, line, column)));
    if (problems.length === 0 && !signature.hasMain)
      problems.push(problem('script/no_main', `The code of ${id} has no \`main\`: that is what ${id === step ? 'a step' : 'a tool'} runs.`));
    const scripts = [...new Set(imports.scripts)].sort();
    const imported = await this.collect(auth, { path, language, scripts }).catch((error: unknown) => {
      if (!isAppError(error) || error.code !== 'script/import_not_found') throw error;
      problems.push(problem(error.code, error.message));
      return [];
    });
    const { schema, result = {} } = signature;
    return { problems, code: { id, step, pointer, path, language, content, givenLock: value.lock ?? '', schema, result, imports: scripts, imported } };
  }

  /** What some code of a step imports, as the system follows it: `auth` null stands for what was checked before. */
  collect(auth: Auth, root: { path: string; language: LanguageName; scripts: readonly string[] }, isChecked = true): Promise<GraphScript[]> {
    return this.graph.collect(auth.workspaceId, root, { auth: isChecked ? auth : null });
  }
}

/** Offsets of the rest of a line, from a place in it. */
export function rangeAt(content: string, line: number, column = 1): { start: number; end: number } {
  let begin = 0;
  for (let number = 1; number < line; number += 1) {
    const next = content.indexOf('\n', begin);
    if (next < 0) break;
    begin = next + 1;
  }
  const lineEnd = content.indexOf('\n', begin);
  const end = lineEnd < 0 ? content.length : lineEnd;
  const start = Math.min(begin + Math.max(0, column - 1), end);
  return { start, end: Math.max(end, start) };
}
