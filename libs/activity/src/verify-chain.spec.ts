import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';

import { SealedLog } from './testing/sealed-log.js';

describe('the verification of the activity log', () => {
  let world: SealedLog;

  beforeAll(async () => {
    world = await SealedLog.start();
    await world.rows('ALTER TABLE activity_log DROP CONSTRAINT activity_log_actor_fkey');
    await world.write(3);
    await world.sealer.seal();
    await world.rows('CREATE TABLE kept AS TABLE activity_log');
  });

  afterAll(async () => {
    await world.close();
  });

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
    ['all changes', 'changes = NULL'],
    ['the hash', "chain_hash = sha256('x')"],
  ])('finds an entry of which %s was altered', async (_what, change) => {
    await world.rows(`UPDATE activity_log SET ${change} WHERE chain_position = 2`);
    const { told } = await world.verify();
    await world.rows('TRUNCATE activity_log');
    await world.rows('INSERT INTO activity_log TABLE kept');
    expect(told[0]).toMatch(/^altered or inserted: entry \d+ at position 2 is not what was sealed there$/);
    expect(await world.verify()).toMatchObject({ told: [], findings: 0 });
  });

  it('takes another spelling of the same changes for the same', async () => {
    await world.rows(`UPDATE activity_log SET changes = replace(changes::text, '1', '1.00')::jsonb`);
    expect((await world.verify()).told).toEqual([]);
  });
});
