import { APICallError, EmptyResponseBodyError, JSONParseError, TypeValidationError } from '@ai-sdk/provider';
import { AppError, isAppError, type ErrorCode } from '../../backend/common/app-error.ts';

/** Why a model could not be asked, or did not answer, and what may be done about it. */
export type ModelFailure = {
  code: ErrorCode;
  /** For people; never with a key, a request or an answer in it. */
  message: string;
  isRetryable: boolean;
  /** How long the provider wants us to wait. */
  retryAfterMs: number | null;
};

/** Thrown inside of a turn where the answer itself says that it failed. */
export class AnswerFailed extends Error {
  constructor(readonly failure: ModelFailure) {
    super(failure.message);
  }
}

/** Failures after which the fallback model is asked. A refused key or a wrong request is to be seen, not hidden. */
const fallbackCodes: readonly ErrorCode[] = ['agent/model_unavailable', 'agent/rate_limited', 'agent/model_malformed'];
export const allowsFallback = ({ code }: ModelFailure): boolean => fallbackCodes.includes(code);

/** The connection ended in the middle of an answer. */
export const cutFailure = (model: string): ModelFailure => unavailable(model, 'the connection ended in the middle of the answer');
/** Nothing came for a long time. */
export const silentFailure = (model: string, seconds: number): ModelFailure => unavailable(model, `nothing came for ${seconds} seconds`);
/** An answer without anything in it. */
export const emptyFailure = (model: string): ModelFailure => malformed(model, 'its answer was empty');

const unavailable = (model: string, why: string): ModelFailure => ({
  code: 'agent/model_unavailable',
  message: `${model} cannot be reached: ${why}. Try again in a while, or choose another model.`,
  isRetryable: true,
  retryAfterMs: null,
});

const malformed = (model: string, why: string): ModelFailure => ({
  code: 'agent/model_malformed',
  message: `${model} answered with something that cannot be read: ${why}. Is the address of its resource that of the API?`,
  isRetryable: true,
  retryAfterMs: null,
});

const final = (code: ErrorCode, message: string): ModelFailure => ({ code, message, isRetryable: false, retryAfterMs: null });

/** Sorts an error of asking a model; `model` is its name for people, `nowMs` is for a date in `retry-after`. */
export function classifyFailure(error: unknown, model: string, nowMs: number): ModelFailure {
  const chain = causesOf(error);
  const known = chain.find(isAppError);
  if (known) return final(known.code, known.message);
  for (const cause of chain) if (cause instanceof AnswerFailed) return cause.failure;
  const call = chain.find((cause) => APICallError.isInstance(cause));
  if (call?.statusCode !== undefined && call.statusCode >= 300) return ofStatus(call, model, nowMs);
  if (
    chain.some(
      (cause) =>
        JSONParseError.isInstance(cause) || TypeValidationError.isInstance(cause) || EmptyResponseBodyError.isInstance(cause) || cause instanceof SyntaxError,
    )
  )
    return malformed(model, 'it is not in the form of the protocol');
  if (call?.statusCode !== undefined) return malformed(model, 'it is not in the form of the protocol');
  if (typeof error === 'object' && error !== null && !(error instanceof Error)) return ofErrorEvent(error, model);
  if (chain.some((cause) => cause instanceof Error && cause.name.startsWith('AI_Unsupported')))
    return final('agent/model_refused', `${model} cannot do what is asked of it: ${cleaned(messageOf(error))}`);
  return unavailable(model, networkReason(chain));
}

/** The error for people and programs. */
export const toAppError = ({ code, message }: ModelFailure): AppError => new AppError(code, message);

function ofStatus(call: APICallError, model: string, nowMs: number): ModelFailure {
  const status = call.statusCode ?? 0;
  const said = cleaned(providerMessage(call));
  if (status === 401 || status === 403)
    return final(
      'agent/model_refused_key',
      `The provider of ${model} refuses the key of its resource (${status}). Put a valid key with the right to use this model into the resource.`,
    );
  if (status === 402 || isQuotaUsedUp(call))
    return final('agent/model_refused', `The account at the provider of ${model} has no credit left (${status}). Top it up, or choose another model.`);
  if (status === 404)
    return final(
      'agent/model_not_found',
      `The provider does not know ${model}, or the key may not use it. Check the name of the model and the address of the resource.${said}`,
    );
  if (status === 429) {
    const retryAfterMs = retryAfter(call, nowMs);
    return {
      code: 'agent/rate_limited',
      message: `${model} is asked too often just now. Try again in ${waitOf(retryAfterMs)}, or choose another model.`,
      isRetryable: true,
      retryAfterMs,
    };
  }
  if (status >= 300 && status < 400)
    return final(
      'agent/model_unavailable',
      `The address of ${model} leads elsewhere (${status}). Redirects are not followed, so that no key is sent on: put the final address into the resource.`,
    );
  if (status === 413 || isContextTooLong(call))
    return final('agent/context_too_long', `The conversation is too long for ${model}. Start a new one, or let the agent remember less of it (memory).`);
  if (status >= 500 || [408, 409, 425].includes(status))
    return { ...unavailable(model, `its provider answered with an error (${status})`), retryAfterMs: retryAfter(call, nowMs) };
  return final('agent/model_refused', `${model} refuses the request (${status}).${said}`);
}

