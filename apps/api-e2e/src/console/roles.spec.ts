import { expect, it } from '@jest/globals';

import { hindrances } from '../browser.js';
import { inBrowser, theConsole } from './started-console.js';

inBrowser("the console's roles", () => {
  it('shows which role holds what, and what a change would do before it is saved', async () => {
    await theConsole.call('POST', '/roles', { name: 'Lead', permissions: ['teams:manage'] });
    await theConsole.agent('Lea', 'Lead');
    const page = await theConsole.signedIn('ada@example.com', '/console/roles');
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
});
