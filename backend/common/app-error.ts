const marker = Symbol.for('millrace.AppError');

/**
 * Every error code of the product and the HTTP status that it maps to. Codes are `domain/what_happened`; clients branch
 * on the code, people read the message. Keep it sorted; a code that is not here does not compile.
 */
export const errorStatus = {
  'access/forbidden': 403,
  'access/not_signed_in': 401,
  'access/scope_missing': 403,
  'agent/answer_cut': 502,
  'agent/content_filtered': 422,
  'agent/context_too_long': 422,
  'agent/guard_blocked': 422,
  'agent/guard_failed': 422,
  'agent/limit_reached': 422,
  'agent/model_malformed': 502,
  'agent/model_not_found': 422,
  'agent/model_refused': 422,
  'agent/model_refused_key': 422,
  'agent/model_unavailable': 503,
  'agent/output_invalid': 422,
  'agent/rate_limited': 429,
  'agent/resource_invalid': 422,
  'agent/tool_arguments_invalid': 422,
  'agent/tool_failed': 422,
  'agent/tool_unknown': 422,
  'app/action_not_found': 404,
  'app/archived': 404,
  'app/changed': 409,
  'app/embed_not_allowed': 422,
  'app/embed_token_invalid': 401,
  'app/export_not_found': 404,
  'app/export_not_ready': 409,
  'app/export_too_many': 429,
  'app/guest_run_failed': 422,
  'app/guest_run_not_found': 404,
  'app/invalid': 422,
  'app/new_release': 409,
  'app/no_draft': 404,
  'app/not_found': 404,
  'app/reference_refused': 422,
  'app/saved_view_not_found': 404,
  'app/saved_view_too_many': 422,
  'app/too_many_runs': 429,
  'app/version_not_found': 404,
  'approval/already_voted': 409,
  'approval/barred': 403,
  'approval/changed': 409,
  'approval/claimed': 409,
  'approval/comment_required': 422,
  'approval/ended': 409,
  'approval/expired': 410,
  'approval/form_invalid': 422,
  'approval/key_reused': 409,
  'approval/link_invalid': 404,
  'approval/link_used': 410,
  'approval/not_a_candidate': 403,
  'approval/not_allowed': 403,
  'approval/not_bulk': 422,
  'approval/not_found': 404,
  'approval/not_needed': 409,
  'approval/reject_hidden': 422,
  'approval/self_approval': 403,
  'approval/spec_invalid': 422,
  'auth/csrf': 403,
  'auth/invalid_credentials': 401,
  'auth/invitation_invalid': 404,
  'auth/password_too_weak': 422,
  'auth/too_many_attempts': 429,
  'delegation/invalid': 422,
  'delegation/not_found': 404,
  'draft/not_found': 404,
  'event/not_found': 404,
  'file/not_asked': 404,
  'file/not_found': 404,
  'file/part_missing': 409,
  'file/refused': 422,
  'file/too_large': 413,
  'file/too_many': 429,
  'flow/agents_unavailable': 422,
  'flow/archived': 404,
  'flow/invalid': 422,
  'flow/not_found': 404,
  'flow/not_restartable': 409,
  'flow/result_deleted': 410,
  'flow/too_deep': 422,
  'flow/version_not_found': 404,
  'folder/exists': 409,
  'folder/not_empty': 409,
  'folder/not_found': 404,
  'grant/not_found': 404,
  'group/exists': 409,
  'group/in_use': 409,
  'group/not_found': 404,
  'import/invalid': 422,
  'internal': 500,
  'item/version_conflict': 409,
  'job/approval_required': 403,
  'job/args_invalid': 422,
  'job/args_too_large': 413,
  'job/cancelled': 409,
  'job/failed': 422,
  'job/not_a_flow': 409,
  'job/not_a_workflow': 409,
  'job/not_cancellable': 409,
  'job/not_found': 404,
  'job/queue_full': 429,
  'job/search_too_broad': 422,
  'job/wait_timeout': 504,
  'language/unavailable': 422,
  'language/unknown': 422,
  'member/exists': 409,
  'member/last_admin': 409,
  'member/not_found': 404,
  'path/invalid': 422,
  'path/taken': 409,
  'request/invalid': 422,
  'request/malformed': 400,
  'request/malformed_json': 400,
  'request/not_found': 404,
  'request/too_large': 413,
  'request/unsupported_type': 415,
  'resource/not_found': 404,
  'resource/reference_invalid': 422,
  'resource/test_failed': 422,
  'resource/test_unsupported': 422,
  'resource/value_invalid': 422,
  'resource_type/builtin': 409,
  'resource_type/in_use': 409,
  'resource_type/not_found': 404,
  'schedule/cron_invalid': 422,
  'schedule/not_found': 404,
  'schedule/range_invalid': 422,
  'schedule/secret_argument': 422,
  'schedule/timezone_unknown': 422,
  'script/archived': 404,
  'script/dependency_failed': 422,
  'script/deploy_timeout': 504,
  'script/import_not_found': 422,
  'script/no_main': 422,
  'script/not_found': 404,
  'script/syntax_error': 422,
  'script/version_not_found': 404,
  'secret/undecryptable': 500,
  'server/shutting_down': 503,
  'server/unavailable': 503,
  'session/not_found': 404,
  'token/not_found': 404,
  'token/scope_invalid': 422,
  'user/not_found': 404,
  'variable/expired': 410,
  'variable/not_found': 404,
  'variable/value_missing': 422,
  'worker/not_found': 404,
  'workflow/step_not_found': 404,
  'workspace/exists': 409,
  'workspace/not_found': 404,
} as const satisfies Record<string, number>;

/** One of the codes of {@link errorStatus}. */
export type ErrorCode = keyof typeof errorStatus;

/**
 * The only error that services throw on purpose. The HTTP filter turns it into
 * `{error: {code, message, details, request_id}}` with the status of {@link errorStatus}.
 *
 * `message` tells a person what happened, why, and what to do. `details` is data for the client (a JSON pointer, a
 * limit): never a secret, never a stack, never the name of something that the caller may not see.
 */
export class AppError extends Error {
  readonly [marker] = true;
  override readonly name = 'AppError';

  constructor(
    readonly code: ErrorCode,
    message: string,
    readonly details: Readonly<Record<string, unknown>> = {},
    options?: { cause?: unknown },
  ) {
    super(message, options);
  }

  /** HTTP status of this error. */
  get status(): number {
    return errorStatus[this.code];
  }
}

/** True for an {@link AppError}, also for one of another copy of this module. */
export function isAppError(error: unknown): error is AppError {
  return typeof error === 'object' && error !== null && marker in error;
}
