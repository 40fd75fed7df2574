import { setTimeout as pause } from 'node:timers/promises';
import { ProductProcess } from '../support/product.ts';

const restartMs = 300;

/**
 * One process of the product that is started again whenever it ended, as a service manager does. It may also fail to start: the database may just be
 * away.
 */
export class Supervised {
  private current: ProductProcess | null = null;
  private isOver = false;
  private readonly output: string[] = [];
  private running: Promise<void> = Promise.resolve();
  kills = 0;

  private constructor(readonly name: string, private readonly settings: Record<string, string>, private readonly ready: RegExp) {}

  static async start(name: string, settings: Record<string, string>, ready: RegExp): Promise<Supervised> {
    const supervised = new Supervised(name, settings, ready);
    supervised.current = await ProductProcess.start(settings, ready);
    supervised.running = supervised.keepRunning();
    return supervised;
  }

  get isRunning(): boolean {
    return this.current !== null;
  }

  /** `kill -9`. */
  async kill(): Promise<void> {
    this.kills += 1;
    await this.current?.kill();
  }

  /** SIGTERM: it has time to finish what it does, and is replaced afterwards. */
  async replace(): Promise<void> {
    this.kills += 1;
    await this.current?.stop();
  }

  async stop(): Promise<void> {
    this.isOver = true;
    await this.current?.stop();
    await this.running;
  }

  /** All that its processes have printed. */
  get log(): string {
    return [...this.output, this.current?.output ?? ''].join('\n');
  }

  private async keepRunning(): Promise<void> {
    while (!this.isOver) {
      const ended = this.current;
      await ended?.ended;
      this.current = null;
      this.output.push(ended?.output ?? '');
      if (this.isOver) return;
      await pause(restartMs);
      this.current = await ProductProcess.start(this.settings, this.ready).catch((error: Error) => {
        this.output.push(error.message);
        return null;
      });
      if (this.isOver) await this.current?.stop();
    }
  }
}
