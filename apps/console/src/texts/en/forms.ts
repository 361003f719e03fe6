export const setPassword = {
  title: 'Set your password',
  set: 'Set password',
  show: 'Show it',
  done: 'Your password is set',
  doneHow: 'You can sign in with it now.',
  useless: 'This link no longer works',
  uselessHow:
    'A link works once and for 24 hours. Ask for another one, or ask your administrator for a new welcome mail.',
};

export const unsaved = {
  title: 'Leave without saving?',
  how: 'What you have filled in here is not saved.',
  discard: 'Discard it',
  stay: 'Stay here',
};
