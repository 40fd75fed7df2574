import { Inject, Injectable } from '@nestjs/common';
import { AppError } from '../common/app-error.ts';
import type { Language } from '../languages/language.ts';

/** Token of the list of all languages. */
export const LANGUAGES = Symbol('Languages');

/** Finds languages by their name. */
@Injectable()
export class ScriptLanguages {
  constructor(@Inject(LANGUAGES) readonly all: readonly Language[]) {}

  /** Throws `language/unknown` for a name that is none. */
  named(name: string): Language {
    const language = this.all.find((candidate) => candidate.name === name);
    if (!language) throw new AppError('language/unknown', `Millrace has no language "${name}". It has ${this.all.map((each) => each.name).join(', ')}.`, { language: name });
    return language;
  }
}
