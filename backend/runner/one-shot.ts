import type { JsonObject } from '../common/json.ts';
import { ScriptFailure } from '../languages/language.ts';

/**
 * How a program without a harness (Bash today) gets its arguments and gives its result.
 *
 * `Launch.parameters` names the arguments in order; they are appended to `Launch.command` as strings. The result is the
 * JSON in {@link resultJsonFile} of the working folder if the program wrote it, else the text in {@link resultTextFile},
 * else the last line of stdout that is not empty, as a string. An exit code other than zero is a failure.
 */
export const resultJsonFile = 'result.json';

/** File with a plain text result; see {@link resultJsonFile}. */
export const resultTextFile = 'result.out';

/** What a finished program left behind. */
export type OneShotOutput = {
  /** Text of {@link resultJsonFile}, `null` when it was not written. */
  resultJson: string | null;
  /** Text of {@link resultTextFile}, `null` when it was not written. */
  resultText: string | null;
  /** Everything, or at least the last lines, of stdout. */
  stdout: string;
};

/** The arguments that stand behind the command: text as it is, nothing for what is absent, JSON for the rest. */
export function oneShotArguments(parameters: readonly string[], args: JsonObject): string[] {
  return parameters.map((name) => {
    const value = args[name];
    if (value === undefined || value === null) return '';
    const text = typeof value === 'string' ? value : JSON.stringify(value);
    if (text.includes('\u0000')) {
      throw new ScriptFailure({ name: 'ArgumentError', message: `The argument "${name}" holds a NUL character, which no program argument can carry.`, code: 'job/args_invalid' });
    }
    return text;
  });
}

/** The result as JSON text. Throws {@link ScriptFailure} `job/result_invalid` when the program wrote something that is not JSON. */
export function oneShotResult(output: OneShotOutput): string {
  if (output.resultJson !== null) return checkedJson(output.resultJson);
  if (output.resultText !== null) return JSON.stringify(output.resultText.replace(/\r?\n$/, ''));
  const lastLine = output.stdout.split(/\r?\n/).findLast((line) => line.trim() !== '');
  return JSON.stringify(lastLine ?? null);
}

function checkedJson(text: string): string {
  try {
    return JSON.stringify(JSON.parse(text));
  } catch (error) {
    throw new ScriptFailure({ name: 'ResultError', message: `${resultJsonFile} is not valid JSON: ${(error as Error).message}`, code: 'job/result_invalid' });
  }
}
