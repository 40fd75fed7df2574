import { referencesIn } from '../schema/references.ts';
import type { StepKind } from './core/conversation.ts';
import type { SealedResults } from './sealed-results.ts';
import type { Held } from './workflow-tasks.service.ts';

/** What a workflow holds while it has a process: grows with what it is told. */
export class SessionHeld implements Held {
  secrets: readonly string[] = [];
  /** What people and other systems brought: it stays text where the code hands it on. */
  readonly plainTexts = new Set<string>();

  constructor(
    private readonly results: SealedResults,
    /** Keeps these out of the log of the job. */
    private readonly hideInLog: (secrets: readonly string[]) => void,
  ) {}

  /** The secrets of the job itself, which its log knows. */
  begin(secrets: readonly string[]): void {
    this.secrets = secrets;
    this.results.hide(secrets);
  }

  /** Secrets that came with a decision: from now on they are kept out of everything that is written. */
  learn(secrets: readonly string[]): void {
    if (secrets.length === 0) return;
    this.begin([...this.secrets, ...secrets]);
    this.hideInLog(this.secrets);
  }

  /** Notes the texts of a decision or an event, a JSON text, that look like references. */
  note(kind: string, json: string | null): void {
    if (!json || !broughtFromOutside.has(kind) || !/"\$(var|res):/.test(json)) return;
    for (const text of referencesIn(JSON.parse(json))) this.plainTexts.add(text);
  }
}

const broughtFromOutside: ReadonlySet<string> = new Set<StepKind>(['approval', 'event']);
