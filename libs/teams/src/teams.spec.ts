import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { Test, type TestingModule } from '@nestjs/testing';
import { PERMISSIONS } from '@rollcall/auth';
import { actorWith } from '@rollcall/auth/testing';
import { ConfigModule, loadConfig } from '@rollcall/config';
import { DatabaseModule, Transactions } from '@rollcall/database';
import { createTestDatabase, type TestDatabase, waitForLock } from '@rollcall/testing';

import { TeamsModule } from './teams.module.js';
import { Teams } from './teams.service.js';

const ADMIN = actorWith(PERMISSIONS);

describe('teams', () => {
  let database: TestDatabase;
  let module: TestingModule;
  let teams: Teams;
  let transactions: Transactions;

  beforeAll(async () => {
    database = await createTestDatabase();
    const config = loadConfig({ DATABASE_URL: database.url, SMTP_URL: 'smtp://unused' });
    module = await Test.createTestingModule({
      imports: [ConfigModule.with(config), DatabaseModule, TeamsModule],
    }).compile();
    teams = module.get(Teams);
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

  const input = (name: string) => ({
    name,
    emoji: null,
    conversationAssignmentType: 'Manual' as const,
    timezone: null,
    businessHoursId: null,
    slaPolicyId: null,
    maxAutoAssignedConversations: 0,
  });
  const create = (name: string) => teams.create(ADMIN, input(name));
  const resolve = (...texts: string[]) => transactions.run((tx) => teams.resolve(tx, texts));

  it('are found by their names in any case, in the order of these and each once', async () => {
    const [b, a] = [await create('Blue'), await create('Amber')];
    const named = ({ id, name, emoji }: typeof a) => ({ id, name, emoji });
    expect(await resolve('BLUE', 'amber', 'Blue')).toEqual([named(a), named(b)]);
    expect(await resolve()).toEqual([]);
  });

  it('are found by id where no team has these digits for a name', async () => {
    const [plain, other] = [await create('Plain'), await create('Other')];
    const digits = await create(String(other.id));
    expect(await resolve(String(plain.id))).toMatchObject([{ id: plain.id }]);
    expect(await resolve(String(other.id))).toMatchObject([{ id: digits.id }]);
  });

  it('that do not exist are all named', async () => {
    await create('Green');
    await expect(resolve('Green', 'Gone', '999999999', '9'.repeat(40))).rejects.toThrow(
      `teams: there is no team called "Gone", "999999999", "${'9'.repeat(40)}"`,
    );
  });

  it('have names that differ in more than case, composition and what cannot be seen', async () => {
    const team = await create('Café');
    for (const name of ['CAFÉ', 'Cafe\u0301', ' Café\u200b'])
      await expect(create(name)).rejects.toMatchObject({ code: 'team_name_taken' });
    expect((await teams.update(ADMIN, team.id, input('CAFÉ'))).name).toBe('CAFÉ');
  });

  it('are listed by name as a dictionary has them', async () => {
    for (const name of ['zebra', 'Äpfel', 'apple', 'Zoo']) await create(name);
    const names = (await teams.listByName()).map(({ name }) => name);
    const order = ['Äpfel', 'apple', 'zebra', 'Zoo'].map((name) => names.indexOf(name));
    expect(order).toEqual(order.toSorted((x, y) => x - y));
  });

  it('do not go while a transaction puts somebody into them', async () => {
    const team = await create('Busy');
    const order: string[] = [];
    let deleting: Promise<unknown> | undefined;
    await transactions.run(async (tx) => {
      await teams.resolve(tx, ['Busy']);
      deleting = teams.delete(ADMIN, team.id).then(() => order.push('deleted'));
      await waitForLock('the deletion', (sql) => transactions.reader.query(sql));
      order.push('joined');
    });
    await deleting;
    expect(order).toEqual(['joined', 'deleted']);
    await expect(resolve('Busy')).rejects.toThrow('Busy');
  });
});
