export const services = {
  title: 'Service accounts',
  new: 'New service account',
  create: 'Create service account',
  search: 'Find a service account',
  nameHint: 'The program that uses it, such as “CRM sync”.',
  rolesHint: 'At least one. What the program may do follows from these.',
  enabledHint: 'Without this, its keys are refused.',
  none: 'No service accounts yet',
  noneHow: 'A service account lets a program work with keys of its own, without an e-mail or a password.',
  deleteHow: 'Its keys are gone, and programs that use them are refused from now on. This cannot be undone.',
};
