import { RequestMethod } from '@nestjs/common';
import { METHOD_METADATA, PATH_METADATA } from '@nestjs/common/constants.js';
import { ModulesContainer, Reflector } from '@nestjs/core';
import { ACCESS, type DeclaredAccess } from './requires.ts';

/** A route of the running application with what it declares. */
export type DeclaredRoute = { method: string; path: string; handler: string; access: DeclaredAccess };

/**
 * Lists every HTTP route with its declaration, from Nest's own registry, so that nothing can be forgotten.
 * Throws, and so refuses to boot, when a handler declares nothing.
 */
export function declaredRoutes(modules: ModulesContainer): DeclaredRoute[] {
  const reflector = new Reflector();
  const routes: DeclaredRoute[] = [];
  const silent: string[] = [];
  for (const module of modules.values()) {
    for (const wrapper of module.controllers.values()) {
      const controller = wrapper.metatype;
      if (typeof controller !== 'function') continue;
      const prototype = controller.prototype as Record<string, unknown>;
      for (const name of Object.getOwnPropertyNames(prototype)) {
        const handler = prototype[name];
        if (name === 'constructor' || typeof handler !== 'function' || Reflect.getMetadata(METHOD_METADATA, handler) === undefined) continue;
        const access = reflector.get<DeclaredAccess | undefined>(ACCESS, handler as () => void);
        if (!access) silent.push(`${controller.name}.${name}`);
        else routes.push(...pathsOf(controller, handler).map((path) => ({ method: RequestMethod[Reflect.getMetadata(METHOD_METADATA, handler) as number] ?? 'ALL', path, handler: `${controller.name}.${name}`, access })));
      }
    }
  }
  if (silent.length > 0) throw new Error(`These handlers declare no access, so Millrace does not start: ${silent.join(', ')}. Add @Requires, @SignedIn or @Public.`);
  return routes;
}

function pathsOf(controller: object, handler: object): string[] {
  const all = (value: unknown): string[] => (Array.isArray(value) ? value.map(String) : [String(value ?? '')]);
  const join = (left: string, right: string) => `/${left}/${right}`.replace(/\/+/g, '/').replace(/(.)\/$/, '$1');
  return all(Reflect.getMetadata(PATH_METADATA, controller)).flatMap((left) => all(Reflect.getMetadata(PATH_METADATA, handler)).map((right) => join(left, right)));
}
