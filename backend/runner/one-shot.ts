import type { JsonObject } from '../common/json.ts';
import { LastLine } from './last-line.ts';
import { RunnerLog } from './runner-log.ts';
import { checkResult } from './result-json.ts';
import { diskFull, exited, fromExit, notStarted, outOfMemory, resultInvalid, resultTooLarge } from './run-errors.ts';
import type { RunOutcome, RunRequest } from './runner.ts';
import { SandboxedProcess, type ProcessOptions } from './sandboxed-process.ts';
import { Supervision } from './supervision.ts';

/**
 * A program that runs once for each job (Bash). Arguments are its arguments, in the order that `Launch.parameters` names. The result is, in this
 * order: the JSON in `result.json`, the text in `result.out`, the last line on stdout that is not empty, `null`. Any exit code but 0 fails.
 */
export class OneShot {
  readonly process: SandboxedProcess;
  readonly supervision: Supervision;
  readonly outcome: Promise<RunOutcome>;
  private readonly log: RunnerLog;
  private readonly lastLine: LastLine;
  private readonly handedOver: Buffer[] = [];
  private handedOverBytes = 0;

  constructor(
    private readonly request: RunRequest,
    options: Omit<ProcessOptions, 'extraArguments'>,
  ) {
    const { limits } = request;
    this.lastLine = new LastLine(limits.resultBytes);
    this.process = new SandboxedProcess({
      ...options,
      environment: { ...options.environment, ...request.environment },
      extraArguments: argumentsOf(request.args, request.launch.parameters ?? []),
    });
    this.outcome = new Promise((resolve) => {
      const finish = (outcome: RunOutcome): void => {
        this.supervision.end();
        this.log.end();
        resolve(outcome);
      };
      void this.process.ended.then(async ({ exitCode }) => {
        this.log.close();
        finish(await this.outcomeOf(exitCode));
      });
      this.overdue = () => finish(this.supervision.verdict ?? exited(1, ''));
    });
    this.log = new RunnerLog(this.process, this.process.errorTail, (text) => this.lastLine.append(text));
    this.log.begin((text) => request.onLog(this.withoutFolder(text)));
    this.process.fromRunner.on('data', (chunk: Buffer) => this.gather(chunk));
    this.process.fromRunner.on('error', () => {});
    this.supervision = new Supervision(request, this.process, () => this.overdue());
    this.process.closeInput();
  }

  private overdue: () => void = () => {};

  /** The init shell hands over the result file when the program has ended. */
  private gather(chunk: Buffer): void {
    this.handedOverBytes += chunk.length;
    if (this.handedOverBytes <= this.request.limits.resultBytes + 1) this.handedOver.push(chunk);
    else this.supervision.stop(resultTooLarge(this.request.limits), 0);
  }

  private async outcomeOf(exitCode: number): Promise<RunOutcome> {
    const { limits } = this.request;
    if (this.supervision.verdict !== null) return this.supervision.verdict;
    if (this.process.startProblem !== null) return notStarted(this.process.startProblem);
    if (exitCode === 137 && this.process.memoryBytes > limits.memoryBytes * 0.8) return outOfMemory(limits);
    if (exitCode === 128 + 25) return diskFull(limits);
    if (exitCode !== 0)
      return fromExit(exitCode, { all: this.process.errorTail.all, lastLine: this.withoutFolder(this.process.errorTail.lastLine) }, 'once', limits);
    return this.result();
  }

  /** Where the worker keeps a script is nothing to its author: `main.sh: line 3` says it. */
  private withoutFolder(text: string): string {
    const { sourceFolder } = this.request.launch;
    return sourceFolder === undefined ? text : text.replaceAll(`${sourceFolder}/`, '');
  }

  private async result(): Promise<RunOutcome> {
    const given = Buffer.concat(this.handedOver);
    if (given.length > 0 && given[0] === 'J'.charCodeAt(0)) {
      const checked = await checkResult(given.subarray(1));
      return 'json' in checked ? { kind: 'succeeded', resultJson: checked.json } : resultInvalid(`in result.json, ${checked.reason}`);
    }
    if (given.length > 0) return { kind: 'succeeded', resultJson: JSON.stringify(withoutNul(given.toString('utf8', 1).replace(/\n$/, ''))) };
    if (this.lastLine.isTooLong) return resultTooLarge(this.request.limits);
    return { kind: 'succeeded', resultJson: JSON.stringify(this.lastLine.value) };
  }
}

/** Text as it is, nothing as an empty argument, everything else as JSON. */
function argumentsOf(args: JsonObject, parameters: readonly string[]): string[] {
  return parameters.map((name) => {
    const value = args[name];
    if (value === undefined || value === null) return '';
    return typeof value === 'string' ? value : JSON.stringify(value);
  });
}

/** The name of an argument that no program can be given, since it holds a NUL character. */
export function unfitArgument(request: RunRequest): string | null {
  return (request.launch.parameters ?? []).find((name) => typeof request.args[name] === 'string' && request.args[name].includes('\0')) ?? null;
}

function withoutNul(text: string): string {
  return text.replaceAll('\0', '');
}
