import type { AddressInfo } from 'node:net';
import type { Server } from 'node:http';
import { Injectable } from '@nestjs/common';
import { HttpAdapterHost } from '@nestjs/core';
import type { JsonObject } from '../../common/json.ts';
import type { SlackInstallEntity } from '../slack-install.entity.ts';
import { SlackInstalls } from '../slack-installs.service.ts';
import { signatureOf } from '../verify-signature.ts';

/** What our own Slack was answered. */
export type IntakeAnswer = { status: number; body: JsonObject };

const timeoutMs = 10_000;

/** Sends what Slack would send, over HTTP and signed with the secret of the connection, to the same addresses: nothing is received by another way. */
@Injectable()
export class SimulatorRequests {
  constructor(
    private readonly host: HttpAdapterHost,
    private readonly installs: SlackInstalls,
  ) {}

  command(install: SlackInstallEntity, fields: Record<string, string>): Promise<IntakeAnswer> {
    return this.send(install, 'commands', 'application/x-www-form-urlencoded', new URLSearchParams(this.withSender(install, fields)).toString());
  }

  interaction(install: SlackInstallEntity, payload: JsonObject): Promise<IntakeAnswer> {
    const body = { ...payload, team: { id: install.teamId, domain: 'simulator' }, api_app_id: install.appId };
    return this.send(install, 'interactivity', 'application/x-www-form-urlencoded', new URLSearchParams({ payload: JSON.stringify(body) }).toString());
  }

  event(install: SlackInstallEntity, eventId: string, event: JsonObject): Promise<IntakeAnswer> {
    const body = {
      type: 'event_callback',
      team_id: install.teamId,
      api_app_id: install.appId,
      event_id: eventId,
      event_time: Math.floor(Date.now() / 1000),
      event,
    };
    return this.send(install, 'events', 'application/json', JSON.stringify(body));
  }

  private withSender(install: SlackInstallEntity, fields: Record<string, string>): Record<string, string> {
    return { team_id: install.teamId, team_domain: 'simulator', api_app_id: install.appId, ...fields };
  }

  private async send(install: SlackInstallEntity, address: string, contentType: string, body: string): Promise<IntakeAnswer> {
    const timestamp = String(Math.floor(Date.now() / 1000));
    const answer = await fetch(`${this.origin()}/api/slack/${address}`, {
      method: 'POST',
      headers: {
        'content-type': contentType,
        'x-slack-request-timestamp': timestamp,
        'x-slack-signature': signatureOf(await this.installs.signingSecretOf(install), timestamp, Buffer.from(body)),
      },
      body,
      signal: AbortSignal.timeout(timeoutMs),
    });
    const text = await answer.text();
    return { status: answer.status, body: text === '' ? {} : (JSON.parse(text) as JsonObject) };
  }

  /** Where this very server listens: what is public may be another one behind a proxy. */
  private origin(): string {
    const server = this.host.httpAdapter.getHttpServer() as Server;
    const { address, port, family } = server.address() as AddressInfo;
    const isAny = address === '0.0.0.0' || address === '::';
    return `http://${isAny ? '127.0.0.1' : family === 'IPv6' ? `[${address}]` : address}:${port}`;
  }
}
