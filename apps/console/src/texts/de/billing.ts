import type { Texts } from '../en.js';

export const billing: Texts['billing'] = {
  tab: 'Abrechnung',
  plan: 'Tarif',
  nextPlan: 'Nächster Tarif',
  nextCycle: 'Nächster Zeitraum',
  customer: 'Kunde bei Stripe',
  subscription: 'Abonnement',
  lastPayment: 'Letzte Zahlung',
  synced: 'Stripe gefragt',
  left: (amount, credit) => `Noch ${amount} ${credit}`,
  granted: 'Gewährt',
  used: 'Verbraucht',
  most: (amount) => `höchster Wert: ${amount}`,
  chart: (credit) =>
    `Was von ${credit} in den letzten 30 Tagen gewährt und verbraucht wurde; die Tabelle darunter hat die Zahlen`,
  asTable: 'Als Tabelle',
  day: 'Tag (UTC)',
  ledger: 'Guthabenbuch',
  at: 'Wann',
  credit: 'Guthaben',
  why: 'Durch',
  grant: 'Gewährt vom Tarif',
  amount: 'Menge',
  older: 'Ältere Einträge zeigen',
  noEntries: 'Noch kein Guthaben',
  noEntriesHow: 'Ein Tarif mit Guthaben gewährt es zu Beginn jedes Zeitraums.',
};
