import { afterAll, beforeAll, describe, expect, it, jest } from '@jest/globals';
import { Test, type TestingModule } from '@nestjs/testing';
import { ConfigModule, loadConfig } from '@rollcall/config';
import { DatabaseModule, Transactions } from '@rollcall/database';
import { Clock } from '@rollcall/kernel';
import { createTestDatabase, type TestDatabase } from '@rollcall/testing';

import { CredentialsModule } from './credentials.module.js';
import { PasswordTokens } from './password-tokens.js';

const NOW = new Date('2026-01-02T03:04:05.678Z');
const DAY_MS = 24 * 60 * 60 * 1_000;

describe('the tokens of set-password links', () => {
  let database: TestDatabase;
  let module: TestingModule;
  let transactions: Transactions;
  let tokens: PasswordTokens;

  beforeAll(async () => {
    database = await createTestDatabase();
    const config = loadConfig({ DATABASE_URL: database.url, SMTP_URL: 'smtp://unused' });
    module = await Test.createTestingModule({
      imports: [ConfigModule.with(config), DatabaseModule, CredentialsModule],
    }).compile();
    transactions = module.get(Transactions);
    tokens = module.get(PasswordTokens);
  });

  afterAll(async () => {
    await module.close();
    await database.drop();
  });

  const addAgent = async (): Promise<number> => {
    const [{ id }]: [{ id: number }] = await transactions.reader.query(
      `INSERT INTO agents (uuid, created_at, updated_at, first_name, last_name, enabled, availability_status)
       VALUES (gen_random_uuid(), now(), now(), 'Ada', '', true, 'offline') RETURNING id`,
    );
    return id;
  };
  const issue = (agentId: number, at = NOW) => transactions.run(({ manager }) => tokens.issue(manager, agentId, at));
  const redeem = (token: string, at = NOW) => transactions.run(({ manager }) => tokens.redeem(manager, token, at));
  const isValid = (token: string, at: Date) => {
    jest.spyOn(module.get(Clock), 'now').mockReturnValue(at);
    return tokens.isValid(token);
  };
  const later = (ms: number) => new Date(NOW.getTime() + ms);
  const refused = expect.objectContaining({ code: 'password_token_invalid' });

  it('are good for 24 hours, to the millisecond', async () => {
    const token = await issue(await addAgent());
    expect([await isValid(token, later(DAY_MS - 1)), await isValid(token, later(DAY_MS))]).toEqual([true, false]);
    await expect(redeem(token, later(DAY_MS))).rejects.toEqual(refused);
    await expect(redeem(token, later(DAY_MS - 1))).resolves.toEqual(expect.any(Number));
  });

  it('are stored as hashes alone', async () => {
    const token = await issue(await addAgent());
    expect(token).toMatch(/^[\w-]{43}$/);
    const stored: { hash: string; row: string }[] = await transactions.reader.query(
      `SELECT encode(token_hash, 'hex') AS hash, t::text AS row FROM password_tokens t
       WHERE token_hash = sha256(convert_to($1, 'UTF8'))`,
      [token],
    );
    expect(stored).toHaveLength(1);
    expect(stored[0]?.row).not.toContain(token);
  });

  it('are void once another of the agent is used, and those of other agents are not', async () => {
    const [agent, other] = [await addAgent(), await addAgent()];
    const [earlier, used, later, others] = [
      await issue(agent),
      await issue(agent),
      await issue(agent),
      await issue(other),
    ];
    expect(await redeem(used)).toBe(agent);
    for (const token of [earlier, used, later]) await expect(redeem(token)).rejects.toEqual(refused);
    expect(await redeem(others)).toBe(other);
  });

  it('let one of many callers at the same time through', async () => {
    const agent = await addAgent();
    const several = [await issue(agent), await issue(agent)];
    const results = await Promise.allSettled(
      [...several, ...several, ...several, ...several].map((one) => redeem(one)),
    );
    expect(results.filter(({ status }) => status === 'fulfilled')).toEqual([{ status: 'fulfilled', value: agent }]);
  });

  it('are forgotten when they have run out', async () => {
    const agent = await addAgent();
    await issue(agent);
    await issue(agent, later(DAY_MS + 1));
    const left: unknown[] = await transactions.reader.query('SELECT FROM password_tokens WHERE agent_id = $1', [agent]);
    expect(left).toHaveLength(1);
  });
});
