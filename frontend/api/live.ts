import { useEffect, useRef } from 'react';
import { io, type Socket } from 'socket.io-client';
import type {
  AppChanged,
  AppPresence,
  EvaluationChanged,
  FlowChanged,
  JobChanged,
  JobLogged,
  Subscribe,
  Subscribed,
  WorkflowChanged,
} from '../../backend/jobs/live.contract.ts';

/** What one may hear in a room; see `backend/jobs/live.contract.ts` for the rooms. */
export type RoomListener = {
  onJobChanged?: (change: JobChanged) => void;
  onLog?: (piece: JobLogged) => void;
  onWorkersChanged?: () => void;
  onFlowChanged?: (change: FlowChanged) => void;
  onWorkflowChanged?: () => void;
  onApprovalsChanged?: () => void;
  onAppChanged?: (change: AppChanged) => void;
  onAppPresence?: (presence: AppPresence) => void;
  onEvaluationChanged?: () => void;
  /** After each time that the room was joined, also after a lost connection: the moment to read again what may have been missed. */
  onJoined?: () => void;
  /** The room cannot be followed: not there, or not to be seen. */
  onRefused?: (error: { code: string; message: string }) => void;
};

type ServerEvents = {
  'job.changed': (change: JobChanged) => void;
  'job.log': (piece: JobLogged) => void;
  'workers.changed': (change: { workspace?: string }) => void;
  'flow.changed': (change: FlowChanged) => void;
  'workflow.changed': (change: WorkflowChanged) => void;
  'approvals.changed': (change: { workspace?: string }) => void;
  'app.changed': (change: AppChanged) => void;
  'app.presence': (presence: AppPresence) => void;
  'evaluation.changed': (change: EvaluationChanged) => void;
};
type ClientEvents = {
  subscribe: (room: Subscribe, answer: (result: Subscribed) => void) => void;
  unsubscribe: (room: { workspace: string; room: string }) => void;
  present: (spot: { workspace: string; room: string; spot: Spot }) => void;
};

/** Where one is in an app that one edits. */
export type Spot = { page: string; selection: string[] };

type Room = { workspace: string; room: string; listeners: Set<RoomListener>; lastSeq: number; isJoined: boolean };

const rooms = new Map<string, Room>();
let socket: Socket<ServerEvents, ClientEvents> | null = null;

const keyOf = (workspace: string, room: string): string => `${workspace} ${room}`;

function connect(): Socket<ServerEvents, ClientEvents> {
  if (socket) return socket;
  const created: Socket<ServerEvents, ClientEvents> = io({ withCredentials: true, transports: ['websocket', 'polling'], reconnectionDelayMax: 10_000 });
  created.on('connect', () => rooms.forEach(join));
  created.on('disconnect', () => rooms.forEach((room) => void (room.isJoined = false)));
  created.on('job.changed', (change) => {
    tell(change.workspace, `job:${change.id}`, (listener) => listener.onJobChanged?.(change));
    tell(change.workspace, 'runs', (listener) => listener.onJobChanged?.(change));
  });
  created.on('job.log', (piece) => rooms.forEach((room) => void (room.room === `job:${piece.id}` && hear(room, piece))));
  created.on('flow.changed', (change) =>
    rooms.forEach((room) => void (room.room === `job:${change.id}` && room.listeners.forEach((listener) => listener.onFlowChanged?.(change)))),
  );
  created.on('workflow.changed', ({ id }) =>
    rooms.forEach((room) => void (room.room === `job:${id}` && room.listeners.forEach((listener) => listener.onWorkflowChanged?.()))),
  );
  created.on('approvals.changed', ({ workspace }) =>
    rooms.forEach((room) => {
      if (room.room === 'inbox' && (workspace ?? room.workspace) === room.workspace) room.listeners.forEach((listener) => listener.onApprovalsChanged?.());
    }),
  );
  created.on('app.changed', (change) => tell(change.workspace, `app:${change.path}`, (listener) => listener.onAppChanged?.(change)));
  created.on('app.presence', (presence) => tell(presence.workspace, `app:${presence.path}`, (listener) => listener.onAppPresence?.(presence)));
  created.on('evaluation.changed', ({ workspace, agent }) => tell(workspace, `evaluations:${agent}`, (listener) => listener.onEvaluationChanged?.()));
  created.on('workers.changed', () =>
    rooms.forEach((room) => void (room.room === 'workers' && room.listeners.forEach((listener) => listener.onWorkersChanged?.()))),
  );
  socket = created;
  return created;
}

