import { ApiConsumes } from '@nestjs/swagger';

import { FORM_BODY, JSON_BODY } from '../http/body/body.js';
import type { BodyType } from '../http/window.js';

/** Where the peer's clients send forms, and our page that sets a password. */
const PATHS = /^\/api\/v1\/(auth\/login|(agents|teams|roles)(\/[^/]+)?|agents\/me\/availability)\/?$/i;

/** The bodies of this window: JSON everywhere, and a form where {@link TakesForms} says so. */
export const HELPDESK_BODIES: readonly BodyType[] = [JSON_BODY, { ...FORM_BODY, paths: PATHS }];

/** In the API's description: the route takes a form beside JSON. */
export const TakesForms = () => ApiConsumes(...HELPDESK_BODIES.map(({ mediaType }) => mediaType));
