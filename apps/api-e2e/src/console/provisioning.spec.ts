import { expect, it } from '@jest/globals';

import { hindrances } from '../browser.js';
import { inBrowser, theConsole } from './started-console.js';

inBrowser("the console's provisioning", () => {
  it('shows the address for a provider, lets a team give roles, and says why a request failed', async () => {
    await theConsole.call('POST', '/teams', { name: 'Provisioned' });
    const page = await theConsole.signedIn('ada@example.com', '/console/provisioning');
    await page.getByText(/^http:.*\/scim\/v2$/).waitFor();
    const headers = { Authorization: 'Bearer in-unknown' };
    await page.request.get('/scim/v2/Users?filter=userName eq "a@b.example"', { headers });
    await page.getByRole('button', { name: 'Add a team' }).click();
    await page.getByRole('combobox', { name: 'Team' }).fill('Provis');
    await page.getByRole('option', { name: 'Provisioned' }).click();
    await page.getByLabel('Roles').fill('Agent');
    await page.getByRole('option', { name: 'Agent' }).click();
    await page.getByRole('button', { name: 'Save' }).click();
    const row = page.getByRole('table', { name: 'Roles by groups' }).getByRole('row', { name: 'Provisioned' });
    await row.getByText('Agent', { exact: true }).waitFor();
    await page.getByLabel('Only those that failed').check();
    const request = page
      .getByRole('table', { name: 'Last requests' })
      .getByRole('row')
      .filter({ hasText: 'a@b.example' });
    await request.getByText('GET /scim/v2/Users').click();
    await request.getByText('"status":"401"').waitFor();
    await request.getByText('no valid key').waitFor();
    expect(await hindrances(page)).toEqual([]);
    await row.getByRole('button', { name: 'Change' }).click();
    await page.getByRole('button', { name: 'Remove Agent' }).click();
    await page.getByRole('button', { name: 'Save' }).click();
    await page.getByText('No team gives roles').waitFor();
  });

  it('leads to the service accounts whose keys a provider could have', async () => {
    const page = await theConsole.signedIn('ada@example.com', '/console/provisioning');
    await page.getByText('No service account may provision yet.').waitFor();
    await theConsole.call('POST', '/roles', { name: 'Provisioning', permissions: ['scim:manage', 'users:manage'] });
    await theConsole.call('POST', '/service-accounts', { first_name: 'Nightly export', roles: ['Agent'] });
    await theConsole.call('POST', '/service-accounts', { first_name: 'Entra ID', roles: ['Agent', 'Provisioning'] });
    await page.reload();
    const owners = page.getByRole('list', { name: 'Service accounts that may provision' });
    await owners.getByRole('link', { name: 'Entra ID' }).waitFor();
    expect(await owners.getByRole('link').count()).toBe(1);
    await owners.getByRole('link').click();
    await page.getByRole('button', { name: 'New key' }).waitFor();
  });
});
