import { expect, it } from '@jest/globals';

import { hindrances } from '../browser.js';
import { inBrowser, theConsole } from './started-console.js';

/** What a worker would have written after it tried in vain for a day. */
const FAIL = `UPDATE webhook_deliveries SET state = 'failed', attempts = 9, attempted_at = now(), duration_ms = 1234, status = 500,
  url = 'https://example.com/hook', answer = 'no <b>such</b> table', error = 'The receiver answered 500',
  attempts_made = '[{"at": "2026-01-01T08:00:00Z", "durationMs": 77, "status": null, "answer": null, "error": "connect ECONNREFUSED"},
    {"at": "2026-01-01T09:00:00Z", "durationMs": 1234, "status": 500, "answer": "no <b>such</b> table", "error": "The receiver answered 500"}]'`;

inBrowser("the console's webhooks", () => {
  it('makes a webhook whose secret is shown once, changes it, switches it off and on, and gives it a new secret', async () => {
    const page = await theConsole.signedIn('ada@example.com', '/console/webhooks');
    await page.getByRole('link', { name: 'New webhook' }).click();
    await page.getByLabel('Name').fill('CRM sync');
    await page.getByLabel('Address').fill('https://127.0.0.1/hook');
    await page.getByLabel('agent.created').check();
    expect(await hindrances(page)).toEqual([]);
    await page.getByRole('button', { name: 'Create webhook' }).click();
    await page.getByText('must lead to an address of the public internet').first().waitFor();
    await page.getByLabel('Address').fill('https://example.com/hook');
    await page.getByRole('button', { name: 'Create webhook' }).click();
    const secret = page.getByRole('dialog', { name: 'The secret of “CRM sync”' });
    const first = await secret.getByText(/^whsec_/).innerText();
    await page.keyboard.press('Escape');
    await page.getByRole('heading', { name: 'CRM sync' }).waitFor();
    await page.getByLabel('Name').fill('CRM');
    await page.getByLabel('All events').check();
    await page.getByRole('button', { name: 'Save' }).click();
    await page.getByRole('heading', { name: 'CRM', exact: true }).waitFor();
    await page.getByRole('button', { name: 'Switch off' }).click();
    await page.getByText('Switched off').waitFor();
    expect(await page.getByRole('button', { name: 'Send a test' }).count()).toBe(0);
    await page.getByRole('button', { name: 'Switch on' }).click();
    await page.getByRole('button', { name: 'New secret' }).click();
    await page.getByRole('dialog').getByRole('button', { name: 'Rotate' }).click();
    const next = page.getByRole('dialog', { name: 'The secret of “CRM”' });
    expect(await next.getByText(/^whsec_/).innerText()).not.toBe(first);
    await page.keyboard.press('Escape');
    await page.getByText('Old secret ends in').waitFor();
    await page.goto('/console/webhooks');
    const row = page.getByRole('table', { name: 'Webhooks' }).getByRole('row', { name: 'CRM' });
    await row.getByText('On', { exact: true }).waitFor();
    expect(await hindrances(page)).toEqual([]);
    await row.getByRole('link').click();
    await page.getByRole('button', { name: 'Delete' }).click();
    await page.getByRole('dialog', { name: 'Delete the webhook' }).getByRole('button', { name: 'Delete' }).click();
    await page.getByText('No webhooks yet').waitFor();
  });

  it('shows what was sent to a webhook and answered, and sends it again', async () => {
    const body = { name: 'Failing', url: 'https://example.com/hook', events: ['agent.created'] };
    const { id } = await theConsole.call('POST', '/webhooks', body);
    const page = await theConsole.signedIn('ada@example.com', `/console/webhooks/${id}`);
    await page.getByText('Nothing was sent yet').waitFor();
    await page.getByRole('button', { name: 'Send a test' }).click();
    const deliveries = page.getByRole('table', { name: 'Deliveries' });
    await deliveries.getByText('On its way').last().waitFor();
    await theConsole.rows(FAIL);
    await page.getByLabel('State').selectOption('Failed');
    await deliveries.getByText('webhook.test', { exact: true }).click();
    await deliveries.getByText('no <b>such</b> table').waitFor();
    await deliveries.getByText('"event": "webhook.test"').waitFor();
    await deliveries.getByRole('cell', { name: '1234 ms' }).waitFor();
    const attempts = deliveries.getByRole('listitem');
    expect(await attempts.allInnerTexts()).toEqual([
      expect.stringMatching(/1234 ms · The receiver answered 500$/),
      expect.stringMatching(/77 ms · connect ECONNREFUSED$/),
    ]);
    expect(await hindrances(page)).toEqual([]);
    await deliveries.getByRole('button', { name: 'Send again' }).click();
    await page.getByText('1 is sent again').waitFor();
    await page.getByText('Nothing found').waitFor();
    await theConsole.rows(FAIL);
    await page.getByRole('button', { name: 'Send those of a time again' }).click();
    const span = page.getByRole('dialog', { name: 'Send those of a time again' });
    await span.getByLabel('From').fill('2020-01-01T00:00');
    await span.getByLabel('To').fill('2020-01-02T00:00');
    await span.getByRole('button', { name: 'Send again' }).click();
    await page.getByText('0 are sent again').waitFor();
    await page.getByRole('button', { name: 'Send all failed ones again' }).click();
    await page.getByText('1 is sent again').waitFor();
    await theConsole.call('DELETE', `/webhooks/${id}`);
  });
});
