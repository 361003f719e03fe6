import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { createTestDatabase, type TestDatabase } from '@rollcall/testing';
import type { Page } from 'playwright-core';

import { Browser, hindrances } from './browser.js';
import { ADMIN, type RunningProcess, startProcess } from './processes.js';

const PASSWORD = 'Correct-Horse-7';

if (!Browser.isInstalled()) process.stderr.write('Skipped: the console in a browser. Install chromium.\n');

(Browser.isInstalled() ? describe : describe.skip)('the console', () => {
  let database: TestDatabase;
  let api: RunningProcess;
  let browser: Browser;

  beforeAll(async () => {
    database = await createTestDatabase();
    api = await startProcess('api', {
      DATABASE_URL: database.url,
      SMTP_URL: 'smtp://unused',
      ARGON2_MEMORY_KIB: '8',
      ARGON2_PASSES: '1',
      ...ADMIN.settings,
    });
    browser = await Browser.start(api.url);
    await agent('Ada', 'Admin');
    await agent('Bob', 'Agent');
  });

  afterAll(async () => {
    await browser.close();
    await api.end('SIGTERM');
    await database.drop();
  });

  /** What a program of the administrator's does meanwhile. Returns the id of the agent in question. */
  async function call(method: string, path: string, body: object): Promise<number> {
    const response = await fetch(`${api.url}/api/v1${path}`, {
      method,
      headers: { Authorization: ADMIN.authorization, 'Content-Type': 'application/json' },
      body: JSON.stringify(body),
    });
    expect(response.status).toBe(200);
    return ((await response.json()) as { data: { id: number } }).data.id;
  }

  async function agent(name: string, role: string): Promise<number> {
    const email = `${name.toLowerCase()}@example.com`;
    return call('POST', '/agents', { first_name: name, email, role, new_password: PASSWORD });
  }

  async function signIn(page: Page, email: string, password = PASSWORD): Promise<void> {
    await page.getByLabel('E-mail').fill(email);
    await page.getByLabel('Password').fill(password);
    await page.getByRole('button', { name: 'Sign in' }).click();
  }

  it('leads from the front page to the sign-in, says what is wrong, and lets in and out again', async () => {
    const page = await browser.page();
    await page.goto('/');
    await page.getByRole('heading', { name: 'Sign in to Rollcall' }).waitFor();
    expect(await hindrances(page)).toEqual([]);
    await signIn(page, 'bob@example.com', 'wrong');
    await page.getByRole('alert').getByText('The e-mail or the password is wrong').waitFor();
    await page.getByRole('alert').getByText('Request id').waitFor();
    expect(await hindrances(page)).toEqual([]);
    await signIn(page, 'bob@example.com');
    await page.getByRole('heading', { name: 'Your account' }).waitFor();
    expect(await hindrances(page)).toEqual([]);
    await page.getByRole('button', { name: 'Bob' }).click();
    await page.getByRole('menuitem', { name: 'Sign out' }).click();
    await page.getByRole('heading', { name: 'Sign in to Rollcall' }).waitFor();
  });

  it('tells nobody whether the address of a forgotten password is known', async () => {
    const page = await browser.page();
    await page.goto('/console/sign-in');
    await page.getByRole('link', { name: 'Forgotten your password?' }).click();
    expect(await hindrances(page)).toEqual([]);
    await page.getByLabel('E-mail').fill('nobody@example.com');
    await page.getByRole('button', { name: 'Send the link' }).click();
    await page.getByRole('status').getByText('nobody@example.com').waitFor();
  });

  it('opens the page that was asked for after the sign-in, and asks again when the session has ended', async () => {
    const id = await agent('Eve', 'Agent');
    const page = await browser.page();
    await page.goto('/console/account');
    await signIn(page, 'eve@example.com');
    await page.getByRole('heading', { name: 'Your account' }).waitFor();
    await page.getByRole('button', { name: 'Eve' }).click();
    await page.getByRole('menuitemradio', { name: 'Deutsch' }).click();
    await page.getByRole('heading', { name: 'Ihr Konto' }).waitFor();
    await call('PUT', `/agents/${id}`, { first_name: 'Eve', email: 'eve@example.com', role: 'Agent', enabled: false });
    await page.reload();
    await page.getByRole('heading', { name: 'Bei Rollcall anmelden' }).waitFor();
    expect(page.url()).toContain('next=%2Fconsole%2Faccount');
  });

  it('did nothing in all that a page may not do', () => {
    expect(browser.faults).toEqual([]);
  });
});
