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
      argon2: { memoryKib: 19_456, passes: 2, lanes: 1 },
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
      CORS_ORIGINS: 'https://user:hunter2@app.example.com',
    });
    expect(message).not.toContain('hunter2');
  });

  it('lets pages of no origin call, or of exactly those that are listed', () => {
    expect(loadConfig(MINIMUM).http.corsOrigins).toEqual([]);
    const CORS_ORIGINS = 'https://app.example.com, http://localhost:3000';
    expect(loadConfig({ ...MINIMUM, CORS_ORIGINS }).http.corsOrigins).toEqual([
      'https://app.example.com',
      'http://localhost:3000',
    ]);
  });

  it.each(['*', 'null', 'app.example.com', 'https://*.example.com', 'https://app.example.com/', 'file:///a', ''])(
    'takes %s for no origin',
    (wrong) => {
      const message = mistakesOf({ ...MINIMUM, CORS_ORIGINS: `https://a.example,${wrong},http://b.example` });
      expect(message).toMatch(/CORS_ORIGINS must be exact origins as https:.* number 2 of 3 is not/);
    },
  );

  it('believes no proxy, or those that are listed', () => {
    expect(loadConfig(MINIMUM).http.trustedProxies).toEqual([]);
    const TRUST_PROXY = '10.0.0.1, 192.168.0.0/16,fd00::/8,::1';
    expect(loadConfig({ ...MINIMUM, TRUST_PROXY }).http.trustedProxies).toEqual(TRUST_PROXY.split(/, ?/));
  });

  it.each(['*', 'true', '1', 'loopback', 'proxy.example.com', '10.0.0', '0.0.0.0/0', '::/0', '10.0.0.1/33', '::1/129'])(
    'takes %s for no proxy',
    (wrong) => {
      const message = mistakesOf({ ...MINIMUM, TRUST_PROXY: `10.0.0.1,${wrong}` });
      expect(message).toMatch(/TRUST_PROXY must be addresses or networks .* number 2 of 2 is not/);
    },
  );

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

  it('keeps files in a folder, or in a bucket for which all is given', () => {
    expect(loadConfig({ ...MINIMUM, STORAGE_DIR: '/files' }).storage).toEqual({ kind: 'disk', folder: '/files' });
    const bucket = { S3_ENDPOINT: 'https://s3.example.com/b', S3_ACCESS_KEY_ID: 'id', S3_SECRET_ACCESS_KEY: 'hunter2' };
    expect(loadConfig({ ...MINIMUM, ...bucket }).storage).toEqual({
      kind: 's3',
      endpoint: 'https://s3.example.com/b',
      region: 'auto',
      accessKeyId: 'id',
      secretAccessKey: 'hunter2',
    });
    const message = mistakesOf({ ...MINIMUM, S3_SECRET_ACCESS_KEY: 'hunter2' });
    expect(message).toMatch(/S3_ENDPOINT, .* belong together/);
    expect(message).not.toContain('hunter2');
  });

  it('hashes passwords as dearly as it is told', () => {
    const given = { ...MINIMUM, ARGON2_MEMORY_KIB: '65536', ARGON2_PASSES: '3', ARGON2_LANES: '4' };
    expect(loadConfig(given).argon2).toEqual({ memoryKib: 65_536, passes: 3, lanes: 4 });
  });

  it.each([
    ['ARGON2_MEMORY_KIB', '7'],
    ['ARGON2_MEMORY_KIB', '4194305'],
    ['ARGON2_MEMORY_KIB', '19 MiB'],
    ['ARGON2_PASSES', '0'],
    ['ARGON2_PASSES', '1.5'],
    ['ARGON2_LANES', '256'],
    ['ARGON2_LANES', '-1'],
  ])('refuses what Argon2 cannot do: %s=%s', (name, value) => {
    expect(mistakesOf({ ...MINIMUM, [name]: value })).toMatch(new RegExp(`${name} must be a whole number from`));
  });

  it('asks for the 8 KiB that each lane of Argon2 takes', () => {
    expect(mistakesOf({ ...MINIMUM, ARGON2_MEMORY_KIB: '31', ARGON2_LANES: '4' })).toMatch(/for each lane: 32/);
    expect(loadConfig({ ...MINIMUM, ARGON2_MEMORY_KIB: '32', ARGON2_LANES: '4' }).argon2.memoryKib).toBe(32);
  });

  it.each([
    [47_104, 1],
    [19_456, 2],
    [12_288, 3],
    [9_216, 4],
    [7_168, 5],
  ])('takes what OWASP takes for enough in production: %i KiB, %i passes', (memory, passes) => {
    const given = { ...MINIMUM, NODE_ENV: 'production', PUBLIC_URL: 'https://support.example.com' };
    const argon2 = { ARGON2_MEMORY_KIB: String(memory), ARGON2_PASSES: String(passes) };
    expect(loadConfig({ ...given, ...argon2 }).argon2).toEqual({ memoryKib: memory, passes, lanes: 1 });
  });

  it.each([
    [19_456, 1],
    [7_168, 4],
    [7_000, 10],
  ])('refuses weak hashes in production, and there alone: %i KiB, %i passes', (memory, passes) => {
    const given = { ...MINIMUM, ARGON2_MEMORY_KIB: String(memory), ARGON2_PASSES: String(passes) };
    expect(mistakesOf({ ...given, NODE_ENV: 'production' })).toMatch(/too weak for production/);
    expect(loadConfig(given).argon2).toMatchObject({ memoryKib: memory, passes });
  });

  it('sends traces where the settings of OpenTelemetry say, and to nobody without them', () => {
    const traces = (given: object) => loadConfig({ ...MINIMUM, ...given }).traces;
    const endpoint = { OTEL_EXPORTER_OTLP_ENDPOINT: 'http://collector:4318/' };
    expect(traces({})).toBeNull();
    expect(traces(endpoint)).toEqual({ url: 'http://collector:4318/v1/traces' });
    expect(traces({ ...endpoint, OTEL_EXPORTER_OTLP_TRACES_ENDPOINT: 'http://traces/here' })).toEqual({
      url: 'http://traces/here',
    });
    expect(traces({ ...endpoint, OTEL_SDK_DISABLED: 'true' })).toBeNull();
    const grpc = { ...MINIMUM, OTEL_EXPORTER_OTLP_PROTOCOL: 'grpc' };
    expect(loadConfig(grpc).traces).toBeNull();
    expect(mistakesOf({ ...grpc, ...endpoint })).toContain('OTEL_EXPORTER_OTLP_PROTOCOL must be http/protobuf');
  });

  it('puts no wildcard address into links', () => {
    expect(loadConfig({ ...MINIMUM, HOST: '0.0.0.0' }).http.publicUrl).toBe('http://localhost:8080');
  });
});
