export const palette = {
  open: 'Search and commands',
  button: 'Search',
  placeholder: 'An agent, a team, a role, or what to do',
  groups: { actions: 'Do', sections: 'Go to', agents: 'Agents', teams: 'Teams', roles: 'Roles' },
  searching: 'Looking for agents…',
  none: 'Nothing fits. Try fewer letters.',
  theme: (theme: string) => `Theme: ${theme}`,
  language: (language: string) => `Language: ${language}`,
  shortcuts: 'Keyboard shortcuts',
  keys: {
    palette: 'Find an agent, a team, a role or an action',
    search: 'Search on this page',
    help: 'Show these shortcuts',
    choose: 'Go through a list, a menu or the rows of a choice',
    act: 'Do what is highlighted',
    close: 'Close what is on top',
  },
};
