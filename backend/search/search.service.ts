import { Injectable } from '@nestjs/common';
import type { Auth } from '../access/core/auth.ts';
import { Database } from '../database/database.ts';
import { failingRunnables, homeSummary, markedItems, type FailingRow, type ItemRow, type MarkedRow, type SummaryRow } from './home.sql.ts';
import { ChecklistStepId, type Home, type HomeItem, type SearchHit } from './search.contract.ts';
import { searchEverything, type SearchRow } from './search.sql.ts';
import { startingPoints } from './starting-points.sql.ts';

/** Who has opened so many things knows where to go. */
const enoughRecent = 5;

/** Finds things across all kinds, and tells what the home page shows. */
@Injectable()
export class SearchService {
  constructor(private readonly database: Database) {}

  async search(auth: Auth, text: string, limit: number): Promise<{ items: SearchHit[] }> {
    if (text.trim() === '') return { items: [] };
    return { items: await this.database.run<SearchRow>(searchEverything(auth, text, limit)) };
  }

  /** Everything of the home page in three statements, and a fourth for who is new here. */
  async home(auth: Auth): Promise<Home> {
    const [marked, failing, [summary]] = await Promise.all([
      this.database.run<MarkedRow>(markedItems(auth)),
      this.database.run<FailingRow>(failingRunnables(auth)),
      this.database.run<SummaryRow>(homeSummary(auth)),
    ]);
    const listOf = (list: MarkedRow['list']) => marked.filter((row) => row.list === list).map(itemOf);
    const recent = listOf('recent');
    const starting = recent.length >= enoughRecent ? [] : await this.database.run<ItemRow>(startingPoints(auth));
    return {
      recent,
      starting_points: starting.filter(({ kind, path }) => !recent.some((item) => item.kind === kind && item.path === path)).map(itemOf),
      favourites: listOf('favourite'),
      failed: failing.map((row) => ({ ...row, last_at: row.last_at.toISOString() })),
      running: summary?.running ?? 0,
      checklist: ChecklistStepId.options.map((id) => ({ id, is_done: summary?.[id] ?? false })),
    };
  }
}

const itemOf = ({ kind, path, summary, language, at }: ItemRow): HomeItem => ({ kind, path, summary, language, at: at.toISOString() });
