import { RequestMethod } from '@nestjs/common';
import { METHOD_METADATA, PATH_METADATA } from '@nestjs/common/constants.js';
import { ModulesContainer, Reflector } from '@nestjs/core';
import { ACCESS, type DeclaredAccess } from './requires.ts';

/** A way into the running application, with what it declares: an HTTP route, or an event of a socket (method `SOCKET`). */
export type DeclaredRoute = { method: string; path: string; handler: string; access: DeclaredAccess };

/** Under these keys Nest keeps what a gateway listens to; its package does not export them. */
const gatewayKey = 'websockets:is_gateway';
const socketEventKey = 'websockets:message_mapping';
const socketEventNameKey = 'message';

type Handler = { owner: { name: string }; name: string; handler: () => void };
type Way = Handler & { method: string; paths: string[] };

/**
 * Lists every HTTP route and every socket event with its declaration, from Nest's own registry, so that nothing can be
 * forgotten. Throws, and so refuses to boot, when a handler declares nothing.
 */
export function declaredRoutes(modules: ModulesContainer): DeclaredRoute[] {
  const reflector = new Reflector();
  const ways = [...modules.values()].flatMap((module) => [
    ...[...module.controllers.values()].flatMap((wrapper) => httpRoutesOf(wrapper.metatype)),
    ...[...module.providers.values()].flatMap((wrapper) => socketEventsOf(wrapper.metatype)),
  ]);
  const silent = ways.filter(({ handler }) => !reflector.get<DeclaredAccess | undefined>(ACCESS, handler));
  if (silent.length > 0) {
    const names = silent.map(({ owner, name }) => `${owner.name}.${name}`).join(', ');
    throw new Error(`These handlers declare no access, so Millrace does not start: ${names}. Add @Requires, @SignedIn or @Public.`);
  }
  return ways.flatMap(({ owner, name, handler, method, paths }) => paths.map((path) => ({ method, path, handler: `${owner.name}.${name}`, access: reflector.get<DeclaredAccess>(ACCESS, handler) })));
}

function httpRoutesOf(controller: unknown): Way[] {
  return handlersOf(controller)
    .filter(({ handler }) => Reflect.getMetadata(METHOD_METADATA, handler) !== undefined)
    .map((found) => ({ ...found, method: RequestMethod[Reflect.getMetadata(METHOD_METADATA, found.handler) as number] ?? 'ALL', paths: pathsOf(found.owner, found.handler) }));
}

function socketEventsOf(provider: unknown): Way[] {
  if (typeof provider !== 'function' || Reflect.getMetadata(gatewayKey, provider) !== true) return [];
  return handlersOf(provider)
    .filter(({ handler }) => Reflect.getMetadata(socketEventKey, handler) === true)
    .map((found) => ({ ...found, method: 'SOCKET', paths: [String(Reflect.getMetadata(socketEventNameKey, found.handler))] }));
}

/** The methods of a class, inherited ones too: Nest serves these as well. */
function handlersOf(owner: unknown): Handler[] {
  if (typeof owner !== 'function') return [];
  const handlers = new Map<string, Handler>();
  for (let prototype: unknown = owner.prototype; prototype && prototype !== Object.prototype; prototype = Object.getPrototypeOf(prototype)) {
    for (const [name, { value }] of Object.entries(Object.getOwnPropertyDescriptors(prototype)) as [string, PropertyDescriptor][]) {
      if (name !== 'constructor' && typeof value === 'function' && !handlers.has(name)) handlers.set(name, { owner, name, handler: value as () => void });
    }
  }
  return [...handlers.values()];
}

function pathsOf(controller: object, handler: object): string[] {
  const all = (value: unknown): string[] => (Array.isArray(value) ? value.map(String) : [String(value ?? '')]);
  const join = (left: string, right: string) => `/${left}/${right}`.replace(/\/+/g, '/').replace(/(.)\/$/, '$1');
  return all(Reflect.getMetadata(PATH_METADATA, controller)).flatMap((left) => all(Reflect.getMetadata(PATH_METADATA, handler)).map((right) => join(left, right)));
}
