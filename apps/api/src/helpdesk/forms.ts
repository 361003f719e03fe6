import { ApiConsumes } from '@nestjs/swagger';

import { FORM_BODY, JSON_BODY } from '../http/body/body.js';
import type { BodyType } from '../http/window.js';

/** The paths to which the peer's clients send forms. */
const PATHS =
  /^\/api\/v1\/(auth\/login|oidc\/\d+\/backchannel-logout|(?!agents\/bulk\b)(agents|teams|roles)(\/[^/]+)?|agents\/me\/availability)\/?$/i;

/** The bodies of this window: JSON on every path, and forms on the paths above. */
export const HELPDESK_BODIES: readonly BodyType[] = [JSON_BODY, { ...FORM_BODY, paths: PATHS }];

/** In the API's description: the route takes a form beside JSON. */
export const TakesForms = () => ApiConsumes(...HELPDESK_BODIES.map(({ mediaType }) => mediaType));
