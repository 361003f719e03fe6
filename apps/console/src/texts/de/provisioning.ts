import type { Texts } from '../en.js';

export const provisioning: Texts['provisioning'] = {
  title: 'Bereitstellung',
  address: 'SCIM-Adresse für den Identitätsanbieter',
  key: 'Schlüssel',
  keyHow:
    'Ein Bearer-Token eines Dienstkontos. Dessen Rolle hat scim:manage und alle Rechte, die die Leute bekommen dürfen, mindestens die der Rolle Agent.',
  keyOwners: 'Dienstkonten, die bereitstellen dürfen',
  noKeyOwners: 'Noch darf kein Dienstkonto bereitstellen.',
  groupRoles: 'Rollen durch Gruppen',
  groupRolesHow:
    'Wen der Identitätsanbieter in eines dieser Teams aufnimmt, bekommt dessen Rollen; wer es verlässt, verliert sie.',
  change: 'Ändern',
  add: 'Team hinzufügen',
  emptyHint: 'Leer: das Team gibt keine Rollen mehr.',
  noGroupRoles: 'Kein Team gibt Rollen',
  noGroupRolesHow: 'Leute des Identitätsanbieters bekommen die Rolle Agent oder die Rollen, die er sendet.',
  requests: 'Letzte Anfragen',
  request: 'Anfrage',
  noAnswer: 'aufgelegt',
  noKey: 'kein gültiger Schlüssel',
  older: 'Ältere Anfragen zeigen',
  noRequests: 'Noch kein Identitätsanbieter hat angefragt',
  noRequestsHow: 'Tragen Sie dort die Adresse und den Schlüssel ein. Sein Verbindungstest erscheint hier.',
};
