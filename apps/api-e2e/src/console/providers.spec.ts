import { expect, it } from '@jest/globals';

import { hindrances } from '../browser.js';
import { inBrowser, theConsole } from './started-console.js';

inBrowser("the console's identity providers", () => {
  it('are set up, changed without their secret being shown, and deleted', async () => {
    await theConsole.call('POST', '/teams', { name: 'Harbour' });
    const page = await theConsole.signedIn('ada@example.com', '/console/providers');
    await page.getByText('Nobody signs in by a provider').waitFor();
    await page.getByRole('link', { name: 'New provider' }).click();
    await page.getByLabel('Name', { exact: false }).first().fill('Okta');
    await page.getByLabel('Issuer').fill('https://okta.example.com');
    await page.getByLabel('Client id').fill('rollcall');
    await page.getByLabel('Client secret').fill('very-secret');
    // Nobody answers there; a provider that is switched on is looked up.
    await page.getByLabel('People may sign in by it').uncheck();
    await page.getByLabel('Domains of e-mails').fill('example.com\nexample.org');
    await page.getByRole('button', { name: 'Add a group' }).click();
    await page.getByLabel('Group at the provider').fill('harbour-eu');
    await page.getByRole('combobox', { name: 'Team' }).fill('harb');
    await page.getByRole('option', { name: 'Harbour' }).click();
    expect(await hindrances(page)).toEqual([]);
    await page.getByRole('button', { name: 'Set up provider' }).click();
    await page.getByRole('heading', { name: 'Okta' }).waitFor();
    await page.getByText(/\/api\/v1\/oidc\/\d+\/finish$/).waitFor();
    expect(await page.getByLabel('Client secret').inputValue()).toBe('');
    expect(await page.getByRole('combobox', { name: 'Team' }).inputValue()).toBe('Harbour');
    await page.getByLabel('Name', { exact: false }).first().fill('Okta EU');
    await page.getByRole('button', { name: 'Save' }).click();
    await page.getByText('Saved').waitFor();
    await page.getByRole('heading', { name: 'Okta EU' }).waitFor();
    const [stored] = await theConsole.rows(
      'SELECT client_secret AS secret, email_domains AS domains FROM oidc_providers',
    );
    expect(stored).toEqual({ secret: 'open:very-secret', domains: ['example.com', 'example.org'] });
    expect(await hindrances(page)).toEqual([]);
    await page.getByRole('navigation').getByRole('link', { name: 'Sign-in providers' }).click();
    await page.getByRole('row', { name: 'Okta EU' }).getByText('Disabled').waitFor();
    expect(await hindrances(page)).toEqual([]);
    await theConsole.rows('UPDATE oidc_providers SET enabled = true');
    const stranger = await theConsole.page();
    await stranger.goto('/console/sign-in');
    await stranger.getByRole('link', { name: 'Sign in with Okta EU' }).waitFor();
    await page.getByRole('link', { name: 'Okta EU' }).click();
    await page.getByRole('button', { name: 'Delete' }).click();
    await page.getByRole('dialog').getByRole('button', { name: 'Delete' }).click();
    await page.getByText('Nobody signs in by a provider').waitFor();
  });
});
