import { Injectable } from '@nestjs/common';
import { BoundedCache } from '../../common/bounded-cache.ts';
import { runNamed, type Transaction } from '../../database/database.ts';
import { SecretArguments } from '../../jobs/secret-arguments.ts';
import { defineFlow, type FlowDefinition } from '../core/definition.ts';
import type { FlowValue } from '../flow.contract.ts';
import { FlowSources } from '../flow-sources.ts';
import { KeptRun, type FlowSource } from './kept-run.ts';
import { loadRows, loadRun, type RunFacts, type StoredRow } from './load-run.sql.ts';

/** Definitions of versions that are ready to be run. */
const keptDefinitions = 500;

const notDeployed: FlowSource = { tag: null, code: {}, schema: null, version: null };

/** Reads runs, and what other processes have added to them. */
@Injectable()
export class RunLoader {
  private readonly definitions = new BoundedCache<FlowDefinition>(keptDefinitions);

  constructor(
    private readonly flows: FlowSources,
    private readonly secrets: SecretArguments,
  ) {}

  /** A run without its record. `null`: its job was deleted. */
  async load(transaction: Transaction, jobId: string): Promise<KeptRun | null> {
    const [facts] = await runNamed<RunFacts>(transaction, loadRun(jobId));
    return facts ? this.make(facts) : null;
  }

  /** A run that begins. */
  async make(facts: RunFacts): Promise<KeptRun> {
    const run =
      facts.version_id === null ? new KeptRun(facts, defineFlow(facts.value ?? { modules: [] }), notDeployed) : await this.deployed(facts, facts.version_id);
    if (facts.run_args) run.input = { args: facts.run_args, secrets: [] };
    else {
      const { args, values } = await this.secrets.open(facts.workspace_id, facts.job_id, facts.args);
      run.input = { args, secrets: values };
    }
    return run;
  }

  /** Reads the record from where the run is known. */
  async catchUp(transaction: Transaction, run: KeptRun): Promise<void> {
    for (const row of await runNamed<StoredRow>(transaction, loadRows(run.facts.job_id, run.nextSeq)))
      run.apply({ seq: row.seq, row: row.row, hasHeld: row.has_held, resultJobId: row.result_job_id, resultSeq: row.result_seq });
  }

  private async deployed(facts: RunFacts, versionId: string): Promise<KeptRun> {
    const { value, tag, code, schema, version } = await this.flows.sourceOf(versionId);
    return new KeptRun(facts, this.definitionOf(versionId, value), { tag, code, schema, version });
  }

  private definitionOf(versionId: string, value: FlowValue): FlowDefinition {
    const known = this.definitions.get(versionId);
    if (known) return known;
    const definition = defineFlow(value);
    this.definitions.set(versionId, definition);
    return definition;
  }
}
