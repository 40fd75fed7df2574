import { Injectable } from '@nestjs/common';
import type { Auth } from '../access/core/auth.ts';
import { AppError } from '../common/app-error.ts';
import type { JsonObject } from '../common/json.ts';
import { RunService, type RunOptions } from '../jobs/run.service.ts';
import type { AppDocument } from './app.contract.ts';
import { inlineActions, inlineRunPath } from './core/inline-code.ts';
import type { PolicyEntry } from './core/policy.ts';
import { InlineCode } from './inline-code.ts';

/** A state of an app whose code is run. */
export type CodeHolder = { readonly path: string; readonly document: AppDocument };

/** Runs code that stands in an app: exactly that of the state of the app which is at hand, with the packages that were locked for it. */
@Injectable()
export class InlineRuns {
  constructor(
    private readonly runs: RunService,
    private readonly code: InlineCode,
  ) {}

  async start(identity: Auth, app: CodeHolder, { action, code }: PolicyEntry, args: JsonObject, options: RunOptions): Promise<string> {
    const held = inlineActions(app.document).find(({ id }) => id === action)?.run;
    if (!code || !held) throw new AppError('internal', 'An action with code of its own has none.');
    const path = inlineRunPath(app.path, action);
    const settings = held.timeout_s === undefined ? {} : { timeout_s: held.timeout_s };
    const runnable = { path, versionId: '', schema: code.schema as JsonObject, settings, language: code.language };
    const job = await this.runs.assemble(identity, runnable, args, options);
    const imported = await this.code.importsOf(identity.workspaceId, code);
    // A working copy has no lock: its packages are resolved as in a test of unsaved code.
    const raw = { language: code.language, content: held.content, lock: code.lock, imported, path: code.path };
    return this.runs.insert({ ...job, kind: 'preview', versionId: null, raw });
  }
}
