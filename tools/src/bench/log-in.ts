import { emailOf, PASSWORD } from './scene.js';

/** Logs the first seeded agent in and returns the cookies of its session, as a browser sends them. */
export async function logIn(url: string): Promise<string> {
  const response = await fetch(`${url}/api/v1/auth/login`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ email: emailOf(1), password: PASSWORD }),
  });
  if (!response.ok) throw new Error(`The login answered ${response.status}: ${await response.text()}`);
  return response.headers
    .getSetCookie()
    .map((cookie) => cookie.split(';')[0])
    .join('; ');
}
