import type { GuestViewer } from '../core/viewer.ts';

/** What the session of a viewer tells of them: what `user` is in expressions, and what fills arguments that nobody may say of themselves. */
export type SessionFacts = {
  readonly username: string;
  readonly name: string;
  readonly email: string;
  readonly groups: readonly string[];
  readonly is_signed_in: boolean;
};

/** Somebody who uses an app without an account of Millrace. */
export type Guest = GuestViewer & {
  readonly facts: SessionFacts;
  /** How they stand in the runs that they start. Never the form of a member. */
  readonly createdBy: string;
  /** From where they come; only counted. */
  readonly address: string;
};

/** Whoever has the address of an app that is open to everybody. */
export const anonymousGuest = (address: string): Guest => ({
  kind: 'anonymous',
  groups: [],
  facts: { username: '', name: '', email: '', groups: [], is_signed_in: false },
  createdBy: 'anonymous',
  address,
});
