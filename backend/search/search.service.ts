import { Injectable } from '@nestjs/common';
import type { Auth } from '../access/core/auth.ts';
import { Database } from '../database/database.ts';
import { failingRunnables, homeSummary, markedItems, type FailingRow, type MarkedRow, type SummaryRow } from './home.sql.ts';
import type { Home, SearchHit } from './search.contract.ts';
import { searchEverything, type SearchRow } from './search.sql.ts';

/** Finds things across all kinds, and tells what the home page shows. */
@Injectable()
export class SearchService {
  constructor(private readonly database: Database) {}

  async search(auth: Auth, text: string, limit: number): Promise<{ items: SearchHit[] }> {
    if (text.trim() === '') return { items: [] };
    return { items: await this.database.run<SearchRow>(searchEverything(auth, text, limit)) };
  }

  /** Everything of the home page in three statements. */
  async home(auth: Auth): Promise<Home> {
    const [marked, failing, [summary]] = await Promise.all([
      this.database.run<MarkedRow>(markedItems(auth)),
      this.database.run<FailingRow>(failingRunnables(auth)),
      this.database.run<SummaryRow>(homeSummary(auth)),
    ]);
    const listOf = (list: MarkedRow['list']) =>
      marked
        .filter((row) => row.list === list)
        .map(({ kind, path, summary: text, language, at }) => ({ kind, path, summary: text, language, at: at.toISOString() }));
    const steps = ['run_script', 'deploy_script', 'add_resource', 'invite_member'] as const;
    return {
      recent: listOf('recent'),
      favourites: listOf('favourite'),
      failed: failing.map((row) => ({ ...row, last_at: row.last_at.toISOString() })),
      running: summary?.running ?? 0,
      checklist: steps.map((id) => ({ id, is_done: summary?.[id] ?? false })),
    };
  }
}
