import { execFile } from 'node:child_process';
import { cp, mkdtemp, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';

import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { SignInLinks } from '@rollcall/agents';
import openapiTS, { astToString } from 'openapi-typescript';

import { IdentityProvider, logoutOrder } from '../testing/identity-provider.js';
import { STRIPE_SETTINGS, stripeEvent } from '../testing/stripe-event.js';
import { ADMIN, TestApi } from '../testing/test-api.js';
import { apiDescription } from './describe-api.js';

const run = promisify(execFile);

const ROOT = fileURLToPath(new URL('../../../../', import.meta.url));

/** Prints each response as a line of JSON. */
const RUNNER = `
import { everyCall } from './every-call.js';

await everyCall(JSON.parse(process.env.SETTING), async ({ schemaPath, request, response }) => {
  const contentType = response.headers.get('content-type')?.split(';', 1)[0] ?? '';
  const text = async () => (contentType === 'text/event-stream' ? '' : response.clone().text());
  const body = contentType.endsWith('json') ? await response.clone().json() : await text();
  console.log(JSON.stringify({
    title: request.method + ' ' + schemaPath,
    seen: { method: request.method, path: new URL(request.url).pathname, status: response.status, contentType, body },
  }));
});
`;

describe('a client generated from the description', () => {
  let api: TestApi;
  let folder: string;
  let idp: IdentityProvider;

  beforeAll(async () => {
    folder = await mkdtemp(path.join(tmpdir(), 'rollcall-client-'));
    const settings = { ...STRIPE_SETTINGS, STORAGE_DIR: path.join(folder, 'files'), OIDC_PRIVATE_NETWORKS: 'true' };
    api = await TestApi.start({ settings });
    idp = await IdentityProvider.start();
    await symlink(path.join(ROOT, 'node_modules'), path.join(folder, 'node_modules'));
    await writeFile(path.join(folder, 'package.json'), JSON.stringify({ type: 'module' }));
    await cp(path.join(ROOT, 'docs/api/every-call.ts'), path.join(folder, 'every-call.ts'));
    await writeFile(path.join(folder, 'run.js'), RUNNER);
  });

  afterAll(async () => {
    await api.close();
    await idp.stop();
    await rm(folder, { recursive: true });
  });

  const failedJob = async (): Promise<string> => {
    const [job] = await api.rows(
      `INSERT INTO job_outbox (id, created_at, name, payload, sweep_at, failed_at)
       VALUES (gen_random_uuid(), now(), 'send-mail', '{"mailId": 1}', now(), now()) RETURNING id`,
    );
    return String(job?.id);
  };

  it('compiles as strictly as can be, and makes every call with success', async () => {
    const description = JSON.stringify(apiDescription(api.app));
    // With the options that it has by default; as a source file, so that it is checked itself.
    await writeFile(path.join(folder, 'api.ts'), astToString(await openapiTS(description)));
    const tsc = [path.join(ROOT, 'node_modules/typescript/bin/tsc'), '--strict', '--skipLibCheck', '--types', 'node'];
    const compiled = run(process.execPath, [...tsc, '--module', 'nodenext', '--target', 'es2023', 'every-call.ts'], {
      cwd: folder,
    });
    expect(await compiled.catch((error: unknown) => error)).toMatchObject({ stdout: '' });

    const agent = await api.agent();
    const { raw: event, headers } = stripeEvent('evt_1');
    const setting = {
      baseUrl: api.url,
      apiKey: ADMIN.key,
      apiSecret: ADMIN.secret,
      email: agent.email,
      token: await api.passwordToken(agent.id),
      loginToken: await api.app.get(SignInLinks, { strict: false }).forAdmin(),
      issuer: idp.issuer,
      logoutToken: idp.sign(logoutOrder(idp.issuer, 'nobody')),
      event,
      signature: headers['Stripe-Signature'],
      failedJob: await failedJob(),
    };
    const { stdout, stderr } = await run(process.execPath, ['run.js'], {
      cwd: folder,
      env: { SETTING: JSON.stringify(setting) },
    });
    expect(stderr).toBe('');
    const calls = stdout.trim().split('\n').map(parseCall);
    for (const { seen } of calls) api.description.judge(seen);
    expect(calls.filter(({ seen }) => seen.status >= 400)).toEqual([]);
    expect([...new Set(calls.map(({ title }) => title))].toSorted()).toEqual(api.description.operations.toSorted());
  });
});

interface Call {
  readonly title: string;
  readonly seen: { method: string; path: string; status: number; contentType: string; body: unknown };
}

function parseCall(line: string): Call {
  return JSON.parse(line) as Call;
}
