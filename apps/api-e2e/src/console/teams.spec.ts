import { expect, it } from '@jest/globals';

import { hindrances } from '../browser.js';
import { inBrowser, theConsole } from './started-console.js';

inBrowser("the console's teams", () => {
  it('creates a team beside the others, shows who is in it, and deletes it', async () => {
    const page = await theConsole.signedIn('ada@example.com', '/console/teams');
    await page.getByRole('link', { name: 'New team' }).click();
    await page.getByLabel('Name').fill('Night shift');
    expect(await hindrances(page)).toEqual([]);
    await page.getByRole('button', { name: 'Create team' }).click();
    const team = page.getByRole('table', { name: 'Teams' }).getByRole('link', { name: 'Night shift' });
    await team.waitFor();
    await theConsole.call('POST', '/agents', {
      first_name: 'Mo',
      email: 'mo@example.com',
      role: 'Agent',
      teams: ['Night shift'],
    });
    await team.click();
    await page.getByText('1 member, 0 could take work now').waitFor();
    await page.getByText('Nobody: they are offline').waitFor();
    await theConsole.rows("UPDATE agents SET availability_status = 'online' WHERE email = 'mo@example.com'");
    await page.getByRole('listitem').filter({ hasText: '0 conversations' }).getByText('Mo').waitFor();
    await page.getByRole('button', { name: 'Delete' }).click();
    await page.getByRole('dialog', { name: 'Delete the team' }).getByRole('button', { name: 'Delete' }).click();
    await team.waitFor({ state: 'detached' });
  });
});
