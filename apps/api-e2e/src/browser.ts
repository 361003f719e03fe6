import { existsSync, readFileSync } from 'node:fs';
import { createRequire } from 'node:module';

import { type Browser as Chromium, type BrowserContext, chromium, type Page } from 'playwright-core';

/** Debian's. */
const CHROMIUM = '/usr/bin/chromium';

/** What it would do by itself: ask others, and try what has no use here. */
const QUIET = [
  '--no-sandbox',
  '--disable-quic',
  '--no-first-run',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
];

const AXE = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');

/** How long a page may take to show what it is to show, in milliseconds. */
const PATIENCE_MS = 20_000;

/** A violation of the Web Content Accessibility Guidelines that axe has found. */
interface Violation {
  readonly id: string;
  readonly nodes: readonly { readonly html: string; readonly failureSummary: string }[];
}

/** A browser as a person has it. It remembers what no page may do. */
export class Browser {
  private faults: string[] = [];

  private constructor(
    private readonly chromium: Chromium,
    private readonly origin: string,
  ) {}

  static isInstalled(): boolean {
    return existsSync(CHROMIUM);
  }

  /** `origin` is where the pages are. */
  static async start(origin: string): Promise<Browser> {
    return new Browser(await chromium.launch({ executablePath: CHROMIUM, args: QUIET }), origin);
  }

  /** A page without cookies, in English, as wide as a laptop's. */
  async page(): Promise<Page> {
    const context = await this.chromium.newContext({
      baseURL: this.origin,
      locale: 'en-GB',
      viewport: { width: 1440, height: 900 },
      reducedMotion: 'reduce',
    });
    context.setDefaultTimeout(PATIENCE_MS);
    this.watch(context);
    return context.newPage();
  }

  /** Closes all pages. Returns what they logged as errors, reports of the Content-Security-Policy, and requests to other origins. */
  async closePages(): Promise<string[]> {
    await Promise.all(this.chromium.contexts().map(async (context) => context.close()));
    const { faults } = this;
    this.faults = [];
    return faults;
  }

  async close(): Promise<void> {
    await this.chromium.close();
  }

  private watch(context: BrowserContext): void {
    context.on('request', (request) => {
      if (new URL(request.url()).origin !== this.origin) this.faults.push(`request to ${request.url()}`);
    });
    context.on('console', (message) => {
      // That a call was refused, which the page shows itself.
      const isAnswer = message.text().startsWith('Failed to load resource: the server responded');
      if (['error', 'warning'].includes(message.type()) && !isAnswer) this.faults.push(message.text());
    });
    context.on('weberror', (error) => {
      this.faults.push(String(error.error()));
    });
  }
}

/** The narrowest screen that pages are made for. */
const PHONE = { width: 390, height: 844 };

/** What hinders people on the page as it is now, in both themes and on a phone, one line for each kind. */
export async function hindrances(page: Page): Promise<string[]> {
  await page.evaluate(AXE);
  const light = await violations(page, '{ resultTypes: ["violations"] }');
  await page.emulateMedia({ colorScheme: 'dark' });
  // All that the theme changes.
  const dark = await violations(page, '{ resultTypes: ["violations"], runOnly: ["color-contrast"] }');
  await page.emulateMedia({ colorScheme: 'light' });
  return [...light, ...dark.map((line) => `dark: ${line}`), ...(await tooWide(page))];
}

/** What makes the page wider than a phone, so that people would scroll sideways to read it. */
export async function tooWide(page: Page): Promise<string[]> {
  const before = page.viewportSize();
  await page.setViewportSize(PHONE);
  const wide = await page.evaluate<string[]>(`
    document.documentElement.scrollWidth <= ${PHONE.width}
      ? []
      : [...document.querySelectorAll('body *')]
          .filter((element) => element.getBoundingClientRect().right > ${PHONE.width})
          .map((element) => 'wider than a phone: ' + element.outerHTML.slice(0, 200))
          .slice(0, 5)`);
  if (before) await page.setViewportSize(before);
  return wide;
}

async function violations(page: Page, options: string): Promise<string[]> {
  const { violations } = await page.evaluate<{ violations: Violation[] }>(`axe.run(${options})`);
  return violations.map(({ id, nodes }) => `${id}: ${JSON.stringify(nodes.map(brief))}`);
}

function brief({ html, failureSummary }: Violation['nodes'][number]): string {
  return `${html} ${failureSummary}`;
}
