import { afterAll, expect, it } from '@jest/globals';

import { hindrances, tooWide } from '../browser.js';
import { inBrowser, PASSWORD, theConsole } from './started-console.js';

/** Names that try a page: with markup, written from the right, without a place to break and as long as names may be. */
const HARD = {
  markup: `<img src=x onerror="document.title='run'"> &amp; </script>`,
  rightToLeft: 'عبد الرحمن الخوارزمي (فريق الليل)',
  long: 'Wolfeschlegel'.repeat(11).slice(0, 140),
};
const NAMES = Object.values(HARD);
const TEAMS = 1_000;

inBrowser('hard texts', () => {
  afterAll(async () => {
    await theConsole.rows('DELETE FROM oidc_providers');
    await theConsole.rows('DELETE FROM webhooks');
    await theConsole.rows("DELETE FROM teams WHERE name LIKE 'Hard team %'");
  });

  it('leave every page whole: names with markup, from the right and of 140 characters, and a thousand teams', async () => {
    const ids = await seeded();
    const page = await theConsole.signedIn('zara@example.com', '/console/overview');
    for (const path of [
      '/console/overview',
      '/console/agents?sort=-created',
      `/console/agents?team=${encodeURIComponent(HARD.long)}`,
      '/console/agents/new',
      ...['', '?tab=access', '?tab=keys'].map((tab) => `/console/agents/${ids.agent}${tab}`),
      '/console/teams',
      `/console/teams/${ids.team}`,
      '/console/roles',
      `/console/roles/${ids.role}`,
      '/console/service-accounts',
      `/console/service-accounts/${ids.service}`,
      '/console/billing-accounts',
      '/console/webhooks',
      `/console/webhooks/${ids.webhook}`,
      '/console/providers',
      `/console/providers/${ids.provider}`,
      '/console/activity',
      '/console/account',
    ]) {
      await page.goto(path);
      await page.locator('h1').waitFor();
      await page.getByText('Loading…').first().waitFor({ state: 'detached' });
      expect({ path, wide: await tooWide(page) }).toEqual({ path, wide: [] });
    }
    await page.goto(`/console/agents/${ids.agent}`);
    await page.locator('h1').waitFor();
    expect(await hindrances(page)).toEqual([]);
    // What the markup would have set.
    expect(await page.title()).toContain('Rollcall');
  });
});

/** One of everything with each of the names. Returns the ids of those with the longest. */
async function seeded(): Promise<Record<'agent' | 'team' | 'role' | 'service' | 'webhook' | 'provider', number>> {
  const made = { agent: 0, team: 0, role: 0, service: 0, webhook: 0, provider: 0 };
  for (const name of NAMES) {
    made.team = (await theConsole.call('POST', '/teams', { name })).id;
    const role = roleOf(name);
    made.role = (await theConsole.call('POST', '/roles', { name: role, permissions: ['conversations:read'] })).id;
    made.service = (await theConsole.call('POST', '/service-accounts', { first_name: name, roles: [role] })).id;
    made.webhook = (
      await theConsole.call('POST', '/webhooks', {
        name,
        url: `https://${'a'.repeat(60)}.example.com/${'b'.repeat(1_000)}`,
        events: ['agent.created'],
        is_active: false,
      })
    ).id;
    made.provider = (
      await theConsole.call('POST', '/oidc', {
        ...{
          name,
          provider: 'Custom',
          provider_url: 'https://idp.example.com',
          client_id: name,
          client_secret: 'secret',
        },
        ...{ enabled: false, teams: [{ group: name, team: name }] },
      })
    ).id;
    const email = `hard${made.team}@example.com`;
    made.agent = (
      await theConsole.call('POST', '/agents', {
        first_name: name,
        last_name: name,
        email,
        roles: [role],
        teams: [name],
      })
    ).id;
    await theConsole.call('POST', `/agents/${made.agent}/api-keys`, { name });
  }
  await theConsole.call('POST', '/agents', {
    first_name: HARD.rightToLeft,
    last_name: HARD.long,
    email: 'zara@example.com',
    new_password: PASSWORD,
    roles: ['Admin', roleOf(HARD.long)],
    teams: NAMES,
  });
  await theConsole.rows(
    `INSERT INTO teams (created_at, updated_at, name, name_key, conversation_assignment_type, max_auto_assigned_conversations)
     SELECT now(), now(), 'Hard team ' || i, 'hard team ' || i, 'Manual', 0 FROM generate_series(1, $1) AS i`,
    [TEAMS],
  );
  return made;
}

/** Roles have shorter names. */
function roleOf(name: string): string {
  return name.slice(0, 50).trim();
}
