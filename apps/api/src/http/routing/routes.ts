import { type INestApplicationContext, RequestMethod } from '@nestjs/common';
import { METHOD_METADATA, PATH_METADATA } from '@nestjs/common/constants.js';
import { MetadataScanner, ModulesContainer, Reflector } from '@nestjs/core';
import { type Access, ACCESS_KEY, CHANGES_KEY } from '@rollcall/auth/http';

/** The HTTP methods of routes. */
export const METHODS = ['get', 'post', 'put', 'patch', 'delete'] as const;

/** A method of a controller that answers requests. */
export interface Route {
  /** For example `GET /api/v1/agents/{id}`. */
  readonly title: string;
  readonly method: string;
  /** With `{id}` for a placeholder. */
  readonly path: string;
  readonly access: Access | undefined;
  /** Whether the route states that it changes something although its method does not say so. */
  readonly changes: boolean;
}

/** Every route of every controller that the application has. */
export function routesOf(app: INestApplicationContext): Route[] {
  const reflector = app.get(Reflector);
  const scanner = new MetadataScanner();
  const controllers = [...app.get(ModulesContainer).values()].flatMap((module) => [...module.controllers.values()]);
  return controllers.flatMap(({ metatype }) => {
    if (typeof metatype !== 'function') return [];
    const prototype: unknown = metatype.prototype;
    if (typeof prototype !== 'object' || prototype === null) return [];
    const prefix = reflector.get<string>(PATH_METADATA, metatype);
    return scanner.getAllMethodNames(prototype).flatMap((name) => {
      const handler: unknown = Reflect.get(prototype, name);
      if (typeof handler !== 'function') return [];
      const method = reflector.get<RequestMethod | undefined>(METHOD_METADATA, handler);
      if (method === undefined) return [];
      const path = pathOf(prefix, reflector.get<string>(PATH_METADATA, handler));
      const access = reflector.getAllAndOverride<Access | undefined>(ACCESS_KEY, [handler, metatype]);
      const changes = reflector.getAllAndOverride<boolean | undefined>(CHANGES_KEY, [handler, metatype]) ?? false;
      return [{ title: `${RequestMethod[method]} ${path}`, method: RequestMethod[method], path, access, changes }];
    });
  });
}

/** A path with one slash before each of its segments, and `{id}` for a placeholder. */
export function pathOf(...parts: readonly string[]): string {
  const segments = parts.flatMap((part) => part.split('/')).filter((segment) => segment !== '');
  return `/${segments.join('/')}`.replaceAll(/:(\w+)/g, '{$1}');
}
