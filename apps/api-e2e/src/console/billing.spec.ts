import { expect, it } from '@jest/globals';

import { hindrances } from '../browser.js';
import { inBrowser, PASSWORD, theConsole } from './started-console.js';

/** The other window's ids are UUIDs. */
interface Id {
  readonly id: string;
}

inBrowser("the console's billing", () => {
  it('shows what an agent was granted and has used', async () => {
    const { id: agency } = await theConsole.call<Id>('GET', '/agency');
    const { id: plan } = await theConsole.call<Id>('POST', `/agency/billing/${agency}/billing_plan`, {
      name: 'Starter',
      description: 'For small teams',
      bots_count: 1,
      queries_count: 1_000,
      words_count: 0,
      voice_seconds: 600,
      premium_support: false,
      credits: { replies: 100 },
    });
    const person = { first_name: 'Cleo', last_name: 'Credit', email: 'cleo@example.com', password: PASSWORD };
    const { id: cleo } = await theConsole.call<Id>('POST', '/user/create_live_agent', person);
    const query = `agency_id=${agency}&subaccount_user_id=${cleo}&new_billing_plan_id=${plan}`;
    await theConsole.call<Id>('POST', `/agency/billing/subaccount/change_billing_plan?${query}`);
    await theConsole.call<Id>('POST', `/user/${cleo}/credits/use`, {
      credit: 'replies',
      amount: 12,
      key: 'conversation-7',
    });
    const page = await theConsole.signedIn('ada@example.com', '/console/agents?search=cleo');
    await page.getByRole('link', { name: 'Cleo Credit' }).click();
    await page.getByRole('link', { name: 'Billing', exact: true }).click();
    await page.getByRole('heading', { name: '88 replies left' }).waitFor();
    await page.getByRole('cell', { name: 'conversation-7' }).waitFor();
    await page.getByText('As a table').click();
    await page.getByRole('cell', { name: '12', exact: true }).waitFor();
    expect(await hindrances(page)).toEqual([]);
  });
});
