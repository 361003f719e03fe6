import { expect, it } from '@jest/globals';
import type { Locator, Page } from 'playwright-core';

import { inBrowser, theConsole } from './started-console.js';

/** More than there are places on a page. */
const MOST_TABS = 80;

/** Goes on to this place as a person without a mouse does. */
async function tabTo(page: Page, place: Locator): Promise<void> {
  await place.waitFor();
  for (let tabs = 0; tabs < MOST_TABS; tabs++) {
    if ((await place.and(page.locator(':focus')).count()) === 1) return;
    await page.keyboard.press('Tab');
  }
  throw new Error(`No Tab leads to ${String(place)}`);
}

inBrowser('the console by the keyboard alone', () => {
  it('creates an agent, changes it and revokes its key', async () => {
    const page = await theConsole.signedIn('ada@example.com', '/console/agents');
    await tabTo(page, page.getByRole('link', { name: 'New agent' }));
    await page.keyboard.press('Enter');
    const panel = page.getByRole('dialog', { name: 'New agent' });
    await tabTo(page, panel.getByLabel('First name'));
    await page.keyboard.type('Katherine');
    await tabTo(page, panel.getByLabel('E-mail'));
    await page.keyboard.type('katherine@example.com');
    await page.keyboard.press('Enter');
    await page.getByRole('heading', { name: 'Katherine' }).waitFor();
    const path = new URL(page.url()).pathname.replace('/console', '');
    await theConsole.call('POST', `${path}/api-keys`, { name: 'nightly' });

    await tabTo(page, page.getByLabel('Last name'));
    await page.keyboard.type('Johnson');
    await page.keyboard.press('Enter');
    await page.getByRole('heading', { name: 'Katherine Johnson' }).waitFor();

    await tabTo(page, page.getByRole('link', { name: 'API keys' }));
    await page.keyboard.press('Enter');
    await tabTo(page, page.getByRole('button', { name: 'Revoke' }));
    await page.keyboard.press('Enter');
    await tabTo(page, page.getByRole('dialog').getByRole('button', { name: 'Revoke' }));
    await page.keyboard.press('Enter');
    await page.getByText('No keys').waitFor();
    expect(await theConsole.call('GET', path)).toMatchObject({ first_name: 'Katherine', last_name: 'Johnson' });
    expect(await theConsole.call('GET', `${path}/api-keys`)).toEqual([]);
  });
});
