import type { Window } from '../http/window.js';
import { listPath } from './agents/list-forms.js';
import { AVATAR_UPLOADS } from './agents/avatars/avatar-uploads.js';
import { HELPDESK_FAILURES } from './api-route.js';
import { HELPDESK_BODIES } from './forms.js';
import { helpdeskError } from './helpdesk-errors.js';
import { HelpdeskModule } from './helpdesk.module.js';
import { CSV_UPLOADS } from './imports/csv-uploads.js';

/** The window for clients of a Libredesk server. It also answers requests that belong to no window. */
export const HELPDESK: Window = {
  name: 'Helpdesk',
  module: HelpdeskModule,
  prefixes: ['/'],
  methods: ['GET', 'HEAD', 'POST', 'PUT', 'DELETE'],
  bodyTypes: [...AVATAR_UPLOADS, ...CSV_UPLOADS, ...HELPDESK_BODIES],
  mediaType: 'application/json',
  errorOf: helpdeskError,
  failures: HELPDESK_FAILURES,
  invalid: [400],
  servedPath: listPath,
};
