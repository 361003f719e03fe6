import { applyDecorators } from '@nestjs/common';
import { ApiBody, ApiConsumes } from '@nestjs/swagger';

import { TakesFile } from '../../http/body/file.interceptor.js';
import { MULTIPART } from '../../http/body/receive-file.js';
import type { BodyType } from '../../http/window.js';

const CSV = 'text/csv';
const PART = 'file';

/** Where a file of agents is sent. */
const PATHS = /^\/api\/v1\/agents\/imports?\/?$/i;

/** The bodies of these paths. */
export const CSV_UPLOADS: readonly BodyType[] = [
  { mediaType: CSV, name: 'a CSV file', read: null, paths: PATHS },
  { mediaType: MULTIPART, name: 'a form with a file', read: null, paths: PATHS },
];

/** The route is sent a file of agents, as the body or as the part `file`. */
export const TakesCsv = () =>
  applyDecorators(
    TakesFile(({ imports }) => ({
      part: PART,
      called: 'a CSV file',
      maxBytes: imports.maxBytes,
      alone: true,
      whenTooLarge: 'split a CSV file into several',
    })),
    ApiConsumes(MULTIPART, CSV),
    ApiBody({
      required: true,
      description: 'The file, which has a header row; or, as text/csv, the file alone',
      schema: {
        type: 'object',
        required: [PART],
        properties: { [PART]: { type: 'string', format: 'binary' } },
      },
    }),
  );
