import type { StepKind } from './conversation.ts';

/** Something that a workflow waits for. */
export type OpenWait = { kind: StepKind; name: string; due_at: Date | null; approval_title: string | null };

/** What is waited for, in words. */
export function waitWords({ kind, name, due_at: dueAt, approval_title: title }: OpenWait): string {
  switch (kind) {
    case 'approval':
      return `a decision about "${title ?? name}"`;
    case 'event':
      return `the event "${name}"${dueAt ? `, until ${momentWords(dueAt)}` : ''}`;
    case 'sleep':
      return dueAt ? momentWords(dueAt) : 'a time';
    default:
      return `the task ${name}`;
  }
}

const momentWords = (moment: Date): string => `${moment.toISOString().slice(0, 19).replace('T', ' ')} UTC`;
