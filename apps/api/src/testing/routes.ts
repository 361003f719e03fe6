import type { NestExpressApplication } from '@nestjs/platform-express';

import { pathOf } from '../http/routing/routes.js';

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
