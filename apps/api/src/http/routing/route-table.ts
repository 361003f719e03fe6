import type { NestExpressApplication } from '@nestjs/platform-express';

import { pathOf, routesOf } from './routes.js';

/** A route of the table. A placeholder in the path is written as `{id}`. */
export interface TableRoute {
  readonly method: string;
  readonly path: string;
}

interface Place {
  readonly fixed: Map<string, Place>;
  placeholder: Place | null;
  /** In capitals; empty if no route ends here. */
  readonly methods: Set<string>;
}

/**
 * The methods that each path supports. If several routes match a path, only the most specific ones count: `PUT
 * /agents/compact` does not change an agent called `compact`. Like Express, it matches a path in any case and with a
 * slash at its end.
 */
export class RouteTable {
  private readonly root = place();

  constructor(routes: readonly TableRoute[]) {
    for (const { method, path } of routes) {
      let at = this.root;
      for (const segment of segmentsOf(path)) at = below(at, segment);
      at.methods.add(method);
    }
  }

  /**
   * The table of all routes of the application. A path that supports GET also supports HEAD, unless its GET changes
   * something.
   */
  static of(app: NestExpressApplication): RouteTable {
    const changing = new Set(routesOf(app).flatMap(({ changes, title }) => (changes ? title : [])));
    const { stack } = app.getHttpAdapter().getInstance().router;
    const routes = stack.flatMap(({ route }) => {
      if (!route) return [];
      const path = pathOf(route.path);
      return route.stack.map((layer) => ({ method: layer.method.toUpperCase(), path }));
    });
    const heads = routes.filter(({ method, path }) => method === 'GET' && !changing.has(`GET ${path}`));
    return new RouteTable([...routes, ...heads.map(({ path }) => ({ method: 'HEAD', path }))]);
  }

  /** The methods that the path supports, with OPTIONS, sorted; empty if the path does not exist. */
  methodsOf(path: string): readonly string[] {
    const methods = find(this.root, segmentsOf(path));
    return methods ? [...methods, 'OPTIONS'].toSorted() : [];
  }
}

function place(): Place {
  return { fixed: new Map(), placeholder: null, methods: new Set() };
}

function below(at: Place, segment: string): Place {
  if (segment.startsWith('{')) return (at.placeholder ??= place());
  const next = at.fixed.get(segment) ?? place();
  at.fixed.set(segment, next);
  return next;
}

function find(at: Place, [segment, ...rest]: readonly string[]): ReadonlySet<string> | null {
  if (segment === undefined) return at.methods.size > 0 ? at.methods : null;
  const fixed = at.fixed.get(segment);
  return (fixed && find(fixed, rest)) ?? (at.placeholder && segment !== '' ? find(at.placeholder, rest) : null);
}

function segmentsOf(path: string): string[] {
  return path
    .toLowerCase()
    .replace(/^\/|\/$/g, '')
    .split('/');
}
