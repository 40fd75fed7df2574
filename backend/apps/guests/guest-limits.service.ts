import { createHash } from 'node:crypto';
import { Injectable } from '@nestjs/common';
import { networkOf } from '../../auth/sign-in-limits.ts';
import { AppError } from '../../common/app-error.ts';
import { Database } from '../../database/database.ts';
import type { GuestFileLimits, GuestLimits } from '../app.contract.ts';
import { countUse, forgetUse, secondsLeft, type UseLimit } from './count-use.sql.ts';
import type { Guest } from './guest.ts';

/** How often an app may be opened from one address in a minute: far more than people do, far less than programs would. */
const viewsPerMinute = 120;

/** What people in frames of other sites may run: the site knows who they are, so the limit is for each of them. */
const embedded: GuestLimits = { runs_per_minute: 600, runs_per_address: 60, runs_per_day: 100_000 };

/** Keeps people without an account from using more of an app than its release gives them. */
@Injectable()
export class GuestLimitsService {
  constructor(private readonly database: Database) {}

  /** Throws `app/too_many_runs` when somebody opens an app too often. */
  async countView(workspaceId: string, path: string, guest: Guest): Promise<void> {
    await this.count(workspaceId, path, [{ key: `view:${placeOf(guest)}`, window: 'minute', maximum: viewsPerMinute }]);
  }

  /** The strictest first: whoever is refused for themselves has used up nothing of the others. */
  async countRun(workspaceId: string, path: string, guest: Guest, limits: GuestLimits = embedded): Promise<void> {
    await this.count(workspaceId, path, [
      { key: `run:${placeOf(guest)}`, window: 'minute', maximum: limits.runs_per_address },
      { key: `runs:${guest.kind}`, window: 'minute', maximum: limits.runs_per_minute },
      { key: `runs:${guest.kind}:day`, window: 'day', maximum: limits.runs_per_day },
    ]);
  }

  /** Throws `file/guest_limit`. What is announced counts, whether or not it comes: a budget that only counted what came could be passed by many at once. */
  async countFile(workspaceId: string, path: string, guest: Guest, size: number, limits: GuestFileLimits): Promise<void> {
    const uses: readonly UseLimit[] = [
      { key: `file:${placeOf(guest)}`, window: 'day', maximum: limits.files_per_address },
      { key: `files:${guest.kind}`, window: 'minute', maximum: limits.files_per_minute },
      { key: `kilobytes:${guest.kind}`, window: 'day', maximum: limits.mb_per_day * 1024, amount: Math.ceil(size / 1024) },
    ];
    await this.count(workspaceId, path, uses, tooManyFiles);
  }

  private async count(workspaceId: string, path: string, limits: readonly UseLimit[], refusal = tooMany): Promise<void> {
    for (const limit of limits) {
      const [row] = await this.database.run<{ used: number }>(countUse(workspaceId, path, limit));
      if (!row) throw refusal(limit);
      // The first use of a day clears away what is over.
      if (limit.window === 'day' && row.used === (limit.amount ?? 1)) await this.database.run(forgetUse);
    }
  }
}

function tooMany({ window, key }: UseLimit): AppError {
  const who = key.startsWith('run:') || key.startsWith('view:') ? 'You have' : 'People without an account have';
  const when = window === 'minute' ? 'Wait a minute, then try again.' : 'It goes on tomorrow; what you typed is still here.';
  return new AppError('app/too_many_runs', `${who} used this app as often as it allows for now. ${when}`, { retry_after_s: secondsLeft(window, new Date()) });
}

function tooManyFiles({ window, key }: UseLimit): AppError {
  const who = key.startsWith('file:') ? 'You have' : 'People without an account have';
  const when = window === 'minute' ? 'Wait a minute, then try again.' : 'It goes on tomorrow; what you typed is still here.';
  return new AppError('file/guest_limit', `${who} given as many files as this app takes for now. ${when}`, { retry_after_s: secondsLeft(window, new Date()) });
}

/** Only a hash is kept. A person for whom another site vouches is counted wherever they are. */
function placeOf({ kind, createdBy, address }: Guest): string {
  const place = kind === 'embed' ? createdBy : networkOf(address);
  return createHash('sha256').update(`app use\n${place}`).digest('base64url').slice(0, 22);
}
