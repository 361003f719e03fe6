import { applyDecorators } from '@nestjs/common';
import { ApiBody, ApiConsumes } from '@nestjs/swagger';

import { TakesFile } from '../../../http/body/file.interceptor.js';
import { type ExpectedFile, MULTIPART } from '../../../http/body/receive-file.js';
import type { BodyType } from '../../../http/window.js';

/** Where an image is sent. */
const PATHS = /^\/api\/v1\/agents\/(me|[^/]+\/avatar)\/?$/i;

/** The part of the body in which the peer's clients send it. */
export const AVATAR_PART = 'files';

const IMAGE: ExpectedFile = {
  part: AVATAR_PART,
  called: 'an image',
  maxBytes: 2_000_000,
  alone: false,
  whenTooLarge: 'send a smaller image',
};

/** The bodies of these paths. */
export const AVATAR_UPLOADS: readonly BodyType[] = [
  { mediaType: MULTIPART, name: 'a form with a file', read: null, paths: PATHS },
];

/** The route is sent an image as the part `files`. */
export const TakesImage = () =>
  applyDecorators(
    TakesFile(() => IMAGE),
    ApiConsumes(MULTIPART),
    ApiBody({
      required: true,
      description: 'A PNG, JPEG, GIF or WebP image of at most 2 MB and 25 million pixels',
      schema: {
        type: 'object',
        required: [AVATAR_PART],
        properties: { [AVATAR_PART]: { type: 'string', format: 'binary' } },
      },
    }),
  );
