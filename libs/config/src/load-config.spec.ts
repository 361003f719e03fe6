import { describe, expect, it } from '@jest/globals';

import { ConfigError, loadConfig } from './load-config.js';

const MINIMUM = { DATABASE_URL: 'postgres://u:p@localhost/rollcall', SMTP_URL: 'smtp://localhost:25' };

function mistakesOf(environment: Record<string, string>): string {
  try {
    loadConfig(environment);
  } catch (error) {
    if (error instanceof ConfigError) return error.message;
    throw error;
  }
  throw new Error('no mistake was reported');
}

describe('loadConfig', () => {
  it('fills in the documented defaults', () => {
    expect(loadConfig(MINIMUM)).toMatchObject({
      production: false,
      http: { host: '127.0.0.1', port: 8080, publicUrl: 'http://127.0.0.1:8080' },
      queue: { backend: 'postgres', url: MINIMUM.DATABASE_URL },
    });
  });

  it('lists all mistakes at once, each with what to do', () => {
    const message = mistakesOf({ PORT: 'eighty', BOOTSTRAP_API_KEY: 'short', REDIS_URL: 'http://nope' });
    expect(message).toMatch(/DATABASE_URL is not set: give a PostgreSQL 15 or newer/);
    expect(message).toMatch(/SMTP_URL is not set: give a mail server/);
    expect(message).toMatch(/PORT .*eighty/);
    expect(message).toMatch(/REDIS_URL use one of redis:\/\//);
    expect(message).toMatch(/BOOTSTRAP_API_KEY must be 32 characters/);
    expect(message).toMatch(/belong together/);
  });

  it('repeats no secret in a mistake', () => {
    const message = mistakesOf({
      DATABASE_URL: 'mysql://u:hunter2@localhost/x',
      SMTP_URL: 'hunter2',
      BOOTSTRAP_API_SECRET: 'hunter2',
      REDIS_URL: 'hunter2',
      STRIPE_API_KEY: 'hunter2',
      STRIPE_WEBHOOK_SECRET: 'hunter2',
      STRIPE_API_BASE: 'hunter2',
    });
    expect(message).not.toContain('hunter2');
  });

  it('takes an empty variable for an unset one', () => {
    expect(loadConfig({ ...MINIMUM, REDIS_URL: '', PUBLIC_URL: '' }).queue.backend).toBe('postgres');
  });

  it('asks for the public address in production, where the bind address is no answer', () => {
    expect(mistakesOf({ ...MINIMUM, NODE_ENV: 'production' })).toMatch(/PUBLIC_URL is not set/);
  });

  it('bills nobody without a key of Stripe, and is told so where other settings for Stripe are given', () => {
    expect(loadConfig(MINIMUM).billing).toEqual({ method: 'custom' });
    expect(mistakesOf({ ...MINIMUM, STRIPE_WEBHOOK_SECRET: 'whsec_a' })).toMatch(/STRIPE_API_KEY is not set/);
    expect(loadConfig({ ...MINIMUM, STRIPE_API_KEY: 'sk_test_a', STRIPE_WEBHOOK_SECRET: 'whsec_a' }).billing).toEqual({
      method: 'stripe',
      apiKey: 'sk_test_a',
      apiBase: 'https://api.stripe.com',
      webhookSecret: 'whsec_a',
    });
  });

  it('puts no wildcard address into links', () => {
    expect(loadConfig({ ...MINIMUM, HOST: '0.0.0.0' }).http.publicUrl).toBe('http://localhost:8080');
  });
});
