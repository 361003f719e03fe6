import { execFile, spawn, spawnSync } from 'node:child_process';
import { readdirSync, readFileSync } from 'node:fs';
import { mkdtemp, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';

import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { freePort } from '@rollcall/database/embedded';
import { createTestDatabase, type TestDatabase, waitFor } from '@rollcall/testing';
import { Webhook } from 'standardwebhooks';

import { ADMIN, type RunningProcess, startProcess } from './processes.js';

const ROOT = fileURLToPath(new URL('../../../', import.meta.url));
const GUIDES = 'docs/guides';
const TOKEN = `in-${'t'.repeat(43)}`;

/**
 * Shows each line that is run, and ends at the first that fails; a call fails by any answer that is no success. Who is told that another
 * import is running waits for its end.
 */
const STRICT = `
  set -eux
  curl() {
    until answer=$(command curl --silent --show-error --noproxy '*' --fail-with-body "$@"); do
      [[ $answer == *'Another import is running'* ]] || { echo "$answer" >&2; exit 1; }
      sleep 0.1
    done
    echo 'answered with success' >&2
  }
`;

/** The id in the answer to the call before. */
const ANSWERED_ID = `$("${process.execPath}" -e 'process.stdout.write(String(JSON.parse(process.argv[1]).data.id))' "$answer")`;

const knowsJson = spawnSync('curl', ['--json', '{}', '--version']).status === 0;
if (!knowsJson) process.stderr.write('Skipped: the calls in README.md. Install curl 7.82 or newer.\n');

(knowsJson ? describe : describe.skip)('the commands in the documents', () => {
  let database: TestDatabase;
  let api: RunningProcess;
  let worker: RunningProcess;
  let folder: string;

  beforeAll(async () => {
    database = await createTestDatabase();
    folder = await mkdtemp(join(tmpdir(), 'rollcall-guides-'));
    await symlink(join(ROOT, 'node_modules'), join(folder, 'node_modules'));
    const settings = {
      DATABASE_URL: database.url,
      SMTP_URL: 'smtp://unused',
      ...ADMIN.settings,
      BOOTSTRAP_TOKEN: TOKEN,
    };
    api = await startProcess('api', settings);
    worker = await startProcess('worker', settings);
  });

  afterAll(async () => {
    await worker.end('SIGTERM');
    await api.end('SIGTERM');
    await database.drop();
    await rm(folder, { recursive: true });
  });

  const blocksOf = (file: string, language: string): string[] => {
    const text = readFileSync(join(ROOT, file), 'utf8');
    return Array.from(text.matchAll(new RegExp(`^\`\`\`${language}\\n(.*?)^\`\`\``, 'gms')), ([, block = '']) => block);
  };

  /** Runs the commands as somebody who pastes them, with their own credentials. Returns what they say on the way. */
  const paste = async (commands: string): Promise<string> => {
    const script = commands
      .replaceAll('http://127.0.0.1:8080', api.url)
      .replace('<old_url>', api.url)
      .replaceAll(/<(?:api|old)_key>:<(?:api|old)_secret>/g, ADMIN.pair)
      .replaceAll(/in-<(?:old_)?token>/g, TOKEN)
      .replaceAll(/<(?:key_)?id>/g, () => ANSWERED_ID);
    const { stderr } = await promisify(execFile)('bash', ['-c', STRICT + script], { cwd: folder });
    return stderr;
  };
  const callsIn = (commands: string) => commands.match(/^curl /gm)?.length ?? 0;

  it('of README.md succeed, one after the other, as they stand there', async () => {
    const calls = blocksOf('README.md', 'sh')
      .filter((block) => block.includes('curl '))
      .join('');
    expect((await paste(calls)).match(/^answered with success/gm)).toHaveLength(callsIn(calls));
  });

  it.each(readdirSync(join(ROOT, GUIDES)))('of the guide %s succeed as well', async (guide) => {
    const commands = blocksOf(`${GUIDES}/${guide}`, 'sh').join('');
    expect((await paste(commands)).match(/^answered with success/gm)).toHaveLength(callsIn(commands));
  });

  it('of the guides that move agents write each of them to the file', async () => {
    const answer = await fetch(`${api.url}/api/v1/agents`, { headers: { Authorization: ADMIN.authorization } });
    const { data } = (await answer.json()) as { data: { email: string | null }[] };
    const addresses = data.flatMap(({ email }) => (email === null ? [] : [email]));
    expect(addresses.length).toBeGreaterThan(2);
    for (const guide of ['move-from-libredesk.md', 'move-from-insighto.md']) {
      const commands = blocksOf(`${GUIDES}/${guide}`, 'sh').filter((block) => !block.startsWith('curl'));
      await paste(commands.join(''));
      const file = readFileSync(join(folder, 'agents.csv'), 'utf8');
      for (const address of addresses) expect(file).toContain(`"${address}"`);
    }
  });

  it('start a receiver that takes what is signed and refuses the rest', async () => {
    const [code = ''] = blocksOf(`${GUIDES}/receive-webhooks.md`, 'js');
    await writeFile(join(folder, 'receiver.mjs'), code);
    const port = await freePort();
    const secret = `whsec_${Buffer.alloc(32, 's').toString('base64')}`;
    const receiver = spawn(process.execPath, ['receiver.mjs'], {
      cwd: folder,
      env: { PORT: String(port), WEBHOOK_SECRET: secret },
      stdio: 'ignore',
    });
    try {
      const body = JSON.stringify({ id: '1', event: 'agent.created', payload: { subject: { type: 'agent', id: 1 } } });
      const at = new Date();
      const signed = {
        'webhook-id': '1',
        'webhook-timestamp': String(Math.floor(at.getTime() / 1_000)),
        'webhook-signature': new Webhook(secret).sign('1', at, body),
      };
      const post = (headers: Record<string, string>) =>
        fetch(`http://127.0.0.1:${port}`, { method: 'POST', body, headers }).catch(() => null);
      await waitFor('the receiver to take it', async () => (await post(signed))?.status === 204);
      expect((await post({ ...signed, 'webhook-id': '2' }))?.status).toBe(400);
    } finally {
      receiver.kill();
    }
  });
});
