import { describe, expect, it } from '@jest/globals';

import { finalText, type ImportProgress, progressBar, progressLine } from './import-progress.js';

const RUNNING: ImportProgress = {
  ...{
    id: 7,
    status: 'running',
    problem: null,
    total: 200,
    processed: 50,
    created: 48,
    updated: 0,
    skipped: 0,
    failed: 2,
  },
  ...{ progress: 0.25, rows_per_second: 12.4, estimated_end: null, ended_at: null },
};

describe('the progress of an import', () => {
  it('is a bar in a terminal, whatever its width', () => {
    expect(progressBar(RUNNING, 80)).toBe(
      `${'█'.repeat(8)}${'░'.repeat(22)} 25 % (50 of 200, 2 failed, 12 a second)`.padEnd(79),
    );
    expect(progressBar(RUNNING, 20)).toHaveLength(19);
    expect(progressBar({ ...RUNNING, progress: 1, processed: 200, failed: 0, rows_per_second: null }, 60)).toBe(
      `${'█'.repeat(30)} 100 % (200 of 200)`.padEnd(59),
    );
  });

  it('is a line elsewhere', () => {
    expect(progressLine(RUNNING)).toBe('import 7 is running: 50 of 200 rows, 2 failed');
  });

  it('ends with the counts, the reason why it was stopped, and where the failed rows are', () => {
    const ended = { ...RUNNING, status: 'stopped', problem: 'Agent 1 was disabled' };
    expect(finalText(ended, 'http://api/7')).toBe(
      'Import 7 is stopped: 48 created, 0 updated, 0 skipped, 2 failed\nRollcall stopped the import: Agent 1 was disabled\nThe failed rows, each with its reason, to be corrected and sent again: http://api/7/failed.csv\n',
    );
    expect(finalText({ ...RUNNING, status: 'done', failed: 0 }, '')).toBe(
      'Import 7 is done: 48 created, 0 updated, 0 skipped, 0 failed\n',
    );
  });
});
