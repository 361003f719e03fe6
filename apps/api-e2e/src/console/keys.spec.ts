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

  it('tells the later one of two people what the first has changed of a service account', async () => {
    const body = { first_name: 'Export', roles: ['Agent'] };
    const { id } = await theConsole.call<{ id: number }>('POST', '/service-accounts', body);
    const change = (changes: object) => theConsole.call('PUT', `/service-accounts/${id}`, { ...body, ...changes });
    const page = await theConsole.signedIn('ada@example.com', `/console/service-accounts/${id}`);
    const name = page.getByLabel('Name');
    await name.fill('Nightly export');
    await change({ enabled: false });
    await page.getByRole('button', { name: 'Save' }).click();
    await page.getByText('Saved').waitFor();
    expect(await page.getByLabel('Enabled').isChecked()).toBe(false);
    await name.fill('Weekly export');
    await change({ first_name: 'Daily export' });
    await page.getByRole('button', { name: 'Save' }).click();
    await page.getByText('Name is now “Daily export”.').waitFor();
    expect(await name.inputValue()).toBe('Weekly export');
    await page.getByRole('button', { name: 'Save' }).click();
    await page.getByText('Saved').waitFor();
    expect(await theConsole.call('GET', `/agents/${id}`)).toMatchObject({
      first_name: 'Weekly export',
      enabled: false,
    });
  });
});
