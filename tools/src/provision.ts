const USAGE = `Usage:
  npm run provision -- <url of a running api> <bearer key> [<users, 10000 if left out> [<groups, 50 if left out>]]

Makes users and groups of two hundred of them by SCIM, as a provider does at its first sync, and says how many requests a second
were answered.`;

const MEMBERS = 200;
const CONNECTIONS = 8;

const [url = '', key = '', users = '10000', groups = '50', ...excess] = process.argv.slice(2);
if (
  !URL.canParse(url) ||
  key === '' ||
  excess.length > 0 ||
  ![users, groups].every((text) => /^[1-9]\d{0,6}$/.test(text))
) {
  process.stderr.write(`${USAGE}\n`);
  process.exitCode = 2;
} else await run(Number(users), Number(groups));

async function run(userCount: number, groupCount: number): Promise<void> {
  const mark = Date.now().toString(36);
  const ids = await timed('users looked for and made', 2 * userCount, userCount, async (index) => {
    const userName = `user${index}.${mark}@example.com`;
    await send('GET', `/Users?filter=${encodeURIComponent(`userName eq "${userName}"`)}`);
    const name = { givenName: 'User', familyName: String(index) };
    return send('POST', '/Users', { userName, externalId: `${mark}-${index}`, name, active: true });
  });
  await timed('groups made and filled', 2 * groupCount, groupCount, async (index) => {
    const id = await send('POST', '/Groups', { displayName: `Group ${index} ${mark}` });
    const value = Array.from({ length: MEMBERS }, (_, place) => ({
      value: ids[(index * MEMBERS + place) % ids.length],
    }));
    return send('PATCH', `/Groups/${id}`, { Operations: [{ op: 'Add', path: 'members', value }] });
  });
}

/** Does `work` so many times over a few connections, and says how fast. @returns what each returned */
async function timed(
  what: string,
  requests: number,
  times: number,
  work: (index: number) => Promise<string>,
): Promise<string[]> {
  const results = Array<string>(times).fill('');
  const start = performance.now();
  let next = 0;
  const one = async (): Promise<void> => {
    for (let index = next++; index < times; index = next++) results[index] = await work(index);
  };
  await Promise.all(Array.from({ length: CONNECTIONS }, one));
  const seconds = (performance.now() - start) / 1_000;
  process.stdout.write(`${times} ${what} in ${seconds.toFixed(1)} s: ${(requests / seconds).toFixed(0)} requests/s\n`);
  return results;
}

/** @returns the id of the answer, if it has one. @throws Error when it is none of success */
async function send(method: string, path: string, body?: object): Promise<string> {
  const response = await fetch(`${url.replace(/\/$/, '')}/scim/v2${path}`, {
    method,
    headers: { Authorization: `Bearer ${key}`, 'Content-Type': 'application/scim+json' },
    ...(body ? { body: JSON.stringify(body) } : {}),
  });
  const text = await response.text();
  if (!response.ok) throw new Error(`${method} ${path} answers ${response.status}: ${text}`);
  const answer: unknown = text === '' ? {} : JSON.parse(text);
  return typeof answer === 'object' && answer !== null && 'id' in answer ? String(answer.id) : '';
}
