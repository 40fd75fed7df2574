import { Inject, Injectable, type BeforeApplicationShutdown } from '@nestjs/common';
import type { Server } from '@modelcontextprotocol/sdk/server/index.js';
import { IDENTIFIER, requireAccess, type Identifier } from '../access/access.guard.ts';
import type { Auth } from '../access/core/auth.ts';
import { StandingAccess } from '../access/standing-access.ts';
import { AppError } from '../common/app-error.ts';
import { Notifications } from '../events/notifications.ts';

/** Streams that one person may hold open in one workspace: an editor has one for each window. */
const mostStreams = 30;
/** Deploying a hundred scripts is one change for a client. */
const settleMs = 300;

type Stream = { auth: Auth; server: Server; timer: NodeJS.Timeout | null };

/** The streams on which clients hear that tools or documents may have changed. They carry nothing but that, and end with the access of who listens. */
@Injectable()
export class McpStreams implements BeforeApplicationShutdown {
  private readonly streams = new Set<Stream>();
  private readonly stopListening: (() => void)[];

  constructor(
    notifications: Notifications,
    private readonly standing: StandingAccess,
    @Inject(IDENTIFIER) private readonly identifier: Identifier,
  ) {
    this.stopListening = [
      notifications.on('millrace_tools', (workspace) => this.changed(workspace)),
      notifications.on('reconnected', () => this.changed(null)),
    ];
  }

  /** Ends them, or the server would wait for them for ever. */
  async beforeApplicationShutdown(): Promise<void> {
    for (const stop of this.stopListening) stop();
    await Promise.all([...this.streams].map(({ server }) => server.close()));
  }

  /** Holds a stream; gives the function that lets it go. */
  add(auth: Auth, server: Server): () => void {
    const own = [...this.streams].filter((stream) => stream.auth.userId === auth.userId && stream.auth.workspaceId === auth.workspaceId);
    if (own.length >= mostStreams)
      throw new AppError('job/queue_full', `You hold ${mostStreams} streams open in this workspace. Close some of your clients.`, { limit: mostStreams });
    const stream: Stream = { auth, server, timer: null };
    this.streams.add(stream);
    const release = this.standing.watch({
      identity: auth,
      workspaceId: auth.workspaceId,
      require: (now) => requireAccess(now, 'mcp:use'),
      end: () => void server.close(),
    });
    return () => {
      release();
      if (stream.timer) clearTimeout(stream.timer);
      this.streams.delete(stream);
    };
  }

  private changed(workspace: string | null): void {
    for (const stream of this.streams) {
      if (workspace !== null && stream.auth.workspaceId !== workspace) continue;
      stream.timer ??= setTimeout(() => void this.tell(stream), settleMs);
    }
  }

  private async tell(stream: Stream): Promise<void> {
    stream.timer = null;
    const { auth, server } = stream;
    // Asked here too: the end of access and what is told may come in the same moment.
    if (!(await this.identifier.validityOf(auth).catch(() => auth))) return;
    await server.sendToolListChanged().catch(() => undefined);
    await server.sendResourceListChanged().catch(() => undefined);
    await server.sendPromptListChanged().catch(() => undefined);
  }
}
