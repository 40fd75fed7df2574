import { AppError } from '../../common/app-error.ts';
import { runNamed, type Transaction } from '../../database/database.ts';
import type { ObjectStore } from '../../objects/object-store.ts';
import type { KeptRun } from './kept-run.ts';
import { loadHeld, loadResults } from './load-run.sql.ts';
import { shownError, type Pointer } from './pointer.ts';

/** Results are kept near for the step that follows, up to so many characters each. */
const keptCharacters = 64_000;
const keptResults = 16;

/** Reads what pointers point at, as JSON text: a few statements for any number of them. */
export class ValueReader {
  /** Values of rows that are not written yet. */
  readonly pending = new Map<number, string>();

  constructor(
    private readonly run: KeptRun,
    private readonly transaction: Transaction,
    private readonly objects: ObjectStore,
    private readonly argumentsOf: (frame: string) => Promise<Record<string, unknown>>,
  ) {}

  async text(pointer: Pointer | undefined): Promise<string> {
    const [text] = await this.texts([pointer ?? null]);
    return text ?? 'null';
  }

  async value(pointer: Pointer | undefined): Promise<unknown> {
    return JSON.parse(await this.text(pointer)) as unknown;
  }

  /** The values in the order of the pointers. Lists within lists take one round for each level. */
  async texts(pointers: readonly Pointer[]): Promise<string[]> {
    const [jobs, rows] = await Promise.all([this.jobs(pointers), this.rows(pointers)]);
    const lists = pointers.filter((pointer) => pointer?.at === 'frames');
    const members = lists.map(({ prefix, count }) => Array.from({ length: count }, (_, index) => this.run.resultOfFrame(`${prefix}${index}]`) ?? null));
    const flat = members.length > 0 ? await this.texts(members.flat()) : [];
    const listTexts = new Map<Pointer, string>();
    let taken = 0;
    for (const [index, list] of lists.entries()) {
      const count = members[index]?.length ?? 0;
      listTexts.set(list, `[${flat.slice(taken, taken + count).join(',')}]`);
      taken += count;
    }
    const texts: string[] = [];
    for (const pointer of pointers) texts.push(await this.textOf(pointer, jobs, rows, listTexts));
    return texts;
  }

  /** Remembers the result of a job that has just ended. */
  keep(jobId: string, text: string): void {
    if (text.length > keptCharacters) return;
    const { recent } = this.run;
    recent.set(jobId, text);
    for (const oldest of recent.keys()) {
      if (recent.size <= keptResults) break;
      recent.delete(oldest);
    }
  }

  private async textOf(
    pointer: Pointer,
    jobs: ReadonlyMap<string, string>,
    rows: ReadonlyMap<number, string>,
    lists: ReadonlyMap<Pointer, string>,
  ): Promise<string> {
    switch (pointer?.at) {
      case undefined:
        return 'null';
      case 'job':
        return jobs.get(pointer.jobId) ?? this.lost();
      case 'row':
        return rows.get(pointer.seq) ?? this.lost();
      case 'frames':
        return lists.get(pointer) ?? '[]';
      case 'args':
        return JSON.stringify(await this.argumentsOf(pointer.frame));
      case 'error':
        return JSON.stringify({ error: shownError(pointer.error) });
    }
  }

  private async jobs(pointers: readonly Pointer[]): Promise<Map<string, string>> {
    const found = new Map<string, string>();
    const missing = new Set<string>();
    for (const pointer of pointers) {
      if (pointer?.at !== 'job') continue;
      const kept = this.run.recent.get(pointer.jobId);
      if (kept === undefined) missing.add(pointer.jobId);
      else found.set(pointer.jobId, kept);
    }
    if (missing.size === 0) return found;
    const rows = await runNamed<{ id: string; result: string | null; result_object: string | null }>(this.transaction, loadResults([...missing]));
    for (const { id, result, result_object: object } of rows) {
      if (object !== null) found.set(id, await this.objects.text(object));
      else if (result !== null) found.set(id, result);
    }
    return found;
  }

  private async rows(pointers: readonly Pointer[]): Promise<Map<number, string>> {
    const found = new Map<number, string>();
    const missing = new Set<number>();
    for (const pointer of pointers) {
      if (pointer?.at !== 'row') continue;
      const pending = this.pending.get(pointer.seq);
      if (pending === undefined) missing.add(pointer.seq);
      else found.set(pointer.seq, pending);
    }
    if (missing.size === 0) return found;
    for (const { seq, held } of await runNamed<{ seq: number; held: string }>(this.transaction, loadHeld(this.run.facts.job_id, [...missing])))
      found.set(seq, held);
    return found;
  }

  private lost(): never {
    throw new AppError(
      'flow/result_deleted',
      'The result of an earlier step was deleted: the time for which it is kept is over. Run the flow from its beginning.',
    );
  }
}
