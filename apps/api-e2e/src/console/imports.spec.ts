import { expect, it } from '@jest/globals';

import { hindrances } from '../browser.js';
import { inBrowser, theConsole } from './started-console.js';

inBrowser("the console's imports", () => {
  it("tries a file, brings it in before one's eyes, and shows the rows that failed", async () => {
    const page = await theConsole.signedIn('ada@example.com', '/console/agents');
    await page.getByRole('link', { name: 'Import' }).click();
    const rows = ['first_name,last_name,email,roles', 'Ida,Rhodes,ida@example.com,Agent', 'Jo,Nobody,nonsense,Agent'];
    const buffer = Buffer.from(rows.join('\n'));
    await page.getByLabel('Choose a file').setInputFiles({ name: 'people.csv', mimeType: 'text/csv', buffer });
    await page.getByRole('cell', { name: 'Rhodes' }).waitFor();
    expect(await hindrances(page)).toEqual([]);
    await page.getByRole('button', { name: 'Try it, change nothing' }).click();
    // The e-mail that is none was seen at once.
    await page.getByRole('status').getByText('1 of 2 rows').waitFor();
    const worker = await theConsole.startWorker();
    await page.getByRole('status').getByText('2 of 2 rows').waitFor();
    await page.getByRole('heading', { name: '1 failed row' }).waitFor();
    expect(await hindrances(page)).toEqual([]);
    await page.getByRole('button', { name: 'Import it for real' }).click();
    await page.getByRole('heading', { name: /^Import \d+$/ }).waitFor();
    await page.getByRole('heading', { name: '1 failed row' }).waitFor();
    await worker.end('SIGTERM');
    const download = page.waitForEvent('download');
    await page.getByRole('link', { name: 'Download as CSV' }).click();
    expect((await download).suggestedFilename()).toMatch(/\.csv$/);
    await page.goto('/console/agents?search=ida%40example.com');
    await page.getByRole('link', { name: 'Ida Rhodes' }).waitFor();
  });
});
