import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { NestFactory } from '@nestjs/core';
import type { INestApplicationContext } from '@nestjs/common';
import { loadConfig } from '@rollcall/config';
import { createTestDatabase, type TestDatabase } from '@rollcall/testing';
import { DataSource } from 'typeorm';

import { ApiModule } from './api.module.js';
import { WINDOWS } from './windows.js';

/**
 * What entities have no words for, the migrations alone say: checks, foreign keys to tables of another library, indexes
 * on expressions or in descending order.
 */
const MIGRATIONS_ALONE = /DROP CONSTRAINT|DROP INDEX/;

describe('the schema', () => {
  let database: TestDatabase;
  let app: INestApplicationContext;

  beforeAll(async () => {
    database = await createTestDatabase();
    const config = loadConfig({ DATABASE_URL: database.url, SMTP_URL: 'smtp://unused' });
    app = await NestFactory.createApplicationContext(ApiModule.with(config, WINDOWS), { logger: false });
  });

  afterAll(async () => {
    await app.close();
    await database.drop();
  });

  it('is the same in the migrations and in the entities', async () => {
    const { upQueries } = await app.get(DataSource).driver.createSchemaBuilder().log();
    expect(upQueries.map(({ query }) => query).filter((query) => !MIGRATIONS_ALONE.test(query))).toEqual([]);
  });

  it('knows every table of the migrations but those that only join others, and that which triggers write', async () => {
    const tables: { name: string }[] = await app
      .get(DataSource)
      .query(`SELECT tablename AS name FROM pg_tables WHERE schemaname = 'public' ORDER BY 1`);
    const entities = app.get(DataSource).entityMetadatas.map((entity) => entity.tableName);
    expect(tables.map(({ name }) => name).filter((name) => !entities.includes(name))).toEqual([
      'agent_changes',
      'agent_roles',
      'migrations',
      'team_members',
    ]);
  });
});
