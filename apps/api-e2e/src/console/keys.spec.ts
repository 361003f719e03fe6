import { expect, it } from '@jest/globals';

import { hindrances } from '../browser.js';
import { inBrowser, theConsole } from './started-console.js';

inBrowser("the console's keys", () => {
  it('makes a key whose secret is shown once, rotates and revokes it, by the keyboard alone', async () => {
    const id = await theConsole.agent('Hedy', 'Agent');
    const page = await theConsole.signedIn('ada@example.com', `/console/agents/${id}?tab=keys`);
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

  it('creates a service account and its first key', async () => {
    const page = await theConsole.signedIn('ada@example.com', '/console/service-accounts/new');
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
});
