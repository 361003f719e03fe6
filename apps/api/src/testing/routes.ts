import { RequestMethod } from '@nestjs/common';
import { METHOD_METADATA, PATH_METADATA } from '@nestjs/common/constants.js';
import { MetadataScanner, ModulesContainer, Reflector } from '@nestjs/core';
import type { NestExpressApplication } from '@nestjs/platform-express';
import { type Access, ACCESS_KEY } from '@rollcall/auth/http';

/** A method of a controller that answers requests. */
export interface Route {
  /** As `GET /api/v1/agents/{id}`. */
  readonly title: string;
  readonly method: string;
  /** With `{id}` for a placeholder. */
  readonly path: string;
  readonly access: Access | undefined;
}

/** Every route of every controller that the application has. */
export function routesOf(app: NestExpressApplication): Route[] {
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
      return [{ title: `${RequestMethod[method]} ${path}`, method: RequestMethod[method], path, access }];
    });
  });
}

/** Every method and path that Express answers to, in order. */
export function expressRoutesOf(app: NestExpressApplication): { method: string; path: string; pattern: RegExp }[] {
  const { stack } = app.getHttpAdapter().getInstance().router;
  return stack.flatMap(({ route }) => {
    if (!route) return [];
    const path = pathOf(route.path);
    const pattern = new RegExp(`^${path.replaceAll(/\{\w+\}/g, '[^/]+')}$`);
    return route.stack.map(({ method }) => ({ method: method.toUpperCase(), path, pattern }));
  });
}

function pathOf(...parts: readonly string[]): string {
  const segments = parts.flatMap((part) => part.split('/')).filter((segment) => segment !== '');
  return `/${segments.join('/')}`.replaceAll(/:(\w+)/g, '{$1}');
}
