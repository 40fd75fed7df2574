import type { Auth } from '../access/core/auth.ts';
import type { LanguageName, Source } from '../languages/language.ts';

/** Imports that must be resolved for a deploy. */
export type DependencyRequest = {
  path: string;
  language: LanguageName;
  /** `lock` is `null`; the imported scripts are those that the new version will run with. */
  source: Source;
  /** Message of the deploy, for the job that does it. */
  message: string;
};

/**
 * Port: resolves the imports of a script to exact versions, as the text of a lock file. In production a job of the kind
 * `dependencies` on a worker does it, because only workers have package managers.
 *
 * Rejects with `DependencyFailure` (see `backend/languages/language.ts`) when a package does not exist, and with
 * `script/deploy_timeout` or `language/unavailable` when nobody could answer.
 */
export interface DependencyResolver {
  resolve(auth: Auth, request: DependencyRequest): Promise<{ lock: string }>;
}

/** Token under which the {@link DependencyResolver} is injected. */
export const DEPENDENCY_RESOLVER = Symbol('DependencyResolver');
