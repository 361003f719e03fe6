/** Of imports and bulk changes. */
export const work = {
  states: { waiting: 'Waiting', running: 'Running', done: 'Done', cancelled: 'Cancelled', stopped: 'Stopped' },
  ends: 'until about',
  cancel: 'Cancel it',
  cancelHow: 'What is done stays done; the rest is left as it is.',
};

export const bulk = {
  title: (id: number) => `Bulk change ${id}`,
  select: (name: string) => `Choose ${name}`,
  selectPage: 'Choose all on this page',
  chosen: (count: number) => (count === 1 ? '1 agent chosen' : `${count} agents chosen`),
  chooseAll: (count: number) => `Choose all ${count} that match`,
  clear: 'Choose none',
  change: 'Change them',
  acts: {
    enable: 'Enable',
    disable: 'Disable',
    teams_add: 'Add to teams',
    teams_remove: 'Remove from teams',
    roles_add: 'Add roles',
    roles_remove: 'Remove roles',
    delete: 'Delete',
  },
  asks: {
    enable: (agents: string) => `Enable ${agents}?`,
    disable: (agents: string) => `Disable ${agents}?`,
    teams_add: (agents: string) => `Add ${agents} to teams?`,
    teams_remove: (agents: string) => `Remove ${agents} from teams?`,
    roles_add: (agents: string) => `Give ${agents} roles?`,
    roles_remove: (agents: string) => `Take roles from ${agents}?`,
    delete: (agents: string) => `Delete ${agents}?`,
  },
  agents: (count: number) => (count === 1 ? '1 agent' : `${count} agents`),
  hows: {
    enable: 'They can sign in, and their keys work again.',
    disable: 'They are signed out at once and their keys are refused, until they are enabled again.',
    teams_add: 'They keep the teams that they are in.',
    teams_remove: 'They stay in all other teams.',
    roles_add: 'They keep the roles that they have.',
    roles_remove: 'An agent keeps at least one role: where it would be the last one, nothing is changed.',
    delete:
      'They are signed out at once and their keys are gone. Their e-mails are free for other agents. This cannot be undone.',
  },
  processed: (done: number, total: number) => `${done} of ${total} agents`,
  changed: 'Changed',
  refused: 'Refused',
  refusedAgents: (count: number) => (count === 1 ? '1 agent was not changed' : `${count} agents were not changed`),
  firstShown: (count: number) => `The first ${count} are shown.`,
  agent: 'Agent',
  reason: 'Why',
  cancelTitle: 'Cancel the bulk change?',
};
