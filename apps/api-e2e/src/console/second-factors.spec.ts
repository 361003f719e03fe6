import { expect, it } from '@jest/globals';
import { generateSync } from 'otplib';
import type { Page } from 'playwright-core';

import { hindrances } from '../browser.js';
import { inBrowser, signIn, theConsole } from './started-console.js';

inBrowser('second factors in the console', () => {
  /** A code of the app, whatever codes were used before. */
  const codeOf = async (secret: string): Promise<string> => {
    await theConsole.rows('UPDATE second_factors SET last_step = NULL');
    return generateSync({ secret });
  };
  const signOut = async (page: Page, name: string) => {
    await page.getByRole('button', { name }).click();
    await page.getByRole('menuitem', { name: 'Sign out' }).click();
    await page.getByRole('heading', { name: 'Sign in to Rollcall' }).waitFor();
  };

  it('are set up, asked for at the sign-in and again, stood in for, and reset by an administrator', async () => {
    const id = await theConsole.agent('Tess', 'Admin');
    const page = await theConsole.signedIn('tess@example.com', '/console/account');
    await page.getByRole('button', { name: 'Set up an app' }).click();
    await page.getByRole('dialog').getByLabel('Name').fill('Phone');
    await page.keyboard.press('Enter');
    await page.getByRole('img', { name: 'QR code with the secret' }).waitFor();
    const secret = await page.getByRole('note', { name: 'Secret' }).innerText();
    expect(secret).toMatch(/^[A-Z2-7]{32}$/);
    expect(await hindrances(page)).toEqual([]);
    await page.getByRole('textbox', { name: 'Code' }).fill('000000');
    await page.getByRole('button', { name: 'Confirm' }).click();
    await page.getByText('code is wrong').waitFor();
    await page.getByRole('textbox', { name: 'Code' }).fill(await codeOf(secret));
    await page.keyboard.press('Enter');
    await page.getByRole('dialog', { name: 'Your recovery codes' }).waitFor();
    const codes = (await page.getByRole('dialog').locator('code').innerText()).split(' ');
    expect(codes).toHaveLength(10);
    await page.getByRole('dialog').getByRole('button', { name: 'I have kept it' }).click();
    await page.getByText('10 recovery codes are left.').waitFor();
    await page.getByRole('button', { name: 'Rename “Phone”' }).click();
    await page.getByRole('dialog').getByLabel('Name').fill('Tablet');
    await page.keyboard.press('Enter');
    await page.getByRole('button', { name: 'Remove “Tablet”' }).waitFor();

    await signOut(page, 'Tess');
    await signIn(page, 'tess@example.com');
    await page.getByRole('textbox', { name: 'Code' }).fill('000000');
    expect(await hindrances(page)).toEqual([]);
    await page.keyboard.press('Enter');
    await page.getByRole('alert').getByText('The code is wrong').waitFor();
    await page.getByRole('textbox', { name: 'Code' }).fill(await codeOf(secret));
    await page.getByRole('button', { name: 'Sign in' }).click();
    await page.getByRole('button', { name: 'Tess' }).waitFor();

    await theConsole.rows("UPDATE sessions SET factor_at = factor_at - interval '11 minutes' WHERE agent_id = $1", [
      id,
    ]);
    await page.goto('/console/account');
    await page.getByRole('button', { name: 'New recovery codes' }).click();
    await page.getByRole('alert').getByText('This takes your second factor').waitFor();
    expect(await hindrances(page)).toEqual([]);
    await page.getByRole('textbox', { name: 'Code' }).fill(codes[0] ?? '');
    await page.getByRole('button', { name: 'Show the second factor' }).click();
    await page.getByText('Now try again what was refused.').waitFor();
    await page.getByRole('button', { name: 'New recovery codes' }).click();
    await page.getByRole('dialog').getByRole('button', { name: 'I have kept it' }).click();

    const admin = await theConsole.signedIn('ada@example.com', `/console/agents/${id}?tab=sessions`);
    await admin.getByRole('button', { name: 'Reset second factors' }).click();
    await admin.getByRole('button', { name: 'Reset', exact: true }).click();
    await admin.getByText('No second factor').waitFor();
    await page.goto('/console/account');
    await signIn(page, 'tess@example.com');
    await page.getByText('No second factor').waitFor();
  });

  it('are needed by a role from a day on, which reminds its holders and then lets them do nothing else', async () => {
    const { id: roleId } = await theConsole.call('POST', '/roles', { name: 'Guarded', permissions: ['users:manage'] });
    await theConsole.agent('Finn', 'Guarded');
    const admin = await theConsole.signedIn('ada@example.com', `/console/roles/${roleId}`);
    await admin.getByLabel('A second factor is needed from').fill('2099-01-31');
    await admin.getByRole('button', { name: 'Set the day' }).click();
    await admin.getByText('Saved', { exact: true }).waitFor();
    expect(await hindrances(admin)).toEqual([]);
    const page = await theConsole.signedIn('finn@example.com', '/console/agents');
    await page.getByText('A role of yours needs a second factor from').waitFor();
    await page.getByRole('table').first().waitFor();
    await admin.getByLabel('A second factor is needed from').fill('2020-01-31');
    await admin.getByRole('button', { name: 'Set the day' }).click();
    await admin.getByText('Saved', { exact: true }).waitFor();
    await page.reload();
    await page.getByText('Set one up on the page of your account first').first().waitFor();
    await page.getByRole('link', { name: 'Set one up' }).click();
    await page.getByRole('button', { name: 'Set up an app' }).waitFor();
  });
});
