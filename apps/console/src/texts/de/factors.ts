import type { Texts } from '../en.js';

export const factors: Texts['factors'] = {
  title: 'Zweite Faktoren',
  what: 'Eine App auf Ihrem Telefon zeigt alle 30 Sekunden einen neuen Code. Wer nur Ihr Passwort hat, kommt nicht hinein.',
  none: 'Kein zweiter Faktor',
  lastUsed: 'Zuletzt benutzt:',
  add: 'App einrichten',
  name: 'Name',
  nameHow: 'Wie Sie das Gerät oder die App nennen, etwa „Telefon“.',
  next: 'Weiter',
  scan: 'Lesen Sie dies mit der App ein, oder tippen Sie das Geheimnis ab. Geben Sie dann den Code ein, den sie zeigt.',
  qr: 'QR-Code mit dem Geheimnis',
  secret: 'Geheimnis',
  code: 'Code',
  codeHow: 'Die sechs Ziffern, die Ihre App zeigt, oder einer Ihrer Wiederherstellungscodes.',
  confirm: 'Bestätigen',
  codes: 'Ihre Wiederherstellungscodes',
  codesHow: 'Mit jedem kommen Sie einmal hinein, wenn Sie Ihre App verloren haben',
  codesLeft: (left: number) =>
    left === 1 ? 'Ein Wiederherstellungscode ist übrig.' : `${left} Wiederherstellungscodes sind übrig.`,
  newCodes: 'Neue Wiederherstellungscodes',
  rename: 'Umbenennen',
  renameTitle: (name: string) => `„${name}“ umbenennen`,
  remove: 'Entfernen',
  removeTitle: (name: string) => `„${name}“ entfernen`,
  removeHow:
    'Mit ihren Codes kommt niemand mehr hinein. Mit der letzten App werden auch die Wiederherstellungscodes ungültig.',
  reset: 'Zweite Faktoren zurücksetzen',
  resetHow:
    'Alle zweiten Faktoren und Wiederherstellungscodes dieses Agenten werden entfernt, seine Sitzungen enden, und eine E-Mail sagt es ihm. Danach meldet er sich mit dem Passwort allein an.',
  resetAct: 'Zurücksetzen',
  show: 'Zweiten Faktor zeigen',
  shown: 'Danke. Versuchen Sie jetzt noch einmal, was abgelehnt wurde.',
  problems: {
    SecondFactorNeededException:
      'Dazu ist Ihr zweiter Faktor nötig, gezeigt in den letzten zehn Minuten. Geben Sie einen Code ein.',
    EnrolmentNeededException:
      'Eine Ihrer Rollen verlangt einen zweiten Faktor. Richten Sie zuerst einen auf der Seite Ihres Kontos ein.',
    SignInNeededException:
      'Dazu ist eine Anmeldung in den letzten zehn Minuten nötig. Melden Sie sich ab und wieder an.',
  },
  neededFrom: 'Zweiter Faktor nötig ab',
  neededFromHow:
    'Bis zu diesem Tag werden die Inhaber erinnert. Danach können sie nur noch einen einrichten. Leer: nicht nötig.',
  saveNeed: 'Tag festlegen',
  reminder: 'Eine Ihrer Rollen verlangt einen zweiten Faktor ab',
  reminderLink: 'Jetzt einrichten',
};
