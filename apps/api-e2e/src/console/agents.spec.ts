import { expect, it } from '@jest/globals';

import { hindrances } from '../browser.js';
import { inBrowser, signIn, theConsole } from './started-console.js';

inBrowser("the console's agents", () => {
  it('shows the agents that an address asks for once somebody has signed in, and finds others as one types', async () => {
    await theConsole.agent('Zz', 'Agent');
    const page = await theConsole.page();
    await page.goto('/console/agents?search=bob&enabled=true');
    await signIn(page, 'ada@example.com');
    const rows = page.getByRole('table', { name: 'Agents' }).getByRole('row');
    await rows.getByRole('cell', { name: 'bob@example.com', exact: true }).waitFor();
    expect(await rows.count()).toBe(2);
    expect(await hindrances(page)).toEqual([]);
    await page.getByRole('searchbox').fill('nobody');
    await page.getByText('No agent fits').waitFor();
    expect(new URL(page.url()).search).toBe('?search=nobody&enabled=true');
    await page.getByRole('button', { name: 'Clear filters' }).click();
    await rows.getByRole('cell', { name: 'ada@example.com', exact: true }).waitFor();
    await page.getByRole('columnheader', { name: 'E-mail' }).getByRole('button').press('Enter');
    await page.waitForURL('**?sort=email');
    await page.getByRole('columnheader', { name: 'E-mail' }).getByRole('button').press('Enter');
    await page.waitForURL('**?sort=-email');
    await rows.nth(1).getByRole('cell', { name: 'zz@example.com', exact: true }).waitFor();
    expect(await hindrances(page)).toEqual([]);
  });

  it('creates an agent, changes it, and shows what was before and after', async () => {
    const page = await theConsole.signedIn('ada@example.com', '/console/agents/new');
    const panel = page.getByRole('dialog', { name: 'New agent' });
    await panel.getByLabel('First name').fill('Grace');
    await panel.getByLabel('E-mail').fill('grace');
    await panel.getByRole('button', { name: 'Create agent' }).click();
    await panel.getByText('An e-mail has a name').waitFor();
    expect(await hindrances(page)).toEqual([]);
    await panel.getByLabel('E-mail').fill('grace@example.com');
    await panel.getByRole('button', { name: 'Create agent' }).click();
    await page.getByRole('heading', { name: 'Grace' }).waitFor();
    await page.getByLabel('Last name').fill('Hopper');
    await page.getByRole('button', { name: 'Save' }).click();
    await page.getByRole('heading', { name: 'Grace Hopper' }).waitFor();
    const theirs = { first_name: 'Grace', last_name: 'Murray', email: 'grace@example.com', role: 'Agent' };
    await theConsole.call('PUT', new URL(page.url()).pathname.replace('/console', ''), theirs);
    await page.getByLabel('Last name').fill('Brewster');
    await page.getByRole('button', { name: 'Save' }).click();
    await page.getByText('Last name is now “Murray”.').waitFor();
    expect(await hindrances(page)).toEqual([]);
    await page.getByRole('button', { name: 'Save' }).click();
    await page.getByRole('heading', { name: 'Grace Brewster' }).waitFor();
    await page.getByRole('link', { name: 'Activity', exact: true }).click();
    await page.getByText('updated').first().click();
    await page.getByRole('cell', { name: 'Brewster' }).waitFor();
    await page.getByRole('button', { name: 'Actions' }).click();
    await page.getByRole('menuitem', { name: 'Disable' }).click();
    await page.getByRole('dialog').getByRole('button', { name: 'Disable' }).click();
    await page.getByText('Disabled').waitFor();
  });

  it('shows what became of a mail, and sends it again', async () => {
    const id = await theConsole.agent('Mary', 'Agent');
    await theConsole.call('POST', `/agents/${id}/welcome-email`, {});
    const page = await theConsole.signedIn('ada@example.com', `/console/agents/${id}?tab=mails`);
    const mails = page.getByRole('table', { name: 'Mails' }).getByRole('row');
    await mails.getByText('On its way').waitFor();
    expect(await hindrances(page)).toEqual([]);
    await page.getByRole('button', { name: 'Send again' }).click();
    await mails.nth(2).waitFor();
  });

  it('asks before a form with changes is left, by a link or by closing its panel, and keeps what is filled in', async () => {
    const id = await theConsole.agent('Uma', 'Agent');
    const page = await theConsole.signedIn('ada@example.com', `/console/agents/${id}`);
    await page.getByLabel('Last name').fill('Thur');
    await page.getByRole('link', { name: 'API keys' }).click();
    const question = page.getByRole('dialog', { name: 'Leave without saving?' });
    await question.getByRole('button', { name: 'Stay here' }).click();
    await question.waitFor({ state: 'detached' });
    expect(await page.getByLabel('Last name').inputValue()).toBe('Thur');
    await page.getByRole('link', { name: 'API keys' }).click();
    await question.getByRole('button', { name: 'Discard it' }).click();
    await page.getByRole('button', { name: 'New key' }).click();
    await page.getByRole('dialog', { name: 'New key' }).getByLabel('Name').fill('x');
    await page.keyboard.press('Escape');
    expect(await hindrances(page)).toEqual([]);
    await question.getByRole('button', { name: 'Discard it' }).click();
    await page.getByRole('dialog').waitFor({ state: 'detached' });
  });

  it('shows where an agent is signed in, and signs it out there', async () => {
    const id = await theConsole.agent('Sid', 'Agent');
    const theirs = await theConsole.signedIn('sid@example.com', '/console/account');
    const page = await theConsole.signedIn('ada@example.com', `/console/agents/${id}?tab=sessions`);
    await page.getByRole('table', { name: 'Sessions' }).getByText('Chrome').waitFor();
    expect(await hindrances(page)).toEqual([]);
    await page.getByRole('button', { name: 'Sign out everywhere' }).click();
    await page.getByText('Signed in nowhere').waitFor();
    await theirs.reload();
    await theirs.getByRole('heading', { name: 'Sign in to Rollcall' }).waitFor();
  });
});
