import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';

import { entryDigest } from './chain-hash.js';
import { SealedLog } from './testing/sealed-log.js';

describe('the verification of the activity log', () => {
  let world: SealedLog;

  beforeAll(async () => {
    world = await SealedLog.start();
    await world.rows('ALTER TABLE activity_log DROP CONSTRAINT activity_log_actor_fkey');
    await world.sealer.seal();
    await world.write(3);
    await world.sealer.seal();
    await world.rows('CREATE TABLE kept AS TABLE activity_log');
  });

  afterAll(async () => {
    await world.close();
  });

  /** An entry of some time, as somebody inserts it behind the application's back. */
  const insert = (time: string) =>
    world.rows(`INSERT INTO activity_log (created_at, activity_type, activity_description, target_model_type,
      target_model_id) VALUES (${time}, 'agent_login', '', 'agent', 1)`);
  const restore = async () => {
    await world.rows('TRUNCATE activity_log');
    await world.rows('INSERT INTO activity_log TABLE kept');
  };

  it.each([
    ['the id', 'id = 5000'],
    ['the time', "created_at = created_at + interval '1 ms'"],
    ['a time that is none', "created_at = 'infinity'"],
    ['the type', "activity_type = 'agent_login'"],
    ['the description', "activity_description = 'Nothing happened'"],
    ['the actor', 'actor_id = 66'],
    ['the key', 'key_id = NULL'],
    ['the kind of target', "target_model_type = 'role'"],
    ['the target', 'target_model_id = 77'],
    ['the uuid of the target', 'target_model_uuid = gen_random_uuid()'],
    ['the address', "ip = '192.0.2.66'"],
    ['the request', "request_id = 'other'"],
    ['a changed field', `changes = jsonb_set(changes, '{b,before}', '2')`],
    ['a list among the changes', `changes = jsonb_set(changes, '{b,after,x}', '[]')`],
    [
      'a number, by less than JavaScript can tell,',
      `changes = jsonb_set(changes, '{n,after}', '9007199254740991.0000001')`,
    ],
    [
      'a fraction, by less than JavaScript can tell,',
      `changes = jsonb_set(changes, '{b,before}', '1.0000000000000000001')`,
    ],
    [
      'nothing among the changes, to more than JavaScript can count,',
      `changes = jsonb_set(changes, '{n,before}', '1e400')`,
    ],
    ['all changes', 'changes = NULL'],
    ['the time before its seal', "sealed_after = sealed_after - interval '1 ms'"],
    ['the time of its seal', "sealed_at = sealed_at + interval '1 ms'"],
    ['the hash', "chain_hash = sha256('x')"],
  ])('finds an entry of which %s was altered', async (_what, change) => {
    await world.rows(`UPDATE activity_log SET ${change} WHERE chain_position = 2`);
    const { told } = await world.verify();
    await restore();
    expect(told[0]).toMatch(/^altered or inserted: entry \d+ at position 2 is not what was sealed there$/);
    expect(await world.verify()).toMatchObject({ told: [], findings: 0 });
  });

  it('finds the last entry altered together with its hash', async () => {
    await world.rows("UPDATE activity_log SET activity_description = 'Nothing happened' WHERE chain_position = 3");
    await world.rows(`UPDATE activity_log SET chain_hash = sha256(
        (SELECT chain_hash FROM activity_log WHERE chain_position = 2) || ${entryDigest('sealed_after', 'sealed_at')})
      WHERE chain_position = 3`);
    const { told } = await world.verify();
    await restore();
    expect(told).toEqual(['altered: the chain does not end with the hash that was noted for its end at position 3']);
  });

  it.each([
    ['long before it was sealed', "now() - interval '2 hours'", 'all of that time was sealed at'],
    ['long after', "now() + interval '3 hours'", 'was sealed at'],
    ['before all times', "'-infinity'", 'all of that time was sealed at'],
    ['after all times', "'infinity'", 'was sealed at'],
  ])('finds an entry that says a time %s, once, and none of those behind it', async (_when, time, finding) => {
    const { head: before } = await world.verify();
    await insert(time);
    await world.sealer.seal();
    await world.write(2);
    await world.sealer.seal();
    const { told, head } = await world.verify(before);
    expect(told).toEqual([expect.stringContaining(`at position ${before.position + 1} is said to be of `)]);
    expect(told[0]).toContain(finding);
    expect(await world.verify(head)).toMatchObject({ findings: 0 });
  });

  it.each(["now() - interval '59 minutes'", "now() + interval '4 minutes'"])(
    'takes an entry of %s for one that a slow transaction or another clock wrote',
    async (time) => {
      const { head } = await world.verify();
      await insert(time);
      await world.sealer.seal();
      expect((await world.verify(head)).told).toEqual([]);
    },
  );

  it('finds that somebody made room for an entry of the past', async () => {
    const { head } = await world.verify();
    await world.rows("UPDATE activity_chain SET caught_up_at = now() - interval '1 day'");
    await insert("now() - interval '1 hour'");
    await world.sealer.seal();
    expect((await world.verify(head)).told).toEqual([
      `altered, or by a wrong clock: before position ${head.position + 1} the time at which all had been sealed was set back`,
    ]);
  });

  it('finds an entry without changes that was given those of JSON null', async () => {
    await world.rows('TRUNCATE activity_log');
    await world.rows("UPDATE activity_chain SET head_position = 0, head_hash = decode(repeat('00', 32), 'hex')");
    await insert('now()');
    await world.sealer.seal();
    expect((await world.verify()).told).toEqual([]);
    await world.rows("UPDATE activity_log SET changes = 'null'");
    expect((await world.verify()).told[0]).toMatch(/^altered or inserted: entry \d+ at position 1 /);
  });
});