/** An error that came within a stream, as an object of the protocol. */
function ofErrorEvent(event: object, model: string): ModelFailure {
  const text = JSON.stringify(event);
  if (/rate_limit|too_many_requests|RESOURCE_EXHAUSTED|throttling/i.test(text))
    return {
      code: 'agent/rate_limited',
      message: `${model} is asked too often just now. Try again in a while, or choose another model.`,
      isRetryable: true,
      retryAfterMs: null,
    };
  if (/authentication|permission_error|invalid_api_key/i.test(text))
    return final('agent/model_refused_key', `The provider of ${model} refuses the key of its resource. Put a valid key into the resource.`);
  if (contextPattern.test(text))
    return final('agent/context_too_long', `The conversation is too long for ${model}. Start a new one, or let the agent remember less of it (memory).`);
  if (/invalid_request|invalid_prompt|validation/i.test(text)) return final('agent/model_refused', `${model} refuses the request.${cleaned(messageOf(event))}`);
  return unavailable(model, 'its provider reported an error in the middle of the answer');
}

/** Providers name it differently; the header in milliseconds is the more exact one. Dates are of RFC 9110. */
function retryAfter({ responseHeaders }: APICallError, nowMs: number): number | null {
  const milliseconds = Number.parseFloat(responseHeaders?.['retry-after-ms'] ?? '');
  if (milliseconds >= 0) return milliseconds;
  const text = responseHeaders?.['retry-after'] ?? '';
  if (/^\s*\d+(\.\d+)?\s*$/.test(text)) return Number.parseFloat(text) * 1000;
  const date = Date.parse(text);
  return Number.isNaN(date) ? null : Math.max(0, date - nowMs);
}

const waitOf = (milliseconds: number | null): string => (milliseconds === null ? 'a while' : `${Math.max(1, Math.ceil(milliseconds / 1000))} seconds`);

const contextPattern =
  /context[_ ]length|context window|maximum context|prompt is too long|too many (input )?tokens|input is too long|exceeds? the (maximum|model'?s?) .{0,40}tokens?|input token count/i;
const isContextTooLong = ({ statusCode, responseBody = '', message }: APICallError): boolean =>
  (statusCode === 400 || statusCode === 422) && contextPattern.test(`${responseBody} ${message}`);
const isQuotaUsedUp = ({ responseBody = '' }: APICallError): boolean => /insufficient_quota|credit balance is too low|billing_hard_limit/i.test(responseBody);

/** What the provider says in the body of its error. */
function providerMessage({ responseBody = '', message }: APICallError): string {
  try {
    return messageOf(JSON.parse(responseBody)) || message;
  } catch {
    return message;
  }
}

function messageOf(value: unknown): string {
  if (typeof value === 'string') return value;
  if (typeof value !== 'object' || value === null) return '';
  if ('message' in value && typeof value.message === 'string') return value.message;
  return 'error' in value ? messageOf(value.error) : '';
}

/** Words of a provider, short, and without anything that could be a key: long runs of letters and digits. */
function cleaned(text: string): string {
  const safe = text
    .replace(/\s+/g, ' ')
    .replace(/(sk-|key-|Bearer\s+)\S+/gi, '…')
    .replace(/[A-Za-z0-9+/_*-]{24,}/g, '…')
    .trim()
    .slice(0, 300);
  return safe === '' ? '' : ` It says: ${safe}`;
}

/** Reasons of the network without addresses, which may hold a key. */
function networkReason(chain: readonly unknown[]): string {
  const codes = chain.map((cause) => (typeof cause === 'object' && cause !== null && 'code' in cause ? String(cause.code) : ''));
  if (codes.includes('ECONNREFUSED')) return 'nothing listens at its address';
  if (codes.some((code) => code === 'ENOTFOUND' || code === 'EAI_AGAIN')) return 'its host name is not known';
  if (codes.some((code) => /TIMEDOUT|TIMEOUT/.test(code))) return 'the connection took too long';
  if (codes.some((code) => /CERT|SELF_SIGNED|UNABLE_TO_VERIFY|ERR_TLS/.test(code))) return 'its certificate cannot be trusted';
  return 'the connection failed';
}

function causesOf(error: unknown): unknown[] {
  const chain: unknown[] = [];
  for (let current: unknown = error; current !== undefined && current !== null && !chain.includes(current);) {
    chain.push(current);
    current = typeof current === 'object' && 'cause' in current ? current.cause : undefined;
  }
  return chain;
}
