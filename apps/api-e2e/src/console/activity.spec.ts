import { expect, it } from '@jest/globals';

import { hindrances } from '../browser.js';
import { inBrowser, theConsole } from './started-console.js';

inBrowser("the console's activity log", () => {
  it('is searched and narrowed, and shows what was before and after', async () => {
    const { id } = await theConsole.call('POST', '/teams', { name: 'Lighthouse' });
    await theConsole.call('PUT', `/teams/${id}`, { name: 'Lighthouse', emoji: '🗼' });
    const page = await theConsole.signedIn('ada@example.com', '/console/activity');
    await page.getByText(/sealed/i).waitFor();
    await page.getByRole('searchbox').fill('LIGHTHOUSE');
    const table = page.getByRole('table', { name: 'Activity log' });
    await table.getByText('created team').waitFor();
    await page.getByLabel('Kind of deed').selectOption('Team changed');
    await table.getByText('created team').waitFor({ state: 'detached' });
    await table.getByText('Lighthouse').click();
    await table.getByRole('rowheader', { name: 'emoji' }).waitFor();
    await table.getByText('🗼').waitFor();
    expect(await hindrances(page)).toEqual([]);
    expect(page.url()).toContain('search=LIGHTHOUSE');
    await page.reload();
    expect(await page.getByRole('searchbox').inputValue()).toBe('LIGHTHOUSE');
    await page.getByRole('searchbox').fill('nobody is called so');
    await page.getByText('Nothing found').waitFor();
  });
});
