import type { Texts } from '../en.js';

export const palette: Texts['palette'] = {
  open: 'Suche und Befehle',
  button: 'Suchen',
  placeholder: 'Ein Agent, ein Team, eine Rolle oder was zu tun ist',
  groups: { actions: 'Tun', sections: 'Gehe zu', agents: 'Agenten', teams: 'Teams', roles: 'Rollen' },
  searching: 'Agenten werden gesucht …',
  none: 'Nichts passt. Versuchen Sie es mit weniger Buchstaben.',
  theme: (theme) => `Farbschema: ${theme}`,
  language: (language) => `Sprache: ${language}`,
  shortcuts: 'Tastenkürzel',
  keys: {
    palette: 'Agent, Team, Rolle oder Befehl finden',
    search: 'Auf dieser Seite suchen',
    help: 'Diese Tastenkürzel zeigen',
    choose: 'Durch eine Liste, ein Menü oder eine Auswahl gehen',
    act: 'Tun, was hervorgehoben ist',
    close: 'Schließen, was obenauf liegt',
  },
};
