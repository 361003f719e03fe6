import { afterEach, describe, expect, it } from '@jest/globals';
import { pino } from 'pino';

import { isRecord } from '../../testing/description.js';
import { TestApi } from '../../testing/test-api.js';

/** Where the requests of these tests come from. */
const PEER = '127.0.0.1';
const CLIENT = '203.0.113.7';
const FORGED = '198.51.100.1';

describe('the address of a client', () => {
  let api: TestApi;
  let lines: string[];

  afterEach(async () => {
    await api.close();
  });

  async function start(settings: Readonly<Record<string, string>> = {}): Promise<void> {
    lines = [];
    api = await TestApi.start({ settings, logger: pino({ level: 'info' }, { write: (line) => lines.push(line) }) });
  }

  /** The one address that the activity log and the log of requests tell of a request with these headers. */
  async function toldOf(headers: Readonly<Record<string, string>>): Promise<unknown> {
    const [entry] = await api.activityDuring(() =>
      api.admin.send('POST', '/teams', { json: { name: api.unique('Team ') }, headers }),
    );
    const line: unknown = JSON.parse(lines.at(-1) ?? '');
    expect(isRecord(line) && isRecord(line.req) && line.req.ip).toBe(entry?.ip);
    return entry?.ip;
  }

  it('is that of the connection where no proxy is trusted, whatever a header says', async () => {
    await start();
    for (const name of ['X-Forwarded-For', 'X-Real-IP', 'Forwarded', 'X-Client-IP', 'True-Client-IP'])
      expect(await toldOf({ [name]: name === 'Forwarded' ? `for=${FORGED}` : FORGED })).toBe(PEER);
    expect(await toldOf({ 'X-Forwarded-For': `${FORGED}, ${PEER}` })).toBe(PEER);
  });

  it('is that of the connection where another proxy is trusted than the one it comes from', async () => {
    await start({ TRUST_PROXY: '10.0.0.0/8' });
    expect(await toldOf({ 'X-Forwarded-For': FORGED })).toBe(PEER);
    expect(await toldOf({ 'X-Forwarded-For': `${FORGED}, 10.0.0.1` })).toBe(PEER);
  });

  it.each([
    ['what the proxy says', CLIENT, CLIENT],
    ['what the first of two proxies says', `${CLIENT}, 10.0.0.5`, CLIENT],
    ['an address of the newer kind', '2001:db8::1', '2001:db8::1'],
    ['that of the connection where the proxy says nothing', '', PEER],
    ['what the proxy says, and not what a client put before it', `${FORGED}, ${CLIENT}`, CLIENT],
    ['what the first of two proxies says, and no longer chain', `${FORGED}, ::1, ${CLIENT}, 10.0.0.5`, CLIENT],
    ['not one behind a forged proxy', `${FORGED}, 10.0.0.9, ${CLIENT}`, CLIENT],
    ['not one behind nonsense', `${FORGED}, nonsense, ${CLIENT}`, CLIENT],
  ])('behind trusted proxies is %s', async (_what, forwarded, address) => {
    await start({ TRUST_PROXY: `${PEER}, 10.0.0.0/8` });
    expect(await toldOf(forwarded ? { 'X-Forwarded-For': forwarded } : {})).toBe(address);
  });
});
