import { Inject, Injectable } from '@nestjs/common';
import { LogLevel, WebAPIHTTPError, WebAPIPlatformError, WebAPIRateLimitedError, WebAPIRequestError, WebClient, type FetchFunction } from '@slack/web-api';
import type { JsonObject } from '../common/json.ts';
import { CONFIG, type Config } from '../config/config.ts';
import { SlackCallError } from './slack-call-error.ts';
import type { SlackInstallEntity } from './slack-install.entity.ts';
import { SlackInstalls } from './slack-installs.service.ts';
import { SimulatorApi } from './simulator/simulator-api.ts';

/** No answer of Slack in that time is none: the task is tried again. */
const timeoutMs = 10_000;

/** What an answer by a `response_url` says. */
export type ResponseMessage = JsonObject & { response_type?: 'ephemeral' | 'in_channel'; replace_original?: boolean; delete_original?: boolean };

const silent = { debug: noop, info: noop, warn: noop, error: noop, setLevel: noop, getLevel: () => LogLevel.ERROR, setName: noop };
function noop(): void {
  // The client would write to the console; what went wrong is in its errors.
}

/** The one way out to Slack. It is called by tasks of the queue, whose rows are tried again, and by the check of a connection, for whose answer an admin waits. */
@Injectable()
export class SlackClients {
  constructor(
    private readonly installs: SlackInstalls,
    private readonly simulator: SimulatorApi,
    @Inject(CONFIG) private readonly config: Config,
  ) {}

  /** Calls a method of the Web API. Throws {@link SlackCallError}. */
  async call(install: SlackInstallEntity, method: string, body: JsonObject): Promise<JsonObject> {
    const token = await this.installs.tokenOf(install);
    try {
      return await this.callWith(token, method, body, install.kind === 'simulator' ? this.simulator.fetch(install) : undefined);
    } catch (error) {
      if (error instanceof SlackCallError && !error.isTransient) await this.installs.notePossibleProblem(install, method, error);
      throw error;
    }
  }

  /** The same with a token that belongs to no connection yet. */
  async callWith(token: string, method: string, body: JsonObject, fetch?: FetchFunction): Promise<JsonObject> {
    const client = new WebClient(token, {
      slackApiUrl: this.config.MILLRACE_SLACK_API_URL,
      allowAbsoluteUrls: false,
      retryConfig: { retries: 0 },
      rejectRateLimitedCalls: true,
      timeout: timeoutMs,
      logger: silent,
      ...(fetch ? { fetch } : {}),
    });
    try {
      return (await client.apiCall(method, body)) as unknown as JsonObject;
    } catch (error) {
      throw toCallError(error);
    }
  }

  /** Answers by the address that came with a command or a click. It is only ever one of Slack's own: the address came from outside. */
  async respond(install: SlackInstallEntity, responseUrl: string, message: ResponseMessage): Promise<void> {
    const isOwn = install.kind === 'simulator';
    if (!isOwn && !this.isOfSlack(responseUrl)) throw new SlackCallError('invalid_response_url', false, null);
    const send: FetchFunction = isOwn ? this.simulator.fetch(install) : fetchOfPlatform;
    const answer = await send(responseUrl, {
      method: 'POST',
      headers: { 'content-type': 'application/json; charset=utf-8' },
      body: JSON.stringify(message),
      redirect: 'error',
      signal: AbortSignal.timeout(timeoutMs),
    }).catch((error: unknown) => {
      throw new SlackCallError(error instanceof Error ? error.message : 'no_answer', true, null);
    });
    if (answer.ok) return;
    const seconds = Number(answer.headers.get('retry-after'));
    if (answer.status === 429) throw new SlackCallError('ratelimited', true, Number.isFinite(seconds) && seconds > 0 ? seconds : 30);
    throw new SlackCallError((await answer.text()).slice(0, 100) || `http_${answer.status}`, answer.status >= 500, null);
  }

  private isOfSlack(responseUrl: string): boolean {
    const given = URL.canParse(responseUrl) ? new URL(responseUrl) : null;
    const api = new URL(this.config.MILLRACE_SLACK_API_URL);
    if (api.hostname === 'slack.com') return given?.protocol === 'https:' && given.hostname === 'hooks.slack.com';
    return given?.origin === api.origin;
  }
}

const fetchOfPlatform: FetchFunction = (url, init) => fetch(url, init);

function toCallError(error: unknown): unknown {
  if (error instanceof WebAPIRateLimitedError) return new SlackCallError('ratelimited', true, error.retryAfter);
  if (error instanceof WebAPIPlatformError)
    return new SlackCallError(error.data.error, ['internal_error', 'fatal_error', 'service_unavailable', 'request_timeout'].includes(error.data.error), null);
  if (error instanceof WebAPIHTTPError) return new SlackCallError(`http_${error.statusCode}`, error.statusCode >= 500, null);
  if (error instanceof WebAPIRequestError) return new SlackCallError(error.message.slice(0, 200), true, null);
  return error;
}
