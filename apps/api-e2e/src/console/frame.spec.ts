import { expect, it } from '@jest/globals';

import { hindrances } from '../browser.js';
import { inBrowser, theConsole } from './started-console.js';

inBrowser("what stands around the console's pages", () => {
  it('finds an agent, a role or an action by the keyboard, for those who may', async () => {
    await theConsole.call('POST', '/agents', { first_name: 'Edsger', email: 'edsger@example.com', role: 'Agent' });
    const page = await theConsole.signedIn('ada@example.com', '/console/roles');
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

  it('offers nothing that the caller may not do, and says why a page is refused', async () => {
    const page = await theConsole.signedIn('bob@example.com', '/console/');
    await page.getByRole('heading', { name: 'Your account' }).waitFor();
    await expect(page.getByRole('navigation').getByRole('link').count()).resolves.toBe(0);
    await page.keyboard.press('Control+k');
    await page.getByRole('option', { name: 'Sign out' }).waitFor();
    await expect(page.getByRole('option', { name: /Agents|New/ }).count()).resolves.toBe(0);
    await page.goto('/console/agents');
    await page.getByRole('alert').getByText('users:manage').waitFor();
    expect(await hindrances(page)).toEqual([]);
  });
});
