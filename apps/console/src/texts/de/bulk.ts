import type { Texts } from '../en.js';

/** Of imports and bulk changes. */
export const work: Texts['work'] = {
  states: { waiting: 'Wartet', running: 'Läuft', done: 'Fertig', cancelled: 'Abgebrochen', stopped: 'Beendet' },
  ends: 'bis etwa',
  cancel: 'Abbrechen',
  cancelHow: 'Was schon getan ist, bleibt; der Rest bleibt, wie er ist.',
};

export const bulk: Texts['bulk'] = {
  title: (id) => `Sammeländerung ${id}`,
  select: (name) => `${name} auswählen`,
  selectPage: 'Alle auf dieser Seite auswählen',
  chosen: (count) => (count === 1 ? '1 Agent ausgewählt' : `${count} Agenten ausgewählt`),
  chooseAll: (count) => `Alle ${count} passenden auswählen`,
  clear: 'Keinen auswählen',
  change: 'Ändern',
  acts: {
    enable: 'Aktivieren',
    disable: 'Deaktivieren',
    teams_add: 'Zu Teams hinzufügen',
    teams_remove: 'Aus Teams entfernen',
    roles_add: 'Rollen hinzufügen',
    roles_remove: 'Rollen entziehen',
    delete: 'Löschen',
  },
  asks: {
    enable: (agents) => `${agents} aktivieren?`,
    disable: (agents) => `${agents} deaktivieren?`,
    teams_add: (agents) => `${agents} zu Teams hinzufügen?`,
    teams_remove: (agents) => `${agents} aus Teams entfernen?`,
    roles_add: (agents) => `${agents} Rollen geben?`,
    roles_remove: (agents) => `${agents} Rollen entziehen?`,
    delete: (agents) => `${agents} löschen?`,
  },
  agents: (count) => (count === 1 ? '1 Agenten' : `${count} Agenten`),
  hows: {
    enable: 'Sie können sich anmelden, und ihre Schlüssel gelten wieder.',
    disable: 'Sie werden sofort abgemeldet und ihre Schlüssel abgewiesen, bis sie wieder aktiviert werden.',
    teams_add: 'Sie bleiben in den Teams, in denen sie sind.',
    teams_remove: 'Sie bleiben in allen anderen Teams.',
    roles_add: 'Sie behalten die Rollen, die sie haben.',
    roles_remove: 'Ein Agent behält mindestens eine Rolle: Wo es die letzte wäre, wird nichts geändert.',
    delete:
      'Sie werden sofort abgemeldet, und ihre Schlüssel sind weg. Ihre E-Mail-Adressen sind für andere Agenten frei. Das lässt sich nicht rückgängig machen.',
  },
  processed: (done, total) => `${done} von ${total} Agenten`,
  changed: 'Geändert',
  refused: 'Abgelehnt',
  refusedAgents: (count) => (count === 1 ? '1 Agent wurde nicht geändert' : `${count} Agenten wurden nicht geändert`),
  firstShown: (count) => `Gezeigt sind die ersten ${count}.`,
  agent: 'Agent',
  reason: 'Grund',
  cancelTitle: 'Die Sammeländerung abbrechen?',
};
