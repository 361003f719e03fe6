import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { Test, type TestingModule } from '@nestjs/testing';
import { PERMISSIONS } from '@rollcall/auth';
import { actorWith } from '@rollcall/auth/testing';
import { ConfigModule, loadConfig } from '@rollcall/config';
import { DatabaseModule, Transactions } from '@rollcall/database';
import { createTestDatabase, type TestDatabase, waitForLock } from '@rollcall/testing';

import { RolesModule } from './roles.module.js';
import { Roles } from './roles.service.js';

const ADMIN = actorWith(PERMISSIONS);

describe('roles', () => {
  let database: TestDatabase;
  let module: TestingModule;
  let roles: Roles;
  let transactions: Transactions;

  beforeAll(async () => {
    database = await createTestDatabase();
    const config = loadConfig({ DATABASE_URL: database.url, SMTP_URL: 'smtp://unused' });
    module = await Test.createTestingModule({
      imports: [ConfigModule.with(config), DatabaseModule, RolesModule],
    }).compile();
    roles = module.get(Roles);
    transactions = module.get(Transactions);
    await transactions.reader.query(
      `INSERT INTO agents (id, uuid, created_at, updated_at, first_name, last_name, enabled, availability_status)
       VALUES ($1, gen_random_uuid(), now(), now(), 'Ada', '', true, 'offline')`,
      [ADMIN.agentId],
    );
  });

  afterAll(async () => {
    await module.close();
    await database.drop();
  });

  let made = 0;
  const create = (permissions: string[], who = ADMIN, name = `Role ${String(++made).padStart(3, '0')}`) =>
    roles.create(who, { name, description: '', permissions });
  const resolve = (...names: string[]) => transactions.run((tx) => roles.resolve(tx, names));
  const refusal = (code: string) => expect.objectContaining({ code });

  it('permit nothing that whoever makes them does not hold', async () => {
    await expect(create(['messages:read', 'messages:write'], actorWith(['messages:read']))).rejects.toEqual(
      refusal('escalation_refused'),
    );
    expect((await create(['messages:read'], actorWith(['messages:read']))).permissions).toEqual(['messages:read']);
  });

  it('are changed by whoever holds what is added, and keep what was there', async () => {
    const role = await create(['messages:read']);
    const change = (...permissions: string[]) =>
      roles.update(actorWith(['tags:manage']), role.id, { name: role.name, description: '', permissions });
    await expect(change('messages:read', 'messages:write')).rejects.toEqual(refusal('escalation_refused'));
    expect((await change('messages:read', 'tags:manage')).permissions).toEqual(['messages:read', 'tags:manage']);
    expect((await change()).permissions).toEqual([]);
    await expect(change('messages:read')).rejects.toEqual(refusal('escalation_refused'));
  });

  it('that exist from the start are neither deleted nor, if it is Admin, changed', async () => {
    const [admin, agent] = await resolve('Admin', 'Agent');
    const changed = { name: 'Admin', description: '', permissions: [] };
    await expect(roles.update(ADMIN, admin?.id ?? 0, changed)).rejects.toEqual(refusal('role_protected'));
    for (const role of [admin, agent])
      await expect(roles.delete(ADMIN, role?.id ?? 0)).rejects.toEqual(refusal('role_protected'));
  });

  it('have names that differ in more than case, composition and what cannot be seen', async () => {
    await create([], ADMIN, 'Café');
    for (const name of ['CAFÉ', 'Cafe\u0301', ' Café\u200b'])
      await expect(create([], ADMIN, name)).rejects.toEqual(refusal('role_name_taken'));
  });

  it('are found by their names in any case and in the order of these, each once', async () => {
    await create([], ADMIN, 'Night shift');
    const found = await resolve('NIGHT SHIFT', 'agent', 'night shift', 'Admin');
    expect(found.map(({ name }) => name)).toEqual(['Admin', 'Agent', 'Night shift']);
    expect(found.map(({ admin }) => admin)).toEqual([true, false, false]);
  });

  it('that do not exist are all named', async () => {
    await expect(resolve('Agent', 'Nobody', 'Nothing')).rejects.toThrow(
      'roles: there is no role called "Nobody", "Nothing"',
    );
  });

  it('are found by uuid beside those that exist from the start', async () => {
    const role = await create(['messages:read']);
    const found = await transactions.run((tx) => roles.resolveUuids(tx, [role.uuid]));
    expect(found.map(({ name }) => name)).toEqual(['Admin', 'Agent', role.name]);
    await roles.delete(ADMIN, role.id);
    await expect(transactions.run((tx) => roles.resolveUuids(tx, [role.uuid]))).rejects.toEqual(
      refusal('role_unknown'),
    );
  });

  it('do not change while a transaction hands them out', async () => {
    const role = await create(['messages:read']);
    const order: string[] = [];
    let changing: Promise<unknown> | undefined;
    await transactions.run(async (tx) => {
      await roles.resolve(tx, [role.name]);
      changing = roles
        .update(ADMIN, role.id, { name: role.name, description: '', permissions: [...PERMISSIONS] })
        .then(() => order.push('changed'));
      await waitForLock('the change', (sql) => transactions.reader.query(sql));
      order.push('handed out');
    });
    await changing;
    expect(order).toEqual(['handed out', 'changed']);
  });
});
