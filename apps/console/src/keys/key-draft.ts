import type { NewKey } from '../api/keys.js';
import type { Permission } from '../api/permissions.js';

/** A key as it is filled in. */
export interface KeyDraft {
  readonly name: string;
  readonly kind: 'pair' | 'bearer';
  readonly scopes: readonly Permission[];
  /** As the browser has it, in the reader's zone: `2030-01-31T12:00`; empty for never. */
  readonly expires: string;
  /** Separated by commas or spaces; empty for all. */
  readonly ips: string;
}

export const EMPTY_KEY: KeyDraft = { name: '', kind: 'pair', scopes: [], expires: '', ips: '' };

/** What is sent of it: a limit that is not filled in is none. */
export function keyBodyOf({ name, kind, scopes, expires, ips }: KeyDraft): NewKey {
  const ranges = ips.split(/[\s,;]+/).filter((range) => range !== '');
  return {
    name: name.trim(),
    kind,
    ...(scopes.length > 0 ? { scopes: [...scopes] } : {}),
    ...(expires === '' ? {} : { expires_at: new Date(expires).toISOString() }),
    ...(ranges.length > 0 ? { allowed_ips: ranges } : {}),
  };
}
