import { randomBytes, randomInt } from 'node:crypto';

import { compare, type Pair, quantile } from './two-times.js';

const RAISE_LIMITS = 'start it with LIMIT_PER_ADDRESS and LIMIT_PER_ACCOUNT at 999999';

const USAGE = `Usage:
  npm run reset-timing -- <url of a running api> <e-mail of an enabled agent> [<pairs of requests, 1000 if left out>]

Asks for password resets of a known and of an unknown address, in turns, and says whether the answers or their times
reveal which address is known. The agent gets a mail at most every minute. The api must allow so many requests a minute:
${RAISE_LIMITS}.`;

/** Pairs before the measurement that do not count: they open connections and let Node compile the code. */
const WARM_UP = 50;
const EXCHANGES = 1_000;

/** The headers that differ in each answer, for any address. */
const PASSING_HEADERS: ReadonlySet<string> = new Set(['date', 'ratelimit', 'x-request-id']);

/** A difference counts if it is less likely than this by chance. */
const UNLIKELY = 0.01;

const [url = '', known = '', count = '1000', ...excess] = process.argv.slice(2);
if (!URL.canParse(url) || !/.@./.test(known) || !/^[1-9]\d{0,6}$/.test(count) || excess.length > 0) {
  process.stderr.write(`${USAGE}\n`);
  process.exitCode = 2;
} else {
  try {
    await run(Number(count));
  } catch (error) {
    process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n`);
    process.exitCode = 1;
  }
}

async function run(pairCount: number): Promise<void> {
  const unknown = `nobody-${randomBytes(6).toString('hex')}${known.slice(known.lastIndexOf('@'))}`;
  const pairs: Pair[] = [];
  for (let index = -WARM_UP; index < pairCount; index++) {
    const pair = await askBoth(unknown);
    if (index >= 0) pairs.push(pair);
  }
  report(pairs);
}

/**
 * Asks for both, one after the other, in random order, so that work after one request does not always delay the other.
 */
async function askBoth(unknown: string): Promise<Pair> {
  const first = randomInt(2) === 0;
  const one = await ask(first ? known : unknown);
  const other = await ask(first ? unknown : known);
  if (one.answer !== other.answer) throw new Error(`The answers differ:\n${one.answer}\n${other.answer}`);
  return first ? [one.ms, other.ms] : [other.ms, one.ms];
}

async function ask(email: string): Promise<{ readonly ms: number; readonly answer: string }> {
  const started = performance.now();
  const response = await fetch(new URL('/api/v1/agents/reset-password', url), {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ email }),
  });
  const body = await response.text();
  const ms = performance.now() - started;
  if (response.status === 429)
    throw new Error(`The api answered 429, so it allows fewer requests a minute: ${RAISE_LIMITS}`);
  if (response.status !== 200) throw new Error(`The api answered ${response.status}, which says nothing: ${body}`);
  const headers = [...response.headers].map(([name, value]) => [name, PASSING_HEADERS.has(name) ? '' : value]);
  return { ms, answer: JSON.stringify({ headers, body }) };
}

function report(pairs: readonly Pair[]): void {
  const { medians, difference, chance } = compare(pairs, EXCHANGES);
  const ms = (value: number) => `${value.toFixed(3)} ms`;
  const line = (kind: 0 | 1) => {
    const times = pairs.map((pair) => pair[kind]);
    return `median ${ms(medians[kind])}, half of them between ${ms(quantile(times, 0.25))} and ${ms(quantile(times, 0.75))}`;
  };
  const verdict =
    chance < UNLIKELY
      ? 'The times tell a known address from an unknown one, unless a second run says otherwise.'
      : 'The times do not tell a known address from an unknown one in so many requests.';
  const lines = [
    `${pairs.length} pairs of requests, one at a time; all answers were the same.`,
    `  known    ${line(0)}`,
    `  unknown  ${line(1)}`,
    `The medians differ by ${ms(difference)}. With known and unknown exchanged at random within the pairs, they differ by as`,
    `much or more in ${(chance * 100).toFixed(1)} % of ${EXCHANGES} tries.`,
    verdict,
  ];
  process.stdout.write(`${lines.join('\n')}\n`);
}
