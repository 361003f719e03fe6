import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { createTestDatabase, type TestDatabase } from '@rollcall/testing';
import type { Page } from 'playwright-core';

import { Browser, hindrances } from './browser.js';
import { ADMIN, type RunningProcess, startProcess } from './processes.js';

const PASSWORD = 'Correct-Horse-7';

/** One pixel, as a GIF. */
const PICTURE = Buffer.from('R0lGODlhAQABAIAAAAAAAP///yH5BAEAAAAALAAAAAABAAEAAAIBRAA7', 'base64');

if (!Browser.isInstalled()) process.stderr.write('Skipped: the console in a browser. Install chromium.\n');

(Browser.isInstalled() ? describe : describe.skip)('the console', () => {
  let database: TestDatabase;
  /** Of the avatars. */
  let folder: string;
  let api: RunningProcess;
  let browser: Browser;

  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'rollcall-console-'));
    database = await createTestDatabase();
    api = await startProcess('api', {
      DATABASE_URL: database.url,
      SMTP_URL: 'smtp://unused',
      ARGON2_MEMORY_KIB: '8',
      ARGON2_PASSES: '1',
      STORAGE_DIR: folder,
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
    await rm(folder, { recursive: true });
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

  /** A page at this address, for somebody who has signed in without being asked to. */
  async function signedIn(email: string, path: string): Promise<Page> {
    const page = await browser.page();
    await page.request.post('/api/v1/auth/login', { data: { email, password: PASSWORD } });
    await page.goto(path);
    return page;
  }

  it('leads from the front page to the sign-in, says what is wrong, and lets in and out again', async () => {
    const page = await browser.page();
    await page.goto('/');
    await page.getByRole('heading', { name: 'Sign in to Rollcall' }).waitFor();
    expect(await hindrances(page)).toEqual([]);
    await signIn(page, 'bob@example.com', 'wrong');
    await page.getByRole('alert').getByText('The e-mail or the password is wrong').waitFor();
    await page.getByRole('alert').getByText('Request id').waitFor();
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

  it('shows the agents that an address asks for once somebody has signed in, and finds others as one types', async () => {
    const page = await browser.page();
    await page.goto('/console/agents?search=bob&enabled=true');
    await signIn(page, 'ada@example.com');
    const rows = page.getByRole('table', { name: 'Agents' }).getByRole('row');
    await rows.getByRole('cell', { name: 'bob@example.com' }).waitFor();
    expect(await rows.count()).toBe(2);
    expect(await hindrances(page)).toEqual([]);
    await page.getByRole('searchbox').fill('nobody');
    await page.getByText('No agent fits').waitFor();
    expect(new URL(page.url()).search).toBe('?search=nobody&enabled=true');
    await page.getByRole('button', { name: 'Clear filters' }).click();
    await rows.getByRole('cell', { name: 'ada@example.com' }).waitFor();
    await page.getByRole('columnheader', { name: 'E-mail' }).getByRole('button').press('Enter');
    await page.waitForURL('**?sort=email');
    await page.getByRole('columnheader', { name: 'E-mail' }).getByRole('button').press('Enter');
    await page.waitForURL('**?sort=-email');
    await rows.nth(1).getByRole('cell', { name: 'bob@example.com' }).waitFor();
    expect(await hindrances(page)).toEqual([]);
  });

  it('creates an agent, changes it, and shows what was before and after', async () => {
    const page = await signedIn('ada@example.com', '/console/agents/new');
    const panel = page.getByRole('dialog', { name: 'New agent' });
    await panel.getByLabel('First name').fill('Grace');
    await panel.getByLabel('E-mail').fill('grace');
    await panel.getByRole('button', { name: 'Create agent' }).click();
    await panel.getByText('An e-mail has a name').waitFor();
    expect(await hindrances(page)).toEqual([]);
    await panel.getByLabel('E-mail').fill('grace@example.com');
    await panel.getByRole('button', { name: 'Create agent' }).click();
    await page.getByRole('heading', { name: 'Grace' }).waitFor();
    await page.getByLabel('Last name').fill('Hopper');
    await page.getByRole('button', { name: 'Save' }).click();
    await page.getByRole('heading', { name: 'Grace Hopper' }).waitFor();
    const theirs = { first_name: 'Grace', last_name: 'Murray', email: 'grace@example.com', role: 'Agent' };
    await call('PUT', new URL(page.url()).pathname.replace('/console', ''), theirs);
    await page.getByLabel('Last name').fill('Brewster');
    await page.getByRole('button', { name: 'Save' }).click();
    await page.getByText('Last name is now “Murray”.').waitFor();
    expect(await hindrances(page)).toEqual([]);
    await page.getByRole('button', { name: 'Save' }).click();
    await page.getByRole('heading', { name: 'Grace Brewster' }).waitFor();
    await page.getByRole('link', { name: 'Activity', exact: true }).click();
    await page.getByText('updated').first().click();
    await page.getByRole('cell', { name: 'Brewster' }).waitFor();
    await page.getByRole('button', { name: 'Actions' }).click();
    await page.getByRole('menuitem', { name: 'Disable' }).click();
    await page.getByRole('dialog').getByRole('button', { name: 'Disable' }).click();
    await page.getByText('Disabled').waitFor();
  });

  it('makes a key whose secret is shown once, rotates and revokes it, by the keyboard alone', async () => {
    const id = await agent('Hedy', 'Agent');
    const page = await signedIn('ada@example.com', `/console/agents/${id}?tab=keys`);
    await page.getByRole('button', { name: 'New key' }).focus();
    await page.keyboard.press('Enter');
    await page.getByLabel('Name').waitFor();
    await page.getByLabel('Name').focus();
    await page.keyboard.type('export');
    await page.keyboard.press('Enter');
    const secret = page.getByRole('dialog', { name: 'The key “export”' });
    const first = await secret.getByText(/^\w{64}$/).innerText();
    await page.keyboard.press('Escape');
    await secret.waitFor({ state: 'detached' });
    await page.getByRole('button', { name: 'Rotate' }).press('Enter');
    await page.getByRole('dialog').getByRole('button', { name: 'Rotate' }).press('Enter');
    expect(await secret.getByText(/^\w{64}$/).innerText()).not.toBe(first);
    await page.keyboard.press('Escape');
    await page.getByText('Old secret ends in').waitFor();
    await page.getByRole('button', { name: 'Revoke' }).press('Enter');
    await page.getByRole('dialog').getByRole('button', { name: 'Revoke' }).press('Enter');
    await page.getByText('No keys').waitFor();
  });

  it('creates a team beside the others, shows who is in it, and deletes it', async () => {
    const page = await signedIn('ada@example.com', '/console/teams');
    await page.getByRole('link', { name: 'New team' }).click();
    await page.getByLabel('Name').fill('Night shift');
    expect(await hindrances(page)).toEqual([]);
    await page.getByRole('button', { name: 'Create team' }).click();
    const team = page.getByRole('table', { name: 'Teams' }).getByRole('link', { name: 'Night shift' });
    await team.waitFor();
    await call('POST', '/agents', { first_name: 'Mo', email: 'mo@example.com', role: 'Agent', teams: ['Night shift'] });
    await team.click();
    await page.getByText('1 member, 0 could take work now').waitFor();
    await page.getByRole('button', { name: 'Delete' }).click();
    await page.getByRole('dialog', { name: 'Delete the team' }).getByRole('button', { name: 'Delete' }).click();
    await page.getByText('No teams yet').waitFor();
  });

  it('shows which role holds what, and what a change would do before it is saved', async () => {
    await call('POST', '/roles', { name: 'Lead', permissions: ['teams:manage'] });
    await agent('Lea', 'Lead');
    const page = await signedIn('ada@example.com', '/console/roles');
    await page.getByRole('columnheader', { name: 'Lead' }).waitFor();
    expect(await hindrances(page)).toEqual([]);
    await page.getByRole('link', { name: 'Lead' }).click();
    await page.getByLabel('Compare with').selectOption('Agent');
    await page.getByLabel('roles:manage').check();
    await page.getByLabel('teams:manage').uncheck();
    await page.getByText('1 added, 1 removed, for 1 agent').waitFor();
    expect(await hindrances(page)).toEqual([]);
    await page.getByRole('button', { name: 'Save' }).click();
    await page.goto('/console/activity?type=role_updated');
    await page.getByText('updated role Lead').click();
    await page.getByRole('cell', { name: 'roles:manage' }).waitFor();
    expect(await hindrances(page)).toEqual([]);
  });

  it('finds an agent, a role or an action by the keyboard, for those who may', async () => {
    await call('POST', '/agents', { first_name: 'Edsger', email: 'edsger@example.com', role: 'Agent' });
    const page = await signedIn('ada@example.com', '/console/roles');
    await page.getByRole('heading', { name: 'Roles' }).waitFor();
    await page.keyboard.press('Control+k');
    await page.getByRole('combobox', { name: 'Search and commands' }).waitFor();
    await page.keyboard.type('edsg');
    await page.getByRole('option', { name: 'edsger@example.com' }).waitFor();
    expect(await hindrances(page)).toEqual([]);
    await page.keyboard.press('Enter');
    await page.getByRole('heading', { name: 'Edsger' }).waitFor();
    await page.keyboard.press('Control+k');
    await page.keyboard.type('new ag');
    await page.getByRole('option', { name: 'New agent' }).waitFor();
    await page.keyboard.press('Enter');
    await page.getByRole('dialog', { name: 'New agent' }).waitFor();
    await page.keyboard.press('Escape');
    await page.keyboard.press('?');
    await page.getByRole('dialog', { name: 'Keyboard shortcuts' }).waitFor();
  });

  it('creates a service account and its first key', async () => {
    const page = await signedIn('ada@example.com', '/console/service-accounts/new');
    await page.getByLabel('Name').fill('CRM sync');
    await page.getByLabel('Roles').fill('Agent');
    await page.getByRole('option', { name: 'Agent' }).click();
    await page.getByRole('button', { name: 'Create service account' }).click();
    await page.getByRole('button', { name: 'New key' }).click();
    await page.getByRole('dialog').getByLabel('Name').fill('nightly');
    await page.keyboard.press('Enter');
    await page
      .getByRole('dialog', { name: 'The key “nightly”' })
      .getByText(/^\w{64}$/)
      .waitFor();
    await page.keyboard.press('Escape');
    expect(await hindrances(page)).toEqual([]);
    await page.getByRole('link', { name: 'Service accounts' }).click();
    await page.getByRole('table', { name: 'Service accounts' }).getByRole('link', { name: 'CRM sync' }).waitFor();
  });

  it('shows what an agent was granted and has used', async () => {
    const live = async (method: string, path: string, body?: object) => {
      const headers = { Authorization: ADMIN.authorization, 'Content-Type': 'application/json' };
      const init = { method, headers, ...(body ? { body: JSON.stringify(body) } : {}) };
      const response = await fetch(`${api.url}/api/v1${path}`, init);
      return ((await response.json()) as { data: { id: string } }).data.id;
    };
    const agency = await live('GET', '/agency');
    const plan = await live('POST', `/agency/billing/${agency}/billing_plan`, {
      name: 'Starter',
      description: 'For small teams',
      bots_count: 1,
      queries_count: 1_000,
      words_count: 0,
      voice_seconds: 600,
      premium_support: false,
      credits: { replies: 100 },
    });
    const person = { first_name: 'Cleo', last_name: 'Credit', email: 'cleo@example.com', password: PASSWORD };
    const cleo = await live('POST', '/user/create_live_agent', person);
    const query = `agency_id=${agency}&subaccount_user_id=${cleo}&new_billing_plan_id=${plan}`;
    await live('POST', `/agency/billing/subaccount/change_billing_plan?${query}`);
    await live('POST', `/user/${cleo}/credits/use`, { credit: 'replies', amount: 12, key: 'conversation-7' });
    const page = await signedIn('ada@example.com', '/console/agents?search=cleo');
    await page.getByRole('link', { name: 'Cleo Credit' }).click();
    await page.getByRole('link', { name: 'Billing' }).click();
    await page.getByRole('heading', { name: '88 replies left' }).waitFor();
    await page.getByRole('cell', { name: 'conversation-7' }).waitFor();
    await page.getByText('As a table').click();
    await page.getByRole('cell', { name: '12', exact: true }).waitFor();
    expect(await hindrances(page)).toEqual([]);
  });

  it('offers nothing that the caller may not do, and says why a page is refused', async () => {
    const page = await signedIn('bob@example.com', '/console/');
    await page.getByRole('heading', { name: 'Your account' }).waitFor();
    await expect(page.getByRole('navigation').getByRole('link').count()).resolves.toBe(0);
    await page.keyboard.press('Control+k');
    await page.getByRole('option', { name: 'Sign out' }).waitFor();
    await expect(page.getByRole('option', { name: /Agents|New/ }).count()).resolves.toBe(0);
    await page.goto('/console/agents');
    await page.getByRole('alert').getByText('users:manage').waitFor();
    expect(await hindrances(page)).toEqual([]);
  });

  it('lets somebody change their name, picture, availability and password, and signs them out elsewhere', async () => {
    await agent('Kay', 'Agent');
    await signedIn('kay@example.com', '/console/account');
    const page = await signedIn('kay@example.com', '/console/account');
    await page.getByLabel('Last name').fill('Antonelli');
    await page.getByRole('button', { name: 'Save' }).click();
    await page.getByRole('button', { name: 'Kay Antonelli' }).waitFor();
    await page.getByLabel('Availability').selectOption('Online');
    await page.getByLabel('Choose a picture').setInputFiles({ name: 'k.gif', mimeType: 'image/gif', buffer: PICTURE });
    await page.getByRole('img', { name: 'Preview' }).waitFor();
    expect(await hindrances(page)).toEqual([]);
    await page.getByRole('button', { name: 'Use this picture' }).click();
    await page.getByRole('button', { name: 'Remove the picture' }).click();
    await page.getByRole('button', { name: 'Remove the picture' }).waitFor({ state: 'detached' });
    await page.getByLabel('Current password').fill('wrong');
    await page.getByLabel('New password').fill('Another-Horse-8');
    await page.getByRole('button', { name: 'Change password' }).click();
    await page.getByText('current_password is wrong').first().waitFor();
    await page.getByLabel('Current password').fill(PASSWORD);
    await page.getByRole('button', { name: 'Change password' }).click();
    await page.getByText('Changed. You are signed out everywhere else.').waitFor();
    await page.getByRole('button', { name: 'Sign out', exact: true }).waitFor({ state: 'detached' });
    await page.getByText('This browser').waitFor();
    await page.reload();
    expect(await page.getByLabel('Availability').inputValue()).toBe('online');
  });

  it('shows what became of a mail, and sends it again', async () => {
    const id = await agent('Mary', 'Agent');
    await call('POST', `/agents/${id}/welcome-email`, {});
    const page = await signedIn('ada@example.com', `/console/agents/${id}?tab=mails`);
    const mails = page.getByRole('table', { name: 'Mails' }).getByRole('row');
    await mails.getByText('On its way').waitFor();
    expect(await hindrances(page)).toEqual([]);
    await page.getByRole('button', { name: 'Send again' }).click();
    await mails.nth(2).waitFor();
  });

  it('speaks German, and asks who it is when the session has ended', async () => {
    const id = await agent('Eve', 'Agent');
    const page = await signedIn('eve@example.com', '/console/account');
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
