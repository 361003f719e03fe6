import { describe, expect, it } from '@jest/globals';
import type { AgentImportEntity } from '@rollcall/imports';

import { ImportDto } from '../imports/import.dto.js';
import { progressEvents } from './progress-events.js';

const NOW = new Date('2026-11-28T10:00:00Z');

/** An import of 100 rows of which so many are done. */
const shown = (created: number, endedAt: Date | null = null) => {
  const status = endedAt ? 'done' : 'running';
  const counts = { created, updated: 0, skipped: 0, failed: 0, total: 100, doneTo: created };
  const startedAt = new Date(NOW.getTime() - 10_000);
  return new ImportDto({ ...IMPORT, ...counts, status, startedAt, endedAt }, NOW);
};
const IMPORT: Omit<AgentImportEntity, 'status' | 'startedAt' | 'endedAt'> = {
  ...{ id: 7, problem: null, createdAt: NOW, agentId: 1, keyId: null, ip: null, requestId: null, dryRun: false },
  ...{ onExisting: 'error', sendWelcomeEmail: false, header: [], jobId: '', total: 0, doneTo: 0 },
  ...{ created: 0, updated: 0, skipped: 0, failed: 0 },
};

/** What is streamed when the import is these, one look after the other, the last one from then on. */
async function streamOf(looks: readonly ImportDto[], pause = () => Promise.resolve(true)): Promise<string[]> {
  const [last = shown(0)] = looks.slice(-1);
  const left = [...looks];
  const chunks: string[] = [];
  for await (const chunk of progressEvents(() => Promise.resolve(left.shift() ?? last), pause)) chunks.push(chunk);
  return chunks;
}

describe('the progress of an import', () => {
  it('is told when it changes, and at last how it ended', async () => {
    const looks = [shown(0), shown(25), shown(25), shown(100), shown(100, NOW)];
    const [, told] = await streamOf(looks);
    expect(await streamOf(looks)).toEqual([
      expect.stringMatching(/^event: progress\ndata: \{"id":7,.*"processed":0,.*\}\n\n$/),
      expect.stringContaining('"processed":25'),
      expect.stringContaining('"processed":100'),
      expect.stringMatching(/^event: end\ndata: .*"status":"done"/),
    ]);
    expect(JSON.parse(told?.split('data: ')[1] ?? '')).toMatchObject({
      ...{ progress: 0.25, rows_per_second: 2.5, estimated_end: '2026-11-28T10:00:30.000Z' },
    });
  });

  it('is silent for no longer than a connection may be, and not told for ever', async () => {
    const chunks = await streamOf([shown(1)]);
    expect(chunks.slice(1)).toEqual(Array.from({ length: 19 }, () => ':\n\n'));
  });

  it('is told until the process ends', async () => {
    const left = [true, true, false];
    expect(
      await streamOf([shown(1), shown(2), shown(3), shown(4)], () => Promise.resolve(left.shift() ?? true)),
    ).toHaveLength(3);
  });
});
