import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { parseArgs } from 'node:util';

import { chromium, type Locator, type Page } from 'playwright-core';
import sharp from 'sharp';

const USAGE = `Usage: npm run console:walk -- --link <the sign-in link that the first npm start prints> [--out <folder>]

Goes through a new Rollcall as a person does, from the link on, and takes the pictures of docs/console.md: the folder is docs/console if
left out. It prints how many clicks each task took. The link works once; run it against a Rollcall whose data are of no worth. It
needs chromium, at CHROMIUM or /usr/bin/chromium.`;

const FLAGS = ['--no-sandbox', '--disable-quic', '--no-first-run', '--disable-background-networking', '--disable-sync'];
const ROWS = 1_000;

/** A person at the browser, whose clicks are counted. Choosing from a list is a click, typing is none. */
class Walker {
  private clicks = 0;

  constructor(
    readonly page: Page,
    private readonly folder: string,
  ) {}

  async click(what: Locator): Promise<void> {
    this.clicks++;
    await what.click();
  }

  async section(name: string): Promise<void> {
    await this.click(this.page.getByRole('navigation', { name: 'Main' }).getByRole('link', { name, exact: true }));
    await this.page.getByRole('heading', { level: 1, name }).waitFor();
  }

  async button(name: string): Promise<void> {
    await this.click(this.page.getByRole('button', { name, exact: true }));
  }

  /** A link of the page, not of the navigation. */
  async link(name: string): Promise<void> {
    await this.click(this.page.getByRole('main').getByRole('link', { name, exact: true }));
  }

  async choose(field: string, option: string): Promise<void> {
    this.clicks++;
    await this.page.getByLabel(field).selectOption(option);
  }

  /** Counts a choice that the system shows a dialog for. */
  async file(field: string, name: string, text: string): Promise<void> {
    this.clicks++;
    const file = { name, mimeType: 'text/csv', buffer: Buffer.from(text) };
    await this.page.getByLabel(field).setInputFiles(file);
  }

  async picture(name: string): Promise<void> {
    const shot = await this.page.screenshot({ animations: 'disabled' });
    await writeFile(join(this.folder, `${name}.webp`), await sharp(shot).webp({ quality: 80 }).toBuffer());
  }

  /** Prints what the task took, and begins to count anew. */
  told(task: string): void {
    process.stdout.write(`${this.clicks}\t${task}\n`);
    this.clicks = 0;
  }
}

const { values } = parseArgs({
  options: { link: { type: 'string' }, out: { type: 'string', default: 'docs/console' } },
});
if (values.link !== undefined && URL.canParse(values.link)) {
  const executablePath = process.env.CHROMIUM ?? '/usr/bin/chromium';
  const browser = await chromium.launch({ executablePath, args: FLAGS });
  try {
    const context = await browser.newContext({ viewport: { width: 1280, height: 800 }, locale: 'en-GB' });
    await walk(new Walker(await context.newPage(), values.out), values.link);
  } finally {
    await browser.close();
  }
} else {
  process.stderr.write(`${USAGE}\n`);
  process.exitCode = 2;
}

async function walk(walker: Walker, link: string): Promise<void> {
  const { page } = walker;
  await page.goto(link);
  await page.getByRole('heading', { name: 'Overview' }).waitFor();
  await page.getByRole('table').first().waitFor();
  await walker.picture('1-overview');

  await walker.section('Teams');
  await walker.link('New team');
  await page.getByLabel('Name').fill('Support EMEA');
  await walker.button('Create team');
  await page.getByRole('table', { name: 'Teams' }).getByRole('link', { name: 'Support EMEA' }).waitFor();
  walker.told('create a team');

  await walker.section('Agents');
  await walker.link('New agent');
  await page.getByLabel('First name').fill('Ada');
  await page.getByLabel('Last name').fill('Lovelace');
  await page.getByRole('textbox', { name: 'E-mail' }).fill('ada@example.com');
  await page.getByLabel('Teams').fill('emea');
  await walker.click(page.getByRole('option', { name: 'Support EMEA' }));
  await walker.picture('2-new-agent');
  await walker.button('Create agent');
  await page.getByRole('heading', { name: 'Ada Lovelace' }).waitFor();
  walker.told('create an agent with a team and a welcome mail');

  await walker.link('Mails');
  await page.getByRole('table').getByText('Sent', { exact: true }).last().waitFor();
  await walker.picture('3-mail-sent');
  walker.told('see whether the mail was sent, from the page of the agent');

  await walker.link('API keys');
  await walker.button('New key');
  await page.getByLabel('Name').fill('Reporting');
  await walker.button('Make the key');
  await page.getByRole('button', { name: 'I have kept it' }).waitFor();
  await walker.picture('4-key-made');
  await walker.button('I have kept it');
  walker.told('make a key, from the page of the agent');
  await walker.button('Rotate');
  await walker.click(page.getByRole('dialog').getByRole('button', { name: 'Rotate' }));
  await walker.button('I have kept it');
  await page
    .getByText(/until|for another|ends|works/i)
    .first()
    .waitFor();
  await walker.picture('5-key-rotated');
  walker.told('give the key a new secret');

  await walker.section('Agents');
  await walker.link('Import');
  await walker.file('Choose a file', 'people.csv', people());
  await page.getByRole('button', { name: 'Try it, change nothing' }).waitFor();
  await walker.picture('6-import-preview');
  await walker.button('Try it, change nothing');
  await page.getByText(`${ROWS} of ${ROWS} rows`).waitFor({ timeout: 120_000 });
  await walker.button('Import it for real');
  await page.getByRole('heading', { name: 'Import 2' }).waitFor();
  await page.getByText(`${ROWS} of ${ROWS} rows`).waitFor({ timeout: 120_000 });
  await walker.picture('7-import-done');
  walker.told('try a file of 1,000 agents and bring it in');

  await walker.section('Roles');
  await walker.link('Agent');
  await walker.choose('Compare with', 'Admin');
  await walker.click(page.getByLabel('teams:manage'));
  await page.getByText('1 added').waitFor();
  await page.getByLabel('teams:manage').scrollIntoViewIfNeeded();
  await walker.picture('8-role-compared');
  await walker.button('Save');
  await page.getByRole('button', { name: 'Save', disabled: true }).waitFor();
  walker.told('compare a role with another and change it');

  await walker.section('Activity log');
  await page.getByRole('searchbox').fill('updated role');
  const entry = page.getByRole('table').getByText('updated role Agent');
  await page.getByRole('row').nth(2).waitFor({ state: 'detached' });
  await walker.click(entry);
  await walker.picture('9-activity');
  walker.told('see who changed what, with before and after');

  await walker.section('Agents');
  await page.getByRole('searchbox').fill('person70');
  await page.getByRole('link', { name: 'Person70 Example' }).waitFor();
  await walker.click(page.getByLabel('Choose all on this page'));
  walker.told('choose all agents that a search finds on a page');
}

function people(): string {
  const rows = Array.from({ length: ROWS }, (_, i) => `Person${i},Example,person${i}@example.com,Agent,Support EMEA`);
  return ['first_name,last_name,email,roles,teams', ...rows].join('\n');
}
