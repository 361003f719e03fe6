import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import { afterAll, afterEach, beforeAll, describe, expect } from '@jest/globals';
import { createTestDatabase, type TestDatabase } from '@rollcall/testing';
import pg from 'pg';
import type { Page } from 'playwright-core';

import { Browser } from '../browser.js';
import { ADMIN, type RunningProcess, startProcess } from '../processes.js';

/** Of every agent that a test creates. */
export const PASSWORD = 'Correct-Horse-7';

/** What has been started, once the first test runs. */
interface Started {
  readonly database: TestDatabase;
  /** Of the avatars and imported files. */
  readonly folder: string;
  readonly settings: Readonly<Record<string, string>>;
  readonly api: RunningProcess;
  readonly browser: Browser;
}

/** The console as the built api serves it, in one browser. Ada, an Admin, and Bob, an Agent, can sign in. */
class StartedConsole {
  private started: Started | undefined;

  async start(): Promise<void> {
    const folder = await mkdtemp(join(tmpdir(), 'rollcall-console-'));
    const database = await createTestDatabase();
    const settings = {
      DATABASE_URL: database.url,
      SMTP_URL: 'smtp://unused',
      ARGON2_MEMORY_KIB: '8',
      ARGON2_PASSES: '1',
      // All tests sign in from one address, most of them as Ada.
      LIMIT_PER_ADDRESS: '999999',
      LIMIT_PER_ACCOUNT: '999999',
      STORAGE_DIR: folder,
      ...ADMIN.settings,
    };
    const api = await startProcess('api', settings);
    this.started = { database, folder, settings, api, browser: await Browser.start(api.url) };
    await this.agent('Ada', 'Admin');
    await this.agent('Bob', 'Agent');
  }

  /** Closes the pages of a test. None may have logged an error, broken the Content-Security-Policy or asked another origin. */
  async endTest(): Promise<void> {
    expect(await this.parts.browser.closePages()).toEqual([]);
  }

  async end(): Promise<void> {
    const { browser, api, database, folder } = this.parts;
    await browser.close();
    await api.end('SIGTERM');
    await database.drop();
    await rm(folder, { recursive: true });
  }

  /** Asks the database directly: for what a worker would do, of which there is none. */
  async rows(sql: string, values: readonly unknown[] = []): Promise<Record<string, unknown>[]> {
    const client = new pg.Client(this.parts.database.url);
    await client.connect();
    try {
      return (await client.query<Record<string, unknown>>(sql, [...values])).rows;
    } finally {
      await client.end();
    }
  }

  /** Starts the built worker on the same database. The caller ends it: other tests rely on there being none. */
  async startWorker(): Promise<RunningProcess> {
    return startProcess('worker', this.parts.settings);
  }

  /** What a program of the administrator's does meanwhile. Returns the `data` of the answer. */
  async call<T = { id: number }>(method: string, path: string, body?: object): Promise<T> {
    const response = await fetch(`${this.parts.api.url}/api/v1${path}`, {
      method,
      headers: { Authorization: ADMIN.authorization, 'Content-Type': 'application/json' },
      ...(body ? { body: JSON.stringify(body) } : {}),
    });
    const text = await response.text();
    if (!response.ok) throw new Error(`${method} ${path}: ${response.status} ${text}`);
    return (JSON.parse(text) as { data: T }).data;
  }

  /** Creates an agent with the e-mail `<name>@example.com`, in lower case. Returns its id. */
  async agent(name: string, role: string): Promise<number> {
    const email = `${name.toLowerCase()}@example.com`;
    const { id } = await this.call('POST', '/agents', { first_name: name, email, role, new_password: PASSWORD });
    return id;
  }

  /** A page for somebody who has not signed in. */
  async page(): Promise<Page> {
    return this.parts.browser.page();
  }

  /** A page at this address, for somebody who has signed in without being asked to. */
  async signedIn(email: string, path: string): Promise<Page> {
    const page = await this.page();
    const login = await page.request.post('/api/v1/auth/login', { data: { email, password: PASSWORD } });
    expect(login.status()).toBe(200);
    await page.goto(path);
    return page;
  }

  private get parts(): Started {
    if (!this.started) throw new Error('The console is started before the first test, not while tests are collected');
    return this.started;
  }
}

/** Fills in and sends the form of the sign-in. */
export async function signIn(page: Page, email: string, password = PASSWORD): Promise<void> {
  await page.getByLabel('E-mail').fill(email);
  await page.getByLabel('Password').fill(password);
  await page.getByRole('button', { name: 'Sign in' }).click();
}

/** Tests in a browser, skipped on a machine that has none. */
export const inBrowser = Browser.isInstalled() ? describe : describe.skip;

if (!Browser.isInstalled()) process.stderr.write('Skipped: the console in a browser. Install chromium.\n');

/**
 * One for all specs of this folder when they run as one file, as in `npm test`. A test leaves what others rely on as it was,
 * and names what it creates as no other does.
 */
export const theConsole = new StartedConsole();

beforeAll(() => theConsole.start());
afterEach(() => theConsole.endTest());
afterAll(() => theConsole.end());
