import type { Texts } from '../en.js';

export const own: Texts['own'] = {
  currentPassword: 'Bisheriges Passwort',
  newPassword: 'Neues Passwort',
  passwordRule:
    '10 bis 72 Zeichen, darunter ein Großbuchstabe, ein Kleinbuchstabe, eine Ziffer und ein anderes Zeichen.',
  changePassword: 'Passwort ändern',
  passwordChanged: 'Geändert. Überall sonst sind Sie abgemeldet.',
  access: 'Was Sie dürfen',
  sessions: 'Wo Sie angemeldet sind',
  browser: 'Browser',
  unknownBrowser: 'unbekannt',
  begun: 'Angemeldet',
  seen: 'Zuletzt benutzt',
  end: 'Abmelden',
  thisSession: 'Dieser Browser',
  endOthers: 'Überall sonst abmelden',
  endAll: 'Überall abmelden',
  noSessions: 'Nirgends angemeldet',
  noSessionsHow: 'Jeder Browser, in dem sich dieser Agent anmeldet, steht hier.',
};
