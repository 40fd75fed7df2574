import { AppError } from '../common/app-error.ts';
import { bash } from './bash/bash.ts';
import type { Language } from './language.ts';
import { postgresql } from './postgresql/postgresql.ts';
import { python } from './python/python.ts';
import { typescript } from './typescript/typescript.ts';

/** Every language of Millrace, in the order in which people see them. A new one is a folder and a line here. */
export const languages: readonly Language[] = [typescript, python, bash, postgresql];

/** The language of a name; throws `language/unknown` for a name that is none. */
export function languageOf(name: string): Language {
  const language = languages.find((candidate) => candidate.name === name);
  if (!language) throw new AppError('language/unknown', `Millrace has no language "${name}". It has ${languages.map((each) => each.name).join(', ')}.`, { language: name });
  return language;
}
