import { expect, it } from '@jest/globals';

import { hindrances } from '../browser.js';
import { inBrowser, PASSWORD, theConsole } from './started-console.js';

/** One pixel, as a GIF. */
const PICTURE = Buffer.from('R0lGODlhAQABAIAAAAAAAP///yH5BAEAAAAALAAAAAABAAEAAAIBRAA7', 'base64');

inBrowser("one's own account in the console", () => {
  it('lets somebody change their name, picture, availability and password, and signs them out elsewhere', async () => {
    await theConsole.agent('Kay', 'Agent');
    await theConsole.signedIn('kay@example.com', '/console/account');
    const page = await theConsole.signedIn('kay@example.com', '/console/account');
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
});
