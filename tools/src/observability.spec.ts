import { spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import { describe, expect, it } from '@jest/globals';
import { startMetrics, registry } from '@rollcall/observability';

const ROOT = join(import.meta.dirname, '../..');
const FOLDER = join(ROOT, 'docs/observability');
const read = (path: string) => readFileSync(join(ROOT, path), 'utf8');

const RULES = read('docs/observability/prometheus-rules.yml');
const DASHBOARD = read('docs/observability/grafana-dashboard.json');
const QUERIES = Array.from(DASHBOARD.matchAll(/"expr": (".*")/g), ([, query = '']) => String(JSON.parse(query)));

const namedIn = (text: string) => new Set(text.match(/\b(?:rollcall|nodejs|process)_[a-z0-9_]+\b/g));

describe('the dashboard and the alerts', () => {
  startMetrics({ version: 'test', place: 1 });
  const series = registry
    .getMetricsAsArray()
    .flatMap(({ name, ...metric }) =>
      'upperBounds' in metric ? [`${name}_bucket`, `${name}_sum`, `${name}_count`] : [name],
    );

  it.each([
    ['alerts', RULES],
    ['dashboard', QUERIES.join('\n')],
  ])('name in the %s metrics that exist', (_what, text) => {
    const named = [...namedIn(text)];
    expect(named.length).toBeGreaterThan(0);
    expect(named.filter((name) => !series.includes(name))).toEqual([]);
  });

  it('show every metric of our own', () => {
    const shown = [...namedIn(QUERIES.join('\n'))];
    const ours = registry.getMetricsAsArray().flatMap(({ name }) => (name.startsWith('rollcall_') ? [name] : []));
    expect(ours.filter((name) => !shown.some((query) => query.startsWith(name)))).toEqual([]);
  });

  it('are explained, each alert with what it means and what to do', () => {
    const rows = Array.from(
      read('docs/operations.md').matchAll(/^\| `(Rollcall\w+)` .*\S.*\|.*\S.*\|$/gm),
      ([, name]) => name,
    );
    expect(rows).toEqual(Array.from(RULES.matchAll(/- alert: (\w+)/g), ([, name]) => name));
  });

  // Debian's package `prometheus` brings promtool.
  it('have nothing that promtool complains of, where it is installed', () => {
    const folder = mkdtempSync(join(tmpdir(), 'rollcall-rules-'));
    const rules = QUERIES.map((query, index) => ({
      record: `panel:${index}`,
      expr: query.replaceAll('$__rate_interval', '5m'),
    }));
    const panels = join(folder, 'panels.yml');
    writeFileSync(panels, JSON.stringify({ groups: [{ name: 'panels', rules }] }));
    expect(complaintsOfPromtool([join(FOLDER, 'prometheus-rules.yml'), panels])).toBe('');
    rmSync(folder, { recursive: true });
  });
});

function complaintsOfPromtool(files: readonly string[]): string {
  const { error, status, stdout, stderr } = spawnSync('promtool', ['check', 'rules', ...files], { encoding: 'utf8' });
  if (error && 'code' in error && error.code === 'ENOENT') return '';
  return status === 0 ? '' : stdout + stderr;
}
