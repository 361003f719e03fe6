import type { Texts } from '../en.js';

export const overview: Texts['overview'] = {
  title: 'Überblick',
  attention: 'Braucht Aufmerksamkeit',
  allWell: 'Nichts braucht Aufmerksamkeit',
  failedJobs: (count) =>
    count === 1 ? '1 Auftrag ist endgültig gescheitert' : `${count} Aufträge sind endgültig gescheitert`,
  failedMails: (count) =>
    `${count === 1 ? '1 Mail wurde' : `${count} Mails wurden`} in den letzten 14 Tagen nicht gesendet; die Seite jedes Agenten sagt, warum, und sendet sie erneut`,
  stripeProblems: (count) =>
    `${count === 1 ? '1 Konto hat' : `${count} Konten haben`} keinen Tarif, der sich aus Stripe ergibt; „npm run drift“ nennt sie`,
  notSealed: (count) => `${count} Einträge des Protokolls sind nicht versiegelt; zuletzt waren es alle am`,
  onlineByTeam: 'Online nach Team',
  nobodyOnline: 'Niemand aus einem Team ist online.',
  signIns: 'Anmeldungen',
  mails: 'Mails',
  deliveries: 'Zustellungen an Webhooks',
  succeeded: 'Angemeldet',
  sent: 'Gesendet',
  delivered: 'Zugestellt',
  failed: 'Fehlgeschlagen',
  onTheirWay: (count) => `${count} unterwegs`,
  chart: (what) => `${what} der letzten 14 Tage, Tag für Tag; die Tabelle darunter hat die Zahlen`,
  queues: 'Warteschlangen',
  queue: 'Warteschlange',
  oldest: 'Ältester Auftrag',
};
