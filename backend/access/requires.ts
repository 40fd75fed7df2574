import { SetMetadata, applyDecorators, createParamDecorator, type ExecutionContext } from '@nestjs/common';
import { ApiExtension } from '@nestjs/swagger';
import { AppError } from '../common/app-error.ts';
import { parsePath } from '../common/item-path.ts';
import type { MillraceRequest } from '../common/request.ts';
import type { Action } from './core/actions.ts';
import type { Auth, Identity, ItemKind } from './core/auth.ts';

/** Metadata key under which a handler's declaration lies. */
export const ACCESS = 'millrace:access';

/** Where the guard finds the object of an action in the route: the wildcard `*path` or a named parameter. */
export type DeclaredTarget = { kind: ItemKind | 'folder'; parameter?: string };

/** What a handler declares about who may call it. A handler without one refuses to boot. */
export type DeclaredAccess =
  | { kind: 'public' }
  | { kind: 'signed_in'; by: 'anything' | 'session' }
  | { kind: 'action'; action: Action; target: DeclaredTarget | null };

const declare = (access: DeclaredAccess) => applyDecorators(SetMetadata(ACCESS, access), ApiExtension('x-access', access));

/** Anyone may call it, also without an account. */
export const Public = () => declare({ kind: 'public' });

/** Any account may call it, outside of a workspace; `session` refuses tokens and jobs, for what must not outlive them. */
export const SignedIn = (by: 'anything' | 'session' = 'anything') => declare({ kind: 'signed_in', by });

/**
 * The caller must be a member of the workspace in the URL and may do `action`, on the object at the route's path if
 * `target` is given. The guard has then checked it all: the service need not ask again, except about other objects.
 */
export const Requires = (action: Action, target: DeclaredTarget | null = null) => declare({ kind: 'action', action, target });

/** The {@link Auth} of the caller in the workspace of the URL; only on handlers with {@link Requires}. */
export const CurrentAuth = createParamDecorator((_data: unknown, context: ExecutionContext): Auth => {
  const { auth } = context.switchToHttp().getRequest<MillraceRequest>();
  if (!auth) throw new AppError('access/not_signed_in', 'Sign in first.');
  return auth;
});

/** The {@link Identity} of the caller, without a workspace. */
export const CurrentIdentity = createParamDecorator((_data: unknown, context: ExecutionContext): Identity => {
  const { identity } = context.switchToHttp().getRequest<MillraceRequest>();
  if (!identity) throw new AppError('access/not_signed_in', 'Sign in first.');
  return identity;
});

/** The item path behind the wildcard of the route, checked. */
export const PathParam = createParamDecorator((_data: unknown, context: ExecutionContext): string => itemPathOf(context.switchToHttp().getRequest<MillraceRequest>()));

/** Joins the segments of the wildcard. What is no path of an item, or hides a slash behind an encoding, throws `path/invalid` and is looked up nowhere. */
export function itemPathOf(request: MillraceRequest): string {
  const raw: unknown = request.params['path'];
  const segments = Array.isArray(raw) ? raw.map(String) : String(raw ?? '').split('/');
  if (segments.some((segment) => segment.includes('/') || segment === '')) throw new AppError('path/invalid', 'This is not the path of an item.');
  const path = segments.join('/');
  parsePath(path);
  return path;
}
