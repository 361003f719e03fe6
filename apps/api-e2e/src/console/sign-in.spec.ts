import { expect, it } from '@jest/globals';

import { hindrances } from '../browser.js';
import { inBrowser, signIn, theConsole } from './started-console.js';

inBrowser('signing in to the console', () => {
  it('leads from the front page to the sign-in, says what is wrong, and lets in and out again', async () => {
    const page = await theConsole.page();
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
    const page = await theConsole.page();
    await page.goto('/console/sign-in');
    await page.getByRole('link', { name: 'Forgotten your password?' }).click();
    expect(await hindrances(page)).toEqual([]);
    await page.getByLabel('E-mail').fill('nobody@example.com');
    await page.getByRole('button', { name: 'Send the link' }).click();
    await page.getByRole('status').getByText('nobody@example.com').waitFor();
  });

  it('sets a password by the link of an older mail, once, and lets in with it', async () => {
    const id = await theConsole.agent('Anna', 'Agent');
    const token = 'a'.repeat(43);
    await theConsole.rows(
      `INSERT INTO password_tokens (agent_id, created_at, expires_at, token_hash)
       VALUES ($1, now(), now() + interval '1 hour', sha256($2::bytea))`,
      [id, Buffer.from(token)],
    );
    const page = await theConsole.page();
    await page.goto(`/set-password?token=${token}`);
    await page.getByLabel('New password').fill('weak');
    expect(await hindrances(page)).toEqual([]);
    await page.getByRole('button', { name: 'Set password' }).click();
    await page.getByText('10 to 72 characters with').first().waitFor();
    await page.getByLabel('New password').fill('Another-Horse-8');
    await page.getByRole('button', { name: 'Set password' }).click();
    await page.getByText('You can sign in with it now.').waitFor();
    expect(await hindrances(page)).toEqual([]);
    await page.getByRole('link', { name: 'Sign in' }).click();
    await signIn(page, 'anna@example.com', 'Another-Horse-8');
    await page.getByRole('heading', { name: 'Your account' }).waitFor();
    await page.goto(`/console/set-password#token=${token}`);
    await page.getByLabel('New password').fill('Third-Horse-9');
    await page.getByRole('button', { name: 'Set password' }).click();
    await page.getByText('This link no longer works').waitFor();
  });

  it('speaks German, and asks who it is when the session has ended', async () => {
    const id = await theConsole.agent('Eve', 'Agent');
    const page = await theConsole.signedIn('eve@example.com', '/console/account');
    await page.getByRole('button', { name: 'Eve' }).click();
    await page.getByRole('menuitemradio', { name: 'Deutsch' }).click();
    await page.getByRole('heading', { name: 'Ihr Konto' }).waitFor();
    await theConsole.call('PUT', `/agents/${id}`, {
      first_name: 'Eve',
      email: 'eve@example.com',
      role: 'Agent',
      enabled: false,
    });
    await page.reload();
    await page.getByRole('heading', { name: 'Bei Rollcall anmelden' }).waitFor();
    expect(page.url()).toContain('next=%2Fconsole%2Faccount');
  });
});