/** A piece of log counts once: a resumed stream may repeat the last ones. */
function hear(room: Room, piece: JobLogged): void {
  if (piece.seq <= room.lastSeq) return;
  room.lastSeq = piece.seq;
  room.listeners.forEach((listener) => listener.onLog?.(piece));
}

function tell(workspace: string, name: string, speak: (listener: RoomListener) => void): void {
  rooms.get(keyOf(workspace, name))?.listeners.forEach(speak);
}

function join(room: Room): void {
  const { workspace, room: name, lastSeq } = room;
  connect().emit('subscribe', { workspace, room: name, ...(name.startsWith('job:') ? { after_seq: lastSeq } : {}) }, (result) => {
    room.isJoined = result.ok;
    room.listeners.forEach((listener) => (result.ok ? listener.onJoined?.() : listener.onRefused?.(result.error)));
  });
}

/** Follows a room until the returned function is called. `afterSeq`: the last piece of the log that is already known. */
export function followRoom(workspace: string, name: string, listener: RoomListener, afterSeq = 0): () => void {
  const key = keyOf(workspace, name);
  const known = rooms.get(key);
  const room: Room = known ?? { workspace, room: name, listeners: new Set(), lastSeq: afterSeq, isJoined: false };
  room.listeners.add(listener);
  if (!known) {
    rooms.set(key, room);
    if (connect().connected) join(room);
  } else if (room.isJoined) listener.onJoined?.();
  return () => {
    room.listeners.delete(listener);
    if (room.listeners.size > 0 || rooms.get(key) !== room) return;
    rooms.delete(key);
    socket?.emit('unsubscribe', { workspace, room: name });
  };
}

/** Says in a room that one has joined where one is; before it is joined nobody hears it. */
export function sayWhere(workspace: string, room: string, spot: Spot): void {
  if (rooms.get(keyOf(workspace, room))?.isJoined === true) socket?.emit('present', { workspace, room, spot });
}

/** Ends the live connection: at sign-out, so that the next person does not inherit it. */
export function disconnectLive(): void {
  socket?.disconnect();
  socket = null;
  rooms.clear();
}

/**
 * Follows a room while the component is on the page; `room` null follows nothing. The listener may change on every render,
 * the subscription does not. `afterSeq` is read once, when the room is joined.
 */
export function useRoom(workspace: string, room: string | null, listener: RoomListener, afterSeq = 0): void {
  const newest = useRef(listener);
  newest.current = listener;
  const start = useRef(afterSeq);
  start.current = afterSeq;
  useEffect(() => {
    if (room === null) return undefined;
    const steady: RoomListener = {
      onJobChanged: (change) => newest.current.onJobChanged?.(change),
      onLog: (piece) => newest.current.onLog?.(piece),
      onWorkersChanged: () => newest.current.onWorkersChanged?.(),
      onFlowChanged: (change) => newest.current.onFlowChanged?.(change),
      onWorkflowChanged: () => newest.current.onWorkflowChanged?.(),
      onApprovalsChanged: () => newest.current.onApprovalsChanged?.(),
      onAppChanged: (change) => newest.current.onAppChanged?.(change),
      onAppPresence: (presence) => newest.current.onAppPresence?.(presence),
      onEvaluationChanged: () => newest.current.onEvaluationChanged?.(),
      onJoined: () => newest.current.onJoined?.(),
      onRefused: (error) => newest.current.onRefused?.(error),
    };
    return followRoom(workspace, room, steady, start.current);
  }, [workspace, room]);
}
