import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';

import { SealedLog } from './testing/sealed-log.js';

describe('the chain of the activity log', () => {
  let world: SealedLog;

  beforeAll(async () => {
    world = await SealedLog.start();
  });

  afterAll(async () => {
    await world.close();
  });

  const unsealed = async () => {
    const [row] = await world.rows('SELECT count(*) FROM activity_log WHERE chain_position IS NULL');
    return row?.count;
  };

  it('takes in a long backlog a few thousand at a time, of which no entry is late where nobody was sealing', async () => {
    const { head } = await world.verify();
    await world.rows(`INSERT INTO activity_log (created_at, activity_type, activity_description, target_model_type, target_model_id)
      SELECT now() - interval '1 day' + i * interval '1 s', 'team_updated', 'Old', 'team', i FROM generate_series(1, 25000) i`);
    expect(await world.sealer.seal()).toBe(20_000);
    expect(await unsealed()).toBe(5_000);
    expect(await world.sealer.seal()).toBe(5_000);
    expect(await world.sealer.seal()).toBe(0);
    expect(await world.verify(head)).toMatchObject({ told: [], head: { position: head.position + 25_000 } });
  });

  it('takes in what many write while two seal, each entry once and without a gap', async () => {
    const before = (await world.verify()).head.position;
    let writing = true;
    const sealing = Array.from({ length: 2 }, async () => {
      let sealed = 0;
      while (writing) sealed += await world.sealer.seal();
      return sealed;
    });
    await Promise.all(
      Array.from({ length: 6 }, async () => {
        for (let i = 0; i < 25; i++) await world.write(2);
      }),
    );
    writing = false;
    const sealed = (await Promise.all(sealing)).reduce((sum, count) => sum + count, await world.sealer.seal());
    expect(sealed).toBe(300);
    expect(await world.verify()).toMatchObject({ told: [], waiting: 0, head: { position: before + 300 } });
  });

  it('does not keep a writer waiting, and gives an entry that is committed late a later place', async () => {
    const before = (await world.verify()).head.position;
    let release: (() => void) | undefined;
    const released = new Promise<void>((resolve) => (release = resolve));
    let written: (() => void) | undefined;
    const isWritten = new Promise<void>((resolve) => (written = resolve));
    const slow = world.write(1, async () => {
      written?.();
      await released;
    });
    await isWritten;
    await world.write();
    expect(await world.sealer.seal()).toBe(1);
    release?.();
    await slow;
    expect(await world.sealer.seal()).toBe(1);
    const [late, early] = await world.rows('SELECT chain_position AS place FROM activity_log ORDER BY id DESC LIMIT 2');
    expect([early?.place, late?.place]).toEqual([before + 2, before + 1]);
    expect(await world.verify()).toMatchObject({ told: [], waiting: 0 });
  });

  it('takes in entries of a version that knows nothing of it', async () => {
    await world.rows(`INSERT INTO activity_log (created_at, activity_type, activity_description, actor_id, target_model_type,
      target_model_id, ip) VALUES (now(), 'team_created', 'Old', NULL, 'team', 5, NULL)`);
    expect(await world.sealer.seal()).toBe(1);
    expect(await world.verify()).toMatchObject({ told: [], waiting: 0 });
  });

  it('is left to who is at it already', async () => {
    await world.write();
    await world.transactions.run(async ({ manager }) => {
      await manager.query('SELECT FROM activity_chain FOR UPDATE');
      expect(await world.sealer.seal()).toBe(0);
    });
    expect(await world.sealer.seal()).toBe(1);
  });

  it('cannot be gone on with, and says so, when nothing notes where it ends', async () => {
    const before = await world.verify();
    await world.write();
    await world.rows('CREATE TABLE kept AS TABLE activity_chain');
    await world.rows('DELETE FROM activity_chain');
    await expect(world.sealer.seal()).rejects.toThrow('The row of activity_chain is gone');
    expect(await world.verify()).toMatchObject({
      told: ['removed: the row of activity_chain, which notes where the chain ends, is gone'],
      head: before.head,
      waiting: 1,
    });
    await world.rows('INSERT INTO activity_chain TABLE kept');
    expect(await world.sealer.seal()).toBe(1);
    expect((await world.verify()).told).toEqual([]);
  });

  it('is gone on with where a run was cut off', async () => {
    await world.write(3);
    await world.rows(`CREATE FUNCTION refuse() RETURNS trigger LANGUAGE plpgsql AS 'BEGIN RAISE ''full''; END'`);
    await world.rows('CREATE TRIGGER refuse BEFORE UPDATE ON activity_chain EXECUTE FUNCTION refuse()');
    await expect(world.sealer.seal()).rejects.toThrow('full');
    await world.rows('DROP TRIGGER refuse ON activity_chain');
    expect(await world.verify()).toMatchObject({ told: [], waiting: 3 });
    expect(await world.sealer.seal()).toBe(3);
    expect(await world.verify()).toMatchObject({ told: [], waiting: 0 });
  });
});
