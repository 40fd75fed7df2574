import { Inject, Injectable } from '@nestjs/common';
import { AppError } from '../common/app-error.ts';
import type { Language } from '../languages/language.ts';
import type { InferSignature, LanguageInfo, SignatureInfo } from './scripts.contract.ts';

/** Token of the list of all languages. */
export const LANGUAGES = Symbol('Languages');

/** Finds languages by their name. */
@Injectable()
export class ScriptLanguages {
  constructor(@Inject(LANGUAGES) readonly all: readonly Language[]) {}

  /** Throws `language/unknown` for a name that is none. */
  named(name: string): Language {
    const language = this.all.find((candidate) => candidate.name === name);
    if (!language)
      throw new AppError('language/unknown', `Millrace has no language "${name}". It has ${this.all.map((each) => each.name).join(', ')}.`, { language: name });
    return language;
  }

  /** All languages as the interface needs them. */
  list(): LanguageInfo[] {
    return this.all.map(({ name, title, extension, template }) => ({ name, title, extension, template }));
  }

  /** What a source says: its arguments, its imports, or why it cannot be parsed. */
  async read({ language: name, content, path }: InferSignature): Promise<SignatureInfo> {
    const language = this.named(name);
    const [signature, imports] = await Promise.all([language.inferSignature(content), language.findImports(content, path)]);
    return { schema: signature.schema, has_main: signature.hasMain, is_workflow: signature.isWorkflow ?? false, description: signature.description, problems: signature.problems, imports };
  }
}
