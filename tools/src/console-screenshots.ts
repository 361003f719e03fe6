import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import { parseArgs } from 'node:util';

import { chromium } from 'playwright-core';

import { sampleData, VIEWER } from './sample-data.js';

const USAGE = `Usage:
  ROLLCALL_KEY=<api_key>:<api_secret> npm run console:screenshots -- [--url <url of the api>] [--out <folder>]

Makes sample agents, teams and roles in a running Rollcall, and screenshots of the main pages of its console: wide and as a phone
shows them, light and dark. The url is http://127.0.0.1:8080 and the folder test-results/screenshots if left out. ROLLCALL_KEY is a
key of an admin. It needs chromium, at CHROMIUM or /usr/bin/chromium. Run it against a Rollcall whose data are of no worth.`;

const FLAGS = ['--no-sandbox', '--disable-quic', '--no-first-run', '--disable-background-networking', '--disable-sync'];

const SIZES = { wide: { width: 1440, height: 900 }, phone: { width: 390, height: 844 } };

const { values } = parseArgs({
  options: {
    url: { type: 'string', default: 'http://127.0.0.1:8080' },
    out: { type: 'string', default: 'test-results/screenshots' },
  },
});
const { ROLLCALL_KEY: key, CHROMIUM: executablePath = '/usr/bin/chromium' } = process.env;
if (key && URL.canParse(values.url)) {
  await shoot(values.url, values.out, await sampleData(values.url, key), executablePath);
} else {
  process.stderr.write(`${USAGE}\n`);
  process.exitCode = 2;
}

/** Makes a picture of each of the pages in each size and theme. */
async function shoot(
  baseURL: string,
  folder: string,
  pages: Readonly<Record<string, string>>,
  executablePath: string,
): Promise<void> {
  await mkdir(folder, { recursive: true });
  const browser = await chromium.launch({ executablePath, args: FLAGS });
  try {
    for (const [size, viewport] of Object.entries(SIZES))
      for (const colorScheme of ['light', 'dark'] as const) {
        const context = await browser.newContext({ baseURL, viewport, colorScheme, locale: 'en-GB' });
        const page = await context.newPage();
        await page.request.post('/api/v1/auth/login', { data: VIEWER });
        for (const [name, path] of Object.entries(pages)) {
          await page.goto(path, { waitUntil: 'networkidle' });
          await page.screenshot({ path: join(folder, `${name}-${size}-${colorScheme}.png`) });
        }
        await page.keyboard.press('Control+k');
        await page.getByRole('combobox', { name: 'Search and commands' }).waitFor();
        await page.keyboard.type('su');
        await page.getByRole('option', { name: 'Suzuki' }).first().waitFor();
        await page.screenshot({ path: join(folder, `palette-${size}-${colorScheme}.png`) });
        await context.close();
      }
  } finally {
    await browser.close();
  }
  process.stdout.write(`The screenshots are in ${folder}\n`);
}
