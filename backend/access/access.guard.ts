import { Inject, Injectable, type CanActivate, type ExecutionContext } from '@nestjs/common';
import { Reflector } from '@nestjs/core';
import { AppError } from '../common/app-error.ts';
import type { MillraceRequest } from '../common/request.ts';
import { can, hasScope, type Target } from './core/can.ts';
import type { Auth, Identity } from './core/auth.ts';
import { actions, type Action } from './core/actions.ts';
import { ACCESS, itemPathOf, type DeclaredAccess, type DeclaredTarget } from './requires.ts';

/** Port: tells who calls and what they hold in a workspace. `backend/auth/` answers it. */
export interface Identifier {
  /**
   * Reads cookie or bearer token. `null` without credentials; wrong ones throw `access/not_signed_in`; checks CSRF for cookies
   * on whatever is not GET, and always when `isChange`.
   */
  identify(request: MillraceRequest, isChange?: boolean): Promise<Identity | null>;
  /** The caller's membership, groups and grants in one query; `null` when not a member or the workspace does not exist. */
  enter(identity: Identity, workspaceId: string): Promise<Auth | null>;
  /** How long the session, token or job behind an identity is good for, `null` in it where no end is known; `null` once it is none any more. */
  validityOf(identity: Identity): Promise<{ endsInMs: number | null } | null>;
}
/** Token under which the {@link Identifier} is injected. */
export const IDENTIFIER = Symbol('Identifier');

/**
 * The one gate of all HTTP routes. It reads the handler's declaration, identifies the caller, looks the membership up (the
 * workspace in the URL is only a wish) and asks `can`. What one may not see answers as what does not exist.
 */
@Injectable()
export class AccessGuard implements CanActivate {
  constructor(
    private readonly reflector: Reflector,
    @Inject(IDENTIFIER) private readonly identifier: Identifier,
  ) {}

  async canActivate(context: ExecutionContext): Promise<boolean> {
    if (context.getType() !== 'http') return true;
    const access = this.reflector.get<DeclaredAccess | undefined>(ACCESS, context.getHandler());
    if (!access) throw new AppError('internal', 'This route declares no access.');
    if (access.kind === 'public') return true;
    const request = context.switchToHttp().getRequest<MillraceRequest>();
    // Programs may run by GET. A browser must not: a link on another site would run it with the cookie of whoever clicks.
    const isRun = access.kind === 'action' && access.action.endsWith(':run');
    const identity = await this.identifier.identify(request, isRun);
    if (!identity) throw new AppError('access/not_signed_in', 'Sign in first, or send a token as "Authorization: Bearer …".');
    request.identity = identity;
    if (access.kind === 'signed_in') return this.checkMeans(identity, access.by);
    if (actions[access.action] === 'superadmin') return this.requireSuperadmin(identity, access.action);
    request.auth = await this.enter(identity, String(request.params['workspace'] ?? ''));
    requireAccess(request.auth, access.action, targetOf(request, access.target));
    return true;
  }

  private checkMeans(identity: Identity, by: 'anything' | 'session'): boolean {
    if (by === 'session' && identity.via.kind !== 'session')
      throw new AppError('access/forbidden', 'This needs a person who is signed in; a token cannot do it.');
    if (by === 'anything' && identity.scopes !== null) throw new AppError('access/scope_missing', 'A token with scopes works only within its workspace.');
    return true;
  }

  /** Actions on the installation have no workspace; a token that is bound to one, or to scopes, cannot do them. */
  private requireSuperadmin(identity: Identity, action: Action): boolean {
    const isBound = identity.boundWorkspace !== null && !hasScope(identity.scopes ?? [], action);
    if (!identity.isSuperadmin || isBound) throw new AppError('access/forbidden', 'Only who runs this installation may do that.', { action });
    return true;
  }

  private async enter(identity: Identity, workspaceId: string): Promise<Auth> {
    const isOutside = identity.boundWorkspace !== null && identity.boundWorkspace !== workspaceId;
    const auth = isOutside ? null : await this.identifier.enter(identity, workspaceId);
    if (!auth) throw new AppError('workspace/not_found', 'There is no such workspace, or you are not a member of it.');
    return auth;
  }
}

/**
 * Throws unless `auth` may do `action`: 403 to one who may at least see the object, 404 to everyone else. Services call it
 * for objects that do not stand in the route.
 */
export function requireAccess(auth: Auth, action: Action, target?: Target): void {
  const decision = can(auth, action, target);
  if (decision.allowed) return;
  const isScope = decision.because.startsWith('The token has no scope');
  if (isScope) throw new AppError('access/scope_missing', `${decision.because}. Make a token that has it.`, { action });
  if (target && !canSee(auth, target)) throw notFound(target);
  throw new AppError('access/forbidden', `You may not do that. ${decision.because}.`, { action });
}

const readActions = {
  script: 'scripts:read',
  flow: 'flows:read',
  agent: 'agents:read',
  app: 'apps:read',
  resource: 'resources:read',
  variable: 'variables:read',
  schedule: 'schedules:read',
  slack_command: 'slack_commands:read',
  folder: null,
} as const;

function canSee(auth: Auth, target: Target): boolean {
  const action = readActions[target.kind];
  // Every member sees that a folder is there; what is in it is another question.
  return action === null || can({ ...auth, scopes: null }, action, target).allowed;
}

const notFoundCodes = {
  script: 'script/not_found',
  flow: 'flow/not_found',
  agent: 'agent/not_found',
  app: 'app/not_found',
  resource: 'resource/not_found',
  variable: 'variable/not_found',
  schedule: 'schedule/not_found',
  slack_command: 'slack/command_not_found',
  folder: 'folder/not_found',
} as const;

/** The same answer for what is not there and for what may not be seen. */
export function notFound({ kind, path }: Target): AppError {
  return new AppError(notFoundCodes[kind], `There is no ${kind} at "${path}", or you may not see it.`, { path });
}

function targetOf(request: MillraceRequest, declared: DeclaredTarget | null): Target | undefined {
  if (!declared) return undefined;
  const path = declared.parameter ? String(request.params[declared.parameter] ?? '') : itemPathOf(request);
  return { kind: declared.kind, path };
}
