import { afterAll, beforeAll, expect, it } from '@jest/globals';

import { hindrances } from '../browser.js';
import type { RunningProcess } from '../processes.js';
import { inBrowser, theConsole } from './started-console.js';

inBrowser('what takes the console a while', () => {
  let worker: RunningProcess;

  beforeAll(async () => {
    worker = await theConsole.startWorker();
  });

  afterAll(async () => {
    await worker.end('SIGTERM');
  });

  it("tries a file, brings it in before one's eyes, and shows the rows that failed", async () => {
    const page = await theConsole.signedIn('ada@example.com', '/console/agents');
    await page.getByRole('link', { name: 'Import' }).click();
    const rows = ['first_name,last_name,email,roles', 'Ida,Rhodes,ida@example.com,Agent', 'Jo,Nobody,nonsense,Agent'];
    const buffer = Buffer.from(rows.join('\n'));
    await page.getByLabel('Choose a file').setInputFiles({ name: 'people.csv', mimeType: 'text/csv', buffer });
    await page.getByRole('cell', { name: 'Rhodes' }).waitFor();
    expect(await hindrances(page)).toEqual([]);
    await page.getByRole('button', { name: 'Try it, change nothing' }).click();
    await page.getByRole('status').getByText('2 of 2 rows').waitFor();
    await page.getByRole('heading', { name: '1 failed row' }).waitFor();
    expect(await hindrances(page)).toEqual([]);
    await page.getByRole('button', { name: 'Import it for real' }).click();
    await page.getByRole('heading', { name: /^Import \d+$/ }).waitFor();
    await page.getByRole('heading', { name: '1 failed row' }).waitFor();
    const download = page.waitForEvent('download');
    await page.getByRole('link', { name: 'Download as CSV' }).click();
    expect((await download).suggestedFilename()).toMatch(/\.csv$/);
    await page.goto('/console/agents?search=ida%40example.com');
    await page.getByRole('link', { name: 'Ida Rhodes' }).waitFor();
  });

  it('changes all agents that a filter finds at once, and says which were refused and why', async () => {
    for (const [name, role] of [
      ['Zetaadmin', 'Admin'],
      ['Zetaone', 'Agent'],
      ['Zetatwo', 'Agent'],
    ] as const)
      await theConsole.agent(name, role);
    const page = await theConsole.signedIn('zetaadmin@example.com', '/console/agents?search=zeta');
    await page.getByRole('checkbox', { name: 'Choose zetaone@example.com' }).check();
    await page.getByText('1 agent chosen').waitFor();
    await page.getByRole('button', { name: 'Choose all 3 that match' }).click();
    expect(await page.getByRole('checkbox', { name: 'Choose all on this page' }).isChecked()).toBe(true);
    expect(await hindrances(page)).toEqual([]);
    await page.getByRole('button', { name: 'Change them' }).click();
    await page.getByRole('menuitem', { name: 'Disable' }).click();
    await page.getByRole('dialog', { name: 'Disable 3 agents?' }).getByRole('button', { name: 'Disable' }).click();
    await page.getByRole('status').getByText('3 of 3 agents').waitFor();
    await page.getByRole('table', { name: '1 agent was not changed' }).getByText('disable').waitFor();
    expect(await hindrances(page)).toEqual([]);
    await page.goto('/console/agents?search=zeta&enabled=false');
    await page.getByRole('checkbox', { name: 'Choose all on this page' }).check();
    await page.getByText('2 agents chosen').waitFor();
    await page.getByRole('button', { name: 'Change them' }).click();
    await page.getByRole('menuitem', { name: 'Add roles' }).click();
    await page.getByRole('dialog').getByLabel('Roles').fill('Adm');
    await page.getByRole('option', { name: 'Admin' }).click();
    await page.getByRole('dialog').getByRole('button', { name: 'Add roles' }).click();
    await page.getByText('Add roles: Admin').waitFor();
    await page.getByRole('status').getByText('Done').waitFor();
  });
});
