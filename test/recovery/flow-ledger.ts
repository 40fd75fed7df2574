import { appendFileSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

/** What steps say of themselves when they begin: a line for each execution, in a file that outlives the process that runs them. */
export class FlowLedger {
  private readonly folder = mkdtempSync(join(tmpdir(), 'millrace-ledger-'));
  readonly file = join(this.folder, 'executions');

  constructor() {
    appendFileSync(this.file, '');
  }

  /** How often the code of each place ran, by `<flow> <place>`. */
  get executions(): Map<string, number> {
    const lines = readFileSync(this.file, 'utf8')
      .split('\n')
      .filter((line) => line !== '');
    return new Map([...Map.groupBy(lines, (line) => line)].map(([line, all]) => [line, all.length]));
  }

  close(): void {
    rmSync(this.folder, { recursive: true, force: true });
  }

  /** A step of Bash that writes its line, takes so long, and gives its name. All steps have the same code, so that they share their runners. */
  step(flow: string, id: string, seconds = 0, over: object = {}): object {
    const content = `name="$1"\nindex="$2"\nseconds="$3"\necho "$name$index" >> "${this.file}"\nsleep "$seconds"\necho "$name$index"`;
    const index = { type: 'javascript', expr: "flow_input.iter ? '#' + flow_input.iter.index : ''" };
    const given = (value: string): object => ({ type: 'static', value });
    return {
      id,
      value: { type: 'rawscript', language: 'bash', content, input_transforms: { name: given(`${flow} ${id}`), index, seconds: given(String(seconds)) } },
      ...over,
    };
  }
}

/** A row of what a run has done: the jobs of a place, and how often its end is on record. */
export type PlaceRow = { flow: string; place: string; jobs: number; attempts: number; ends: number };

/** All places of the flows that ran jobs, by the paths of the flows. */
export const readPlaces = `
select flow.path as flow, child.trigger_path as place, count(distinct child.id)::integer as jobs, sum(child.attempt)::integer as attempts,
  (select count(*)::integer from flow_step step where step.job_id = flow.id and step.kind = 'step_ended' and step.frame || '/' || step.step = child.trigger_path) as ends
from job flow join job child on child.parent_id = flow.id
where flow.kind in ('flow', 'flow_preview')
group by flow.id, flow.path, child.trigger_path`;

/** What must not be: a place with two jobs, with two ends or none, or code that ran more often than its job was begun. */
export function problemsOf(places: readonly PlaceRow[], executions: ReadonlyMap<string, number>): string[] {
  return places.flatMap(({ flow, place, jobs, attempts, ends }) => {
    const name = flow.split('/').at(-1) ?? '';
    const ran =
      executions.get(
        `${name} ${place.replace(/^\/(?:\w+\[(\d+)\]\/)?(\w+)$/, (_all, index: string | undefined, step: string) => (index === undefined ? step : `${step}#${index}`))}`,
      ) ?? 0;
    const found: string[] = [];
    if (jobs !== 1) found.push(`${flow} ${place} has ${jobs} jobs`);
    if (ends !== 1) found.push(`${flow} ${place} has ended ${ends} times`);
    if (ran < 1 || ran > attempts) found.push(`${flow} ${place} ran ${ran} times in ${attempts} attempts`);
    return found;
  });
}
