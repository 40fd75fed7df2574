import type { Request } from 'express';
import type { Auth, Identity } from '../access/core/auth.ts';

/** A request after the middlewares and the guard. */
export type MillraceRequest = Request & {
  /** Stands in the answer header `x-request-id`, in errors and in the log. */
  requestId?: string;
  /** Who calls; absent on public routes without credentials. */
  identity?: Identity;
  /** The caller in the workspace of the URL; set by the guard for routes that require an action. */
  auth?: Auth;
  /** The body as it came, where its bytes were signed. */
  rawBody?: Buffer;
};
