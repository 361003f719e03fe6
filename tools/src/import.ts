import { openAsBlob } from 'node:fs';
import { basename } from 'node:path';
import { setTimeout } from 'node:timers/promises';
import { parseArgs } from 'node:util';

import { finalText, type ImportProgress, progressBar, progressLine } from './import-progress.js';

const USAGE = `Usage:
  ROLLCALL_KEY=<api_key>:<api_secret> npm run import -- <file.csv> [--url <url of the api>]
    [--on-existing error|skip|update] [--dry-run] [--send-welcome-email]

Brings the agents of a CSV file in and shows how far that is. The file has a header with first_name, last_name, email, roles
and teams. The url is http://127.0.0.1:8080 if left out. The exit code is 1 when a row failed or the import was ended.
ROLLCALL_KEY is a key of an agent that may manage users. Ctrl-C ends this command, and not the import.`;

const LOOK_MS = 1_000;

const options = {
  url: { type: 'string', default: 'http://127.0.0.1:8080' },
  'on-existing': { type: 'string', default: 'error' },
  'dry-run': { type: 'boolean', default: false },
  'send-welcome-email': { type: 'boolean', default: false },
} as const;

try {
  process.exitCode = await run();
} catch (error) {
  const misused = error instanceof TypeError && 'code' in error;
  process.stderr.write(`${misused ? USAGE : error instanceof Error ? error.message : String(error)}\n`);
  process.exitCode = misused ? 2 : 1;
}

async function run(): Promise<number> {
  const { values, positionals } = parseArgs({ options, allowPositionals: true });
  const [file, ...excess] = positionals;
  const { ROLLCALL_KEY: key } = process.env;
  if (file === undefined || excess.length > 0 || !key || !URL.canParse(values.url)) {
    process.stderr.write(`${USAGE}\n`);
    return 2;
  }
  const imports = new URL('/api/v1/agents/imports', values.url);
  const query = new URLSearchParams({
    on_existing: values['on-existing'],
    dry_run: String(values['dry-run']),
    send_welcome_email: String(values['send-welcome-email']),
  });
  const form = new FormData();
  form.set('file', await openAsBlob(file), basename(file));
  let progress = await ask(`${imports.href}?${query.toString()}`, key, { method: 'POST', body: form });
  const one = `${imports.href}/${progress.id}`;
  const show = process.stdout.isTTY ? showBar : showLine();
  show(progress);
  while (!progress.ended_at) {
    await setTimeout(LOOK_MS);
    progress = await ask(one, key);
    show(progress);
  }
  process.stdout.write(finalText(progress, one));
  return progress.status === 'done' && progress.failed === 0 ? 0 : 1;
}

/** @throws Error with what the api says when it does not answer with an import */
async function ask(url: string, key: string, request: RequestInit = {}): Promise<ImportProgress> {
  const headers = { Authorization: `token ${key}` };
  const response = await fetch(url, { ...request, headers });
  const body = (await response.json()) as { data: ImportProgress; message?: string };
  if (!response.ok) throw new Error(`The api answered ${response.status}: ${body.message ?? ''}`);
  return body.data;
}

function showBar(progress: ImportProgress): void {
  process.stdout.write(`\r${progressBar(progress, process.stdout.columns)}${progress.ended_at ? '\n' : ''}`);
}

/** A line whenever something changed. */
function showLine(): (progress: ImportProgress) => void {
  let shown = '';
  return (progress) => {
    const line = progressLine(progress);
    if (line !== shown) process.stdout.write(`${line}\n`);
    shown = line;
  };
}
