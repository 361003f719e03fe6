import type { Extras } from './client.js';

export const CSV_HEADER = 'first_name,last_name,email,roles,teams';

/** A file of agents: the header and these rows. */
export const csvLines = (...rows: readonly string[]): string => [CSV_HEADER, ...rows].join('\n');

/** A request whose body is the file. */
export const csv = (raw: string | Uint8Array): Extras => ({ raw, headers: { 'Content-Type': 'text/csv' } });

/** A request with these parts of a form, each as a file. */
export const form = (...parts: readonly (readonly [name: string, content: string])[]): Extras => ({
  raw: `${parts
    .map(
      ([name, content]) =>
        `--b\r\nContent-Disposition: form-data; name="${name}"; filename="ä.csv"\r\n\r\n${content}\r\n`,
    )
    .join('')}--b--\r\n`,
  headers: { 'Content-Type': 'multipart/form-data; boundary=b' },
});
