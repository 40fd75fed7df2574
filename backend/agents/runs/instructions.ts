import type { Auth } from '../../access/core/auth.ts';
import { AppError } from '../../common/app-error.ts';
import type { JsonObject } from '../../common/json.ts';
import { renderTemplate, TemplateError } from '../../templates/core/render-template.ts';
import type { VariableReader } from '../../variables/variable-reader.ts';

/** `{{variable "f/x/y"}}`, also with three braces. */
const variableCall = /\{\{\{?\s*variable\s+["']([^"'{}]+)["']\s*\}?\}\}/g;

/** More than an approval text may use: instructions are long. */
const limits = { characters: 400_000, steps: 50_000 };

/** What instructions may name. */
export type InstructionScope = { input: JsonObject; user: JsonObject; agent: JsonObject; now: string };

/**
 * Fills in the instructions of an agent. Variables are read as its author, who wrote them there; secret ones are refused, because everything that
 * stands here is sent to the provider of the model.
 */
export async function fillInstructions(template: string, scope: InstructionScope, author: Auth, variables: VariableReader): Promise<string> {
  const paths = [...new Set([...template.matchAll(variableCall)].map((match) => match[1] ?? ''))];
  const read = await variables.read(author, paths, 'variables:read');
  const secret = paths.find((path) => read.get(path)?.isSecret);
  if (secret !== undefined)
    throw new AppError(
      'agent/invalid',
      `The instructions name the secret variable "${secret}". What stands in instructions is sent to the model; let a tool read the secret.`,
    );
  const named = template.replace(variableCall, (_call, path: string) => `{{{variables_.v${paths.indexOf(path)}}}}`);
  const values = Object.fromEntries(paths.map((path, index) => [`v${index}`, read.get(path)?.value ?? '']));
  try {
    return renderTemplate(named, { ...scope, variables_: values }, 'plain', limits);
  } catch (error) {
    if (!(error instanceof TemplateError)) throw error;
    throw new AppError('agent/invalid', `The instructions of the agent could not be filled in: ${error.message}`);
  }
}
