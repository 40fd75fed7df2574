import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { Injectable } from '@nestjs/common';
import type { Auth } from '../access/core/auth.ts';
import { AppRunnables } from '../apps/app-runnables.ts';
import type { AppAction, AppDocument } from '../apps/app.contract.ts';
import { fromFiles } from '../import-export/core/workspace-files.ts';
import { readDirectory } from '../import-export/directory-files.ts';
import type { AppTemplate, AppTemplates } from './app-templates.contract.ts';
import { needsOf } from './core/needs.ts';
import { templateList, type TemplateSource } from './template-list.ts';

/** Folder of the examples, from the source tree and from `dist/` alike. */
const examples = [join(import.meta.dirname, '..', '..', 'examples'), join(import.meta.dirname, '..', '..', '..', 'examples')].find((candidate) =>
  existsSync(candidate),
);

type Read = { readonly source: TemplateSource; readonly document: AppDocument };

/** Offers apps to begin with: files of the repository, and what of this workspace each of them would run. */
@Injectable()
export class AppTemplatesService {
  private read: Promise<readonly Read[]> | null = null;

  constructor(private readonly runnables: AppRunnables) {}

  async list(auth: Auth): Promise<AppTemplates> {
    this.read ??= readTemplates();
    const templates = await this.read;
    return { items: await Promise.all(templates.map((template) => this.view(auth, template))) };
  }

  private async view(auth: Auth, { source, document }: Read): Promise<AppTemplate> {
    const needs = needsOf(document);
    // Asked like the actions of an app, so that the same rule decides what is there for this person.
    const asked = needs.map(({ kind, path }, index): AppAction => ({ id: `need${index}`, run: { kind, path }, args: {}, trigger: 'manual', run_as: 'viewer' }));
    const { runnable } = await this.runnables.worldOf(auth, '', { ...document, actions: asked });
    const { id, title, description } = source;
    return {
      id,
      title,
      description,
      document,
      needs: needs.map(({ kind, path, ...need }) => ({ kind, path, ...need, is_there: runnable({ kind, path }) !== null })),
    };
  }
}

/** Reads each template once: the files do not change while a server runs. */
async function readTemplates(): Promise<readonly Read[]> {
  if (examples === undefined) return [];
  const folder = examples;
  const trees = { acme: await readDirectory(join(folder, 'acme')), templates: await readDirectory(join(folder, 'templates')) };
  return templateList.flatMap((source) => {
    const files = Object.entries(trees[source.tree]).filter(([name]) => name.startsWith(`${source.path}.app/`));
    const document = fromFiles(Object.fromEntries(files)).items.apps[0]?.document;
    return document ? [{ source, document }] : [];
  });
}
