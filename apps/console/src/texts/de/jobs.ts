import type { Texts } from '../en.js';

export const jobs: Texts['jobs'] = {
  title: 'Aufträge',
  job: 'Auftrag',
  states: { failed: 'Gescheitert', waiting: 'Wartet', running: 'Läuft' },
  promised: 'Zugesagt',
  failedAt: 'Gescheitert',
  about: 'Worum es geht',
  retry: 'Wiederholen',
  retryAll: 'Alle gescheiterten wiederholen',
  retried: (count) => (count === 1 ? '1 Auftrag wird wiederholt' : `${count} Aufträge werden wiederholt`),
  none: {
    all: 'Alles ist erledigt',
    failed: 'Kein Auftrag ist endgültig gescheitert',
    waiting: 'Kein Auftrag wartet',
    running: 'Kein Auftrag läuft',
  },
  older: 'Ältere Aufträge zeigen',
};
