import type { Texts } from '../en.js';

export const services: Texts['services'] = {
  title: 'Dienstkonten',
  new: 'Neues Dienstkonto',
  create: 'Dienstkonto anlegen',
  search: 'Dienstkonto finden',
  nameHint: 'Das Programm, das es benutzt, etwa „CRM-Abgleich“.',
  rolesHint: 'Mindestens eine. Daraus folgt, was das Programm darf.',
  enabledHint: 'Ohne dies werden seine Schlüssel abgewiesen.',
  none: 'Noch keine Dienstkonten',
  noneHow: 'Ein Dienstkonto lässt ein Programm mit eigenen Schlüsseln arbeiten, ohne E-Mail und Passwort.',
  deleteHow:
    'Seine Schlüssel sind weg, und Programme, die sie benutzen, werden ab jetzt abgewiesen. Das lässt sich nicht rückgängig machen.',
};
