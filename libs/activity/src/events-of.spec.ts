import { describe, expect, it } from '@jest/globals';

import { eventsOf } from './events-of.js';

const change = (after: unknown) => ({ before: null, after });
const target = { type: 'agent', id: 9 } as const;

describe('the events of an entry', () => {
  it('tell each changed field of an agent once, also where several entries have it', () => {
    const changes = {
      first_name: change('Ada'),
      enabled: change(true),
      availability_status: change('online'),
      active_billing_plan_id: change('p'),
      stripe_subscription_status: change('active'),
    };
    expect(eventsOf({ type: 'agent_updated', description: '', target, changes })).toEqual([
      { type: 'agent.updated', subject: target, changes: { first_name: change('Ada') } },
      {
        type: 'billing.subscription_changed',
        subject: target,
        changes: { stripe_subscription_status: change('active') },
      },
    ]);
  });

  it('tell that an agent goes offline, of which the log has no entry of its own', () => {
    const changes = { availability_status: change('offline') };
    expect(eventsOf({ type: 'agent_updated', description: '', target, changes })).toEqual([
      { type: 'agent.availability_changed', subject: target, changes },
    ]);
  });

  it('are none where nothing changed, where nobody is meant and for what is no change', () => {
    expect(eventsOf({ type: 'agent_updated', description: '', target, changes: {} })).toEqual([]);
    expect(eventsOf({ type: 'agent_login', description: '', target })).toEqual([]);
    expect(eventsOf({ type: 'login_failed', description: '', target: { type: 'agent', id: null } })).toEqual([]);
  });

  it('say of a new password that there is one, and nothing else', () => {
    expect(eventsOf({ type: 'agent_password_set', description: '', target })).toEqual([
      { type: 'agent.password_changed', subject: target, changes: {} },
    ]);
  });
});
