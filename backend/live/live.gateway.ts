import { Inject } from '@nestjs/common';
import { ConnectedSocket, MessageBody, SubscribeMessage, WebSocketGateway, type OnGatewayConnection, type OnGatewayDisconnect } from '@nestjs/websockets';
import type { Socket } from 'socket.io';
import { z } from 'zod';
import { IDENTIFIER, type Identifier } from '../access/access.guard.ts';
import type { Identity } from '../access/core/auth.ts';
import { SignedIn } from '../access/requires.ts';
import { toAppError } from '../common/error.filter.ts';
import { untilAnswered } from '../database/until-answered.ts';
import type { MillraceRequest } from '../common/request.ts';
import type { Subscribed } from '../jobs/live.contract.ts';
import { LiveService } from './live.service.ts';
import { PresenceSpot } from './presence.ts';
import type { Subscription } from './subscription.ts';

const SubscribeBody = z.object({ workspace: z.string().max(60), room: z.string().max(80), after_seq: z.number().int().min(0).optional() });
const UnsubscribeBody = SubscribeBody.pick({ workspace: true, room: true });

const PresentBody = UnsubscribeBody.extend({ spot: PresenceSpot });

/** A browser follows a page; far more rooms than that are a mistake or an attack. */
const mostRooms = 50;

/** `gone` ends whatever still waits for the database on behalf of a socket that has left. */
type Connection = { identity: Promise<Identity | null>; rooms: Map<string, Subscription>; gone: AbortController };

/**
 * The socket side of the live stream: who connects is identified once, every room is checked like the matching GET. A lost database only delays the
 * answers: a browser that is refused would not ask again.
 */
@WebSocketGateway({ path: '/socket.io', cors: false, maxHttpBufferSize: 16_384 })
export class LiveGateway implements OnGatewayConnection, OnGatewayDisconnect {
  private readonly connections = new WeakMap<Socket, Connection>();

  constructor(private readonly live: LiveService, @Inject(IDENTIFIER) private readonly identifier: Identifier) {}

  handleConnection(socket: Socket): void {
    const gone = new AbortController();
    const identity = untilAnswered(() => this.identify(socket), gone.signal).catch(() => null);
    this.connections.set(socket, { identity, rooms: new Map(), gone });
    void identity.then((found) => { if (!found) socket.disconnect(true); });
  }

  handleDisconnect(socket: Socket): void {
    const connection = this.connections.get(socket);
    connection?.gone.abort();
    for (const subscription of connection?.rooms.values() ?? []) this.live.unsubscribe(subscription);
    this.connections.delete(socket);
  }

  @SubscribeMessage('subscribe') @SignedIn()
  async subscribe(@ConnectedSocket() socket: Socket, @MessageBody() body: unknown): Promise<Subscribed> {
    try {
      const connection = this.connections.get(socket);
      const identity = await connection?.identity;
      const input = SubscribeBody.safeParse(body);
      if (!connection || !identity) return refusal('access/not_signed_in', 'Sign in first.');
      if (!input.success || connection.rooms.size >= mostRooms) return refusal('request/invalid', 'This is not a room, or you follow too many.');
      const key = `${input.data.workspace} ${input.data.room}`;
      this.leave(connection, key);
      const outlet = { emit: (event: string, message: unknown) => void socket.emit(event, message) };
      // A fresh object each time: what was looked up together with the identity must not answer again.
      const subscription = await untilAnswered(() => this.live.subscribe({ ...identity }, input.data, outlet), connection.gone.signal);
      // The socket may have gone, or asked again, while access was looked up.
      this.leave(connection, key);
      if (socket.connected) connection.rooms.set(key, subscription);
      else this.live.unsubscribe(subscription);
      return { ok: true };
    } catch (error) {
      const { code, message } = toAppError(error);
      return refusal(code, message);
    }
  }

  @SubscribeMessage('unsubscribe') @SignedIn()
  async unsubscribe(@ConnectedSocket() socket: Socket, @MessageBody() body: unknown): Promise<Subscribed> {
    const input = UnsubscribeBody.safeParse(body);
    const connection = this.connections.get(socket);
    if (!(await connection?.identity)) return refusal('access/not_signed_in', 'Sign in first.');
    if (input.success && connection) this.leave(connection, `${input.data.workspace} ${input.data.room}`);
    return { ok: true };
  }

  /** Where somebody is in the app whose room they follow. */
  @SubscribeMessage('present') @SignedIn()
  async present(@ConnectedSocket() socket: Socket, @MessageBody() body: unknown): Promise<Subscribed> {
    const input = PresentBody.safeParse(body);
    const connection = this.connections.get(socket);
    if (!(await connection?.identity)) return refusal('access/not_signed_in', 'Sign in first.');
    const subscription = input.success ? connection?.rooms.get(`${input.data.workspace} ${input.data.room}`) : undefined;
    if (!input.success || !subscription) return refusal('request/invalid', 'Follow the room first, then say where you are.');
    try {
      await this.live.present(subscription, input.data.spot);
      return { ok: true };
    } catch (error) {
      const { code, message } = toAppError(error);
      return refusal(code, message);
    }
  }

  private leave({ rooms }: Connection, key: string): void {
    const subscription = rooms.get(key);
    if (subscription) this.live.unsubscribe(subscription);
    rooms.delete(key);
  }

  /** A cookie, or a token in the handshake. The upgrade is a GET, so the origin is what keeps other sites out. */
  private identify(socket: Socket): Promise<Identity | null> {
    const { headers, auth } = socket.handshake;
    const token: unknown = (auth as { token?: unknown }).token;
    const authorization = typeof token === 'string' ? { authorization: `Bearer ${token}` } : {};
    return this.identifier.identify({ method: 'GET', headers: { ...headers, ...authorization } } as MillraceRequest);
  }
}

const refusal = (code: string, message: string): Subscribed => ({ ok: false, error: { code, message } });
