import { describe, expect, test } from '@jest/globals';
import { sortQueues, stateOfWorker, trouble } from './worker-words.ts';

const now = Date.UTC(2026, 0, 1, 12);
const aQueue = (part: Partial<Parameters<typeof trouble>[0]>) => ({ tag: 'bun', queued: 0, running: 0, oldest_at: null, workers: 1, ...part });

describe('workers and queues in words', () => {
  test('a worker that is not heard of is lost, unless it was told to stop', () => {
    expect(stateOfWorker({ is_alive: false, has_stopped: true, is_draining: true, running: 0, capacity: 4 })).toBe('stopped');
    expect(stateOfWorker({ is_alive: false, has_stopped: false, is_draining: true, running: 4, capacity: 4 })).toBe('lost');
    expect(stateOfWorker({ is_alive: true, has_stopped: false, is_draining: true, running: 4, capacity: 4 })).toBe('draining');
    expect(stateOfWorker({ is_alive: true, has_stopped: false, is_draining: false, running: 4, capacity: 4 })).toBe('full');
    expect(stateOfWorker({ is_alive: true, has_stopped: false, is_draining: false, running: 0, capacity: 4 })).toBe('ready');
  });

  test('a tag that nobody takes is trouble only while something waits for it', () => {
    expect(trouble(aQueue({ queued: 2, workers: 0 }), now)).toMatch(/No worker takes this tag/);
    expect(trouble(aQueue({ queued: 0, workers: 0 }), now)).toBeNull();
    // Flows and agents wait for no worker.
    expect(trouble(aQueue({ tag: '@flow', queued: 2, workers: 0 }), now)).toBeNull();
  });

  test('a long wait is trouble, a short one is not', () => {
    expect(trouble(aQueue({ queued: 1, oldest_at: new Date(now - 300_000).toISOString() }), now)).toMatch(/waited for 5 min/);
    expect(trouble(aQueue({ queued: 1, oldest_at: new Date(now - 2000).toISOString() }), now)).toBeNull();
  });

  test('queues that nobody takes come first, then the longest', () => {
    const queues = [aQueue({ tag: 'a', queued: 9 }), aQueue({ tag: 'b', queued: 1, workers: 0 }), aQueue({ tag: 'c', queued: 20 })];
    expect(sortQueues(queues).map(({ tag }) => tag)).toEqual(['b', 'c', 'a']);
  });
});
