import { readFileSync } from 'node:fs';
import { join } from 'node:path';

import { describe, expect, it } from '@jest/globals';

const APPS = join(import.meta.dirname, '../../apps');

/** The only file of a bundle that a process loads for traces alone. */
const FOR_TRACES = 'trace-sdk.js';

/** Of OpenTelemetry, `prom-client` needs what only names things. */
const OF_THE_SDK = /\/node_modules\/@opentelemetry\/(?!api\/)/;

describe.each(['api', 'worker'])('the built %s', (app) => {
  const read = (file: string) => readFileSync(join(APPS, app, 'dist', file), 'utf8');

  /** The files that it may load, by `import` in any form. */
  const reachable = (from: string, seen = new Set<string>()): ReadonlySet<string> => {
    if (seen.has(from) || from === FOR_TRACES) return seen;
    seen.add(from);
    for (const [, file = ''] of read(from).matchAll(/(?:from |import ?\(? ?)"\.\/([\w.-]+\.js)"/g))
      reachable(file, seen);
    return seen;
  };

  it('loads nothing of the SDK of OpenTelemetry unless it sends traces', () => {
    const files = [...reachable('main.js')];
    expect(files.length).toBeGreaterThan(3);
    expect(files.filter((file) => OF_THE_SDK.test(read(file)))).toEqual([]);
    expect(OF_THE_SDK.test(read(FOR_TRACES))).toBe(true);
  });
});
