import type { Application } from 'express';

/** The methods that the path answers to, in capitals; none when there is no such path. */
export function allowedMethods(application: Application, path: string): string[] {
  const methods = application.router.stack.flatMap((layer) =>
    layer.route && matches(layer, path) ? layer.route.stack.map(({ method }) => method) : [],
  );
  if (methods.includes('get')) methods.push('head');
  return [...new Set(methods)].map((method) => method.toUpperCase()).toSorted();
}

/** Express keeps the test for a path with each route; its types do not say so. */
function matches(layer: object, path: string): boolean {
  const match: unknown = Reflect.get(layer, 'match');
  return typeof match === 'function' && Boolean(Reflect.apply(match, layer, [path]));
}
