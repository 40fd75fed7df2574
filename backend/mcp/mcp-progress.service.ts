import { Injectable } from '@nestjs/common';
import { Notifications } from '../events/notifications.ts';
import { isTerminal } from '../jobs/core/job-status.ts';
import { readNotices, type JobNotice } from '../jobs/job-notice.ts';

/** Tells a client how far its call is; `progress` of 100. The id of the job helps who loses the connection. */
export type TellProgress = (progress: number, message: string, jobId: string) => void;

/** Clients give up on a call of which they hear nothing. */
const reassureEveryMs = 10_000;
/** The protocol wants every notice to be further than the one before, also one that only says "still at it". */
const smallestStep = 0.001;

const words: Partial<Record<JobNotice['s'], string>> = { queued: 'Waiting for a worker', running: 'Running', waiting: 'Waiting, perhaps for an approval' };

/** Follows jobs for clients that asked to be told, woken by what their job itself reports. */
@Injectable()
export class McpProgress {
  constructor(private readonly notifications: Notifications) {}

  /** Begins to tell, best before the job is there; gives the function that ends it. */
  follow(jobId: string, tell: TellProgress): () => void {
    let progress = 0;
    let message = words.queued ?? '';
    const say = (percent: number): void => {
      progress = Math.min(percent > progress ? percent : progress + smallestStep, 100);
      tell(progress, message, jobId);
    };
    const stop = this.notifications.on('millrace_job', (payload) => {
      if (!payload.includes(jobId)) return;
      for (const { i, s, g } of readNotices(payload)) {
        if (i !== jobId || isTerminal(s)) continue;
        message = words[s] ?? s;
        say(g ?? 0);
      }
    });
    say(0);
    const timer = setInterval(() => say(0), reassureEveryMs);
    return () => {
      clearInterval(timer);
      stop();
    };
  }
}
