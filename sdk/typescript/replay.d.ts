/** Types of the heart of workflows, for the tests of this folder; the wire is in `backend/workflows/core/conversation.ts`. */
export type OpeningRecord = {
  key: string;
  kind: 'step' | 'task' | 'sleep' | 'event' | 'approval';
  name: string;
  status: 'open' | 'succeeded' | 'failed' | 'cancelled';
  ordinal: number | null;
  at: number;
  value?: unknown;
  error?: unknown;
};
export type Opening = { seed: string; at: number; history: OpeningRecord[] };
export type Ask =
  | { op: 'step'; key: string; name: string; status?: 'succeeded' | 'failed'; error?: unknown }
  | { op: 'task' | 'sleep' | 'event' | 'approval'; key: string; name: string; until?: number | null }
  | { op: 'cancel'; key: string }
  | { op: 'busy'; key?: undefined }
  | { op: 'resting'; key?: undefined; told: number };
export declare class WorkflowRun {
  constructor(options: {
    opening: Opening;
    send: (ask: Ask, text: string) => void;
    toJson: (value: unknown) => string;
    describe: (error: unknown) => { name: string; message: string };
    defer?: (work: () => void) => void;
    onSuspended?: () => void;
  });
  isClosed: boolean;
  start<Result>(body: () => Promise<Result>): Promise<Result>;
  receive(message: OpeningRecord | { suspend: true }): void;
}
