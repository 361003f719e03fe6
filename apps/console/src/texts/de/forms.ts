import type { Texts } from '../en.js';

export const setPassword: Texts['setPassword'] = {
  title: 'Ihr Passwort festlegen',
  set: 'Passwort festlegen',
  show: 'Anzeigen',
  done: 'Ihr Passwort ist festgelegt',
  doneHow: 'Sie können sich jetzt damit anmelden.',
  useless: 'Dieser Link gilt nicht mehr',
  uselessHow:
    'Ein Link gilt einmal und 24 Stunden lang. Fordern Sie einen neuen an, oder bitten Sie Ihre Verwaltung um eine neue Willkommens-Mail.',
};

export const unsaved: Texts['unsaved'] = {
  title: 'Ohne Speichern verlassen?',
  how: 'Was Sie hier ausgefüllt haben, ist nicht gespeichert.',
  discard: 'Verwerfen',
  stay: 'Hier bleiben',
};
