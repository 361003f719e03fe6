import type { Request } from 'express';

import { jsonBody } from '../http/body/body.js';
import { BASIC } from '../http/failure.js';
import type { Window } from '../http/window.js';
import { SCIM_JSON } from './media-type.js';
import { RequestRecorder } from './requests/request-recorder.js';
import { scimError } from './scim-errors.js';
import { SCIM_FAILURES } from './scim-route.js';
import { ScimModule } from './scim.module.js';

/** A bearer key is asked for, and the halves of a key are taken too. A token that was sent is told to be wrong (RFC 6750, section 3). */
function bearerFirst({ headers }: Pick<Request, 'headers'>): readonly string[] {
  const wrong = /^bearer /i.test(headers.authorization ?? '') ? ', error="invalid_token"' : '';
  return [`Bearer realm="Rollcall"${wrong}`, BASIC];
}

/** The window for identity providers: SCIM 2.0 (RFC 7643, RFC 7644). */
export const SCIM: Window = {
  name: 'Scim',
  module: ScimModule,
  prefixes: ['/scim/v2'],
  methods: ['GET', 'HEAD', 'POST', 'PUT', 'PATCH', 'DELETE'],
  bodyTypes: [jsonBody(SCIM_JSON), jsonBody('application/json')],
  mediaType: SCIM_JSON,
  errorOf: scimError,
  failures: SCIM_FAILURES,
  invalid: [400],
  challenges: bearerFirst,
  observer: RequestRecorder,
};
