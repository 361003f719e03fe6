import { expect, it } from '@jest/globals';

import { hindrances } from '../browser.js';
import { inBrowser, theConsole } from './started-console.js';

/** What a worker would have written after it tried in vain. */
const FAILED_JOB = `INSERT INTO job_outbox (id, created_at, name, payload, attempts, last_error, failed_at, sweep_at)
  VALUES (gen_random_uuid(), now(), 'send-mail', '{"mailId": 77}', 5, 'The mail server said no', now(), now())`;

inBrowser("the console's overview and jobs", () => {
  it('shows first what needs attention, and leads to a job that failed, which is done again', async () => {
    const webhook = { name: 'Stopped', url: 'https://example.com/hook', events: ['agent.created'], is_active: false };
    const { id } = await theConsole.call('POST', '/webhooks', webhook);
    await theConsole.rows(FAILED_JOB);
    const page = await theConsole.signedIn('ada@example.com', '/console/');
    await page.getByRole('heading', { name: 'Overview' }).waitFor();
    await page.getByRole('heading', { name: 'Needs attention' }).waitFor();
    await page.getByRole('link', { name: 'Stopped' }).waitFor();
    await page.getByRole('img', { name: 'Sign-ins of the last 14 days' }).waitFor();
    await page.getByText('As a table').first().click();
    await page.getByRole('columnheader', { name: 'Signed in' }).waitFor();
    await page.getByRole('row', { name: 'mail' }).first().waitFor();
    expect(await hindrances(page)).toEqual([]);
    await page.getByRole('link', { name: '1 job has failed for good' }).click();
    const jobs = page.getByRole('table', { name: 'Jobs' });
    await jobs.getByText('The mail server said no').click();
    await jobs.getByText('"mailId": 77').waitFor();
    expect(await hindrances(page)).toEqual([]);
    await jobs.getByRole('button', { name: 'Retry' }).click();
    await page.getByText('No job has failed for good').waitFor();
    await page.getByText('1 job is done again').waitFor();
    await theConsole.call('DELETE', `/webhooks/${id}`);
    await theConsole.rows(`DELETE FROM job_outbox WHERE payload = '{"mailId": 77}'`);
  });
});
