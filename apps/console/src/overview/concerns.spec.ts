import { describe, expect, it } from '@jest/globals';

import type { Overview } from '../api/overview.js';
import { concernsOf } from './concerns.js';

const NOW = Date.parse('2026-11-28T12:00:00Z');
const NOTHING: Overview = {
  since: '2026-11-15T00:00:00.000Z',
  agents: null,
  sign_ins: null,
  chain: null,
  mails: null,
  unwell_webhooks: null,
  deliveries: null,
  stripe_problems: null,
  queues: null,
};

describe('what needs attention', () => {
  it('is nothing where all is well, or where the caller may not know', () => {
    expect(concernsOf(NOTHING, NOW)).toEqual([]);
    const mails = [{ day: '2026-11-28', queued: 3, sent: 9, failed: 0 }];
    expect(concernsOf({ ...NOTHING, mails, stripe_problems: 0, queues: [] }, NOW)).toEqual([]);
  });

  it('adds up what failed on all days and in all queues', () => {
    const day = { day: '2026-11-28', queued: 0, sent: 0, failed: 2 };
    const queue = { name: 'mail', waiting: 0, running: 0, failed: 3, oldest_at: null } as const;
    const overview = { ...NOTHING, mails: [day, day], queues: [queue, queue], stripe_problems: 5 };
    expect(concernsOf(overview, NOW)).toEqual([
      { about: 'jobs', count: 6 },
      { about: 'mails', count: 4 },
      { about: 'stripe', count: 5 },
    ]);
  });

  it('is a chain that has not caught up for minutes, and not one that is about to', () => {
    const chain = { sealed: 10, unsealed: 2, caught_up_at: '2026-11-28T11:59:00Z' };
    expect(concernsOf({ ...NOTHING, chain }, NOW)).toEqual([]);
    const late = '2026-11-28T11:50:00Z';
    const concern = { about: 'chain', count: 2, since: late };
    expect(concernsOf({ ...NOTHING, chain: { ...chain, caught_up_at: late } }, NOW)).toEqual([concern]);
  });
});
