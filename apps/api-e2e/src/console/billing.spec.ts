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

  it('lists the accounts of all agents by plan and by what Stripe says', async () => {
    const page = await theConsole.signedIn('ada@example.com', '/console/plans');
    await page.getByRole('row', { name: 'Starter' }).getByRole('link', { name: '1', exact: true }).click();
    await page.getByRole('row', { name: 'Cleo Credit' }).getByText('88 replies').waitFor();
    expect(await page.getByRole('row').count()).toBe(2);
    await theConsole.rows(
      `UPDATE billing_accounts SET stripe_subscription_status = 'past_due', stripe_problem = 'No price'
       WHERE agent_id = (SELECT id FROM agents WHERE email = 'cleo@example.com')`,
    );
    await page.goto('/console/billing-accounts');
    await page.getByRole('link', { name: 'Ada' }).waitFor();
    await page.getByLabel('Subscription').selectOption('Past due');
    await page.getByRole('link', { name: 'Ada' }).waitFor({ state: 'detached' });
    await page.getByRole('row', { name: 'Cleo Credit' }).getByText('Stripe does not give the plan').waitFor();
    expect(await hindrances(page)).toEqual([]);
    await page.getByRole('link', { name: 'Cleo Credit' }).click();
    await page.getByText('No price').waitFor();
    await page.goBack();
    await page.getByLabel('Subscription').selectOption('Paused');
    await page.getByText('No agent fits').waitFor();
  });
});
