import { describe, expect, it } from '@jest/globals';

import type { BookedAgent } from '../client/book.js';
import { GRANTED } from '../client/client.js';
import { compareAgents, type StoredAgent } from './agents.js';
import { compareCredits, compareCustomers } from './billing.js';
import { breaksIn } from './chain.js';
import { compareKeys } from './keys.js';
import { compareMails } from './mails.js';
import { compareOpen } from './processes.js';

const BOOKED: BookedAgent = {
  id: 7,
  uuid: 'u-7',
  email: 'ada@torture.example',
  firstName: 'ada',
  lastName: 'New',
  roles: ['Agent'],
  teams: ['Red', 'Blue'],
  availability: 'offline',
  deleted: false,
  welcome: true,
  subscribes: true,
  uses: new Map([['use-1', 3]]),
  doubtful: new Set(),
  busy: false,
};

const STORED: StoredAgent = {
  id: 7,
  uuid: 'u-7',
  email: 'ada@torture.example',
  first_name: 'ada',
  last_name: 'New',
  availability_status: 'offline',
  is_service: false,
  deleted: false,
  roles: ['Agent'],
  teams: ['Blue', 'Red'],
  created_entries: 1,
  deleted_entries: 0,
};

const MAIL = { recipient: 'ada@torture.example', messageId: '<1@x>' };
const GRANT = { uuid: 'u-7', amount: GRANTED, key: null };
const USE = { uuid: 'u-7', amount: -3, key: 'use-1' };

describe('the counts of a run', () => {
  it('find nothing where all is as it was acknowledged', () => {
    expect(compareAgents([BOOKED], [STORED])).toEqual([]);
    expect(compareMails([BOOKED], [MAIL, MAIL])).toEqual([]);
    expect(compareCredits([BOOKED], [GRANT, USE], new Set())).toEqual([]);
    expect(compareCustomers([STORED], [{ id: 'cus_1', agent: 'u-7' }])).toEqual([]);
  });

  it.each([
    ['is missing', [], 'an agent acknowledged and missing or different'],
    ['has another name', [{ ...STORED, last_name: 'Old' }], 'an agent acknowledged and missing or different'],
    ['is in another team', [{ ...STORED, teams: ['Red'] }], 'an agent acknowledged and missing or different'],
    ['is deleted', [{ ...STORED, deleted: true }], 'an agent acknowledged and missing or different'],
    ['is there twice', [STORED, { ...STORED, id: 8 }], 'two for one request'],
    ['has no entry', [{ ...STORED, created_entries: 0 }], 'an entry missing or doubled, or a broken chain'],
    ['has two entries', [{ ...STORED, created_entries: 2 }], 'an entry missing or doubled, or a broken chain'],
  ])('find an agent that %s', (_what, stored, wrong) => {
    expect(compareAgents([BOOKED], stored)).toMatchObject([{ wrong }]);
  });

  it('find an agent that nobody was told of, and one that was deleted and is there', () => {
    expect(compareAgents([], [STORED])).toMatchObject([{ wrong: 'two for one request' }]);
    expect(compareAgents([{ ...BOOKED, deleted: true }], [STORED])).toMatchObject([
      { wrong: 'an entry missing or doubled, or a broken chain' },
      { wrong: 'an agent acknowledged and missing or different' },
    ]);
  });

  it('find a key that nobody was told of', () => {
    expect(compareKeys([{ id: 3 }], [{ id: 3, agent: 7 }])).toEqual([]);
    expect(
      compareKeys(
        [{ id: 3 }],
        [
          { id: 3, agent: 7 },
          { id: 4, agent: 7 },
        ],
      ),
    ).toMatchObject([{ wrong: 'two for one request' }]);
  });

  it('find a welcome mail that was not sent, and one that was sent as two', () => {
    expect(compareMails([BOOKED], [])).toMatchObject([{ wrong: 'a welcome mail never sent' }]);
    expect(compareMails([{ ...BOOKED, deleted: true }], [])).toEqual([]);
    expect(compareMails([BOOKED], [MAIL, { ...MAIL, messageId: '<2@x>' }])).toMatchObject([
      { wrong: 'a welcome mail with two Message-IDs' },
    ]);
  });

  it.each([
    ['granted twice', [GRANT, GRANT, USE]],
    ['not granted', [USE]],
    ['used twice', [GRANT, USE, USE]],
    ['used by a request that was not acknowledged', [GRANT, USE, { ...USE, key: 'use-2' }]],
    ['not used', [GRANT]],
    ['used for another amount', [GRANT, { ...USE, amount: -4 }]],
  ])('find a credit that was %s', (_what, stored) => {
    const [finding] = compareCredits([BOOKED], stored, new Set());
    expect(finding?.wrong).toBe('a credit used or granted twice, or not at all');
  });

  it('let an account be that a worker has synced to whom what is paid for has not begun yet', () => {
    const unused = { ...BOOKED, uses: new Map<string, number>() };
    expect(compareCredits([unused], [], new Set(['u-7']))).toEqual([]);
    expect(compareCredits([unused], [], new Set(['u-8']))).toHaveLength(1);
    expect(compareCredits([unused], [GRANT, GRANT], new Set(['u-7']))).toHaveLength(1);
  });

  it('find an agent that is two customers, or none', () => {
    const customer = { id: 'cus_1', agent: 'u-7' };
    expect(compareCustomers([STORED], [customer, { ...customer, id: 'cus_2' }])).toHaveLength(1);
    expect(compareCustomers([STORED], [])).toHaveLength(1);
    expect(compareCustomers([{ ...STORED, is_service: true }], [])).toEqual([]);
  });

  it('find what a verification of the log tells, but for times that a wrong clock has written', () => {
    const output = [
      'inserted, or by a wrong clock: entry 5 at position 5 is said to be of tomorrow',
      'inserted, or by a wrong clock: entry 6 at position 6 is said to be of tomorrow',
      'removed: position 9 is empty',
      'The activity log is not whole. Findings: 3.',
      'Head 9:00; store it',
    ].join('\n');
    expect(breaksIn(output, new Set(['5'])).map(({ detail }) => detail)).toEqual([
      'inserted, or by a wrong clock: entry 6 at position 6 is said to be of tomorrow',
      'removed: position 9 is empty',
    ]);
    expect(breaksIn('The activity log is whole. Entries sealed: 9', new Set())).toEqual([]);
    expect(breaksIn('The command failed', new Set())).toHaveLength(1);
  });

  it('find connections and open files that are more than there may be', () => {
    const before = new Map(['api 1', 'api 2', 'worker 1', 'worker 2'].map((name) => [name, 40]));
    const after = new Map(before).set('api 1', 101);
    expect(compareOpen('postgres', { count: 96, forgotten: 0 }, before, before)).toEqual([]);
    expect(compareOpen('postgres', { count: 97, forgotten: 1 }, before, after)).toHaveLength(3);
    const one = new Map([['api 1', 40]]);
    expect(compareOpen('postgres', { count: 18, forgotten: 0 }, one, one)).toEqual([]);
    expect(compareOpen('postgres', { count: 19, forgotten: 0 }, one, one)).toHaveLength(1);
  });
});
