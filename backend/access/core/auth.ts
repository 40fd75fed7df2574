import type { Level, Role } from './actions.ts';

/** Someone who signed in, before a workspace is chosen. */
export type Identity = {
  userId: string;
  email: string;
  name: string;
  isSuperadmin: boolean;
  /** How the request proved who it is. A job acts with a token that dies with it; a schedule acts for whoever wrote it last, an approved request for whoever asked, an app for its author where it says so. */
  via:
    | { kind: 'session'; sessionId: string }
    | { kind: 'token'; tokenId: string }
    | { kind: 'job'; jobId: string }
    | { kind: 'schedule'; scheduleId: string }
    | { kind: 'approval'; approvalId: string }
    | { kind: 'app'; appId: string }
    /** A person who was told apart by Slack; what they write there is theirs, as what they click here. */
    | { kind: 'slack'; slackUserId: string };
  /** Scopes of the token; `null` means everything that the user may do. */
  scopes: readonly string[] | null;
  /** The only workspace in which a token or job is valid; `null` for a session. */
  boundWorkspace: string | null;
};

/** Kinds of things that have a path and may carry grants of their own. */
export type ItemKind = 'script' | 'flow' | 'agent' | 'app' | 'resource' | 'variable' | 'schedule' | 'slack_command';

/**
 * The subject of every access question: an identity in one workspace, with everything that was granted to it, read in one
 * query at the begin of the request. It is the first argument of every service method.
 */
export type Auth = Identity & {
  workspaceId: string;
  /** Name in this workspace: owns the space `u/<username>/`. */
  username: string;
  role: Role;
  groups: readonly string[];
  /** Best level on each folder, through the user or a group. */
  folders: ReadonlyMap<string, Level>;
  /** Best level on single items, by `<kind>:<path>`. */
  items: ReadonlyMap<string, Level>;
};

/** `u/<username>`: how a person stands in `created_by`, `run_as` and grants. */
export const subjectOf = (auth: Pick<Auth, 'username'>): string => `u/${auth.username}`;
