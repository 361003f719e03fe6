import type { Schemas } from '../api/client.js';

type Change = Schemas['BulkChangeBody']['change'];

/** What can be done with many agents at once, as the menu lists it. */
export const BULK_ACTS = [
  'enable',
  'disable',
  'teams_add',
  'teams_remove',
  'roles_add',
  'roles_remove',
  'delete',
] as const;
export type BulkAct = (typeof BULK_ACTS)[number];

/** Of which names the act needs some. */
export function namesOf(act: BulkAct): 'teams' | 'roles' | null {
  if (act.startsWith('teams')) return 'teams';
  return act.startsWith('roles') ? 'roles' : null;
}

/** The change as the api takes it. */
export function changeOf(act: BulkAct, names: readonly string[]): Change {
  switch (act) {
    case 'enable':
    case 'disable':
      return { enabled: act === 'enable' };
    case 'delete':
      return { delete: true };
    default:
      return { [act]: [...names] };
  }
}

/** The act and the names of a change that the api tells. */
export function wordsOf(change: Change): { readonly act: BulkAct; readonly names: readonly string[] } {
  if (change.enabled !== undefined) return { act: change.enabled ? 'enable' : 'disable', names: [] };
  if (change.delete) return { act: 'delete', names: [] };
  const act = (['teams_add', 'teams_remove', 'roles_add', 'roles_remove'] as const).find((key) => change[key]);
  return { act: act ?? 'teams_add', names: (act && change[act]) ?? [] };
}
