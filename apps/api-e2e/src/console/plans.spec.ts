import { expect, it } from '@jest/globals';

import { hindrances } from '../browser.js';
import { inBrowser, theConsole } from './started-console.js';

inBrowser("the console's billing plans", () => {
  it('creates a plan with credits and changes it, and offers that only to those who may', async () => {
    const page = await theConsole.signedIn('ada@example.com', '/console/plans');
    await page.getByText('Nobody is charged').waitFor();
    await page.getByRole('button', { name: 'New plan' }).click();
    const panel = page.getByRole('dialog', { name: 'New plan' });
    await panel.getByRole('textbox', { name: 'Name', exact: true }).fill('Team plan');
    await panel.getByRole('button', { name: 'Add a credit' }).click();
    await panel.getByLabel('Credit', { exact: true }).fill('summaries');
    await panel.getByLabel('Amount').fill('1e30');
    expect(await hindrances(page)).toEqual([]);
    await panel.getByRole('button', { name: 'Create plan' }).click();
    await panel.getByRole('alert').getByText('credits').waitFor();
    await panel.getByLabel('Amount').fill('500');
    await panel.getByRole('button', { name: 'Create plan' }).click();
    const row = page.getByRole('table', { name: 'Billing plans' }).getByRole('row', { name: 'Team plan' });
    await row.getByText('500 summaries').waitFor();
    await row.getByRole('button', { name: 'Team plan' }).click();
    await page.getByRole('dialog', { name: 'Team plan' }).getByLabel('Amount').fill('750');
    await page.keyboard.press('Escape');
    await page
      .getByRole('dialog', { name: 'Leave without saving?' })
      .getByRole('button', { name: 'Stay here' })
      .click();
    await page.getByRole('button', { name: 'Save' }).click();
    await row.getByText('750 summaries').waitFor();
    await theConsole.call('POST', '/roles', { name: 'Reader of bills', permissions: ['billing:read'] });
    await theConsole.agent('Rita', 'Reader of bills');
    const readers = await theConsole.signedIn('rita@example.com', '/console/plans');
    await readers.getByRole('row', { name: 'Team plan' }).waitFor();
    await expect(readers.getByRole('button', { name: /plan/ }).count()).resolves.toBe(0);
  });
});
