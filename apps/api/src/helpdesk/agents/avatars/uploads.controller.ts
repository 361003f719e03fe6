import { Controller, Get, Param, Res, StreamableFile } from '@nestjs/common';
import { ApiParam, ApiTags } from '@nestjs/swagger';
import { Public } from '@rollcall/auth/http';
import { StoredFiles } from '@rollcall/storage';
import type { Response } from 'express';

import { RefusedRequest } from '../../../http/failure.js';
import { ApiRoute } from '../../api-route.js';

const YEAR_SECONDS = 365 * 24 * 60 * 60;

/** A file never changes, and consoles of other origins show avatars. */
const HEADERS = {
  'Cache-Control': `public, max-age=${YEAR_SECONDS}, immutable`,
  'Cross-Origin-Resource-Policy': 'cross-origin',
};

/** The files that agents have sent, for everybody who knows their names; at the root, not under /api/v1. */
@ApiTags('Avatars')
@Controller('uploads')
export class UploadsController {
  constructor(private readonly files: StoredFiles) {}

  @Get(':name')
  @Public()
  @ApiParam({ name: 'name', schema: { type: 'string' }, description: 'What stands in an `avatar_url`' })
  @ApiRoute({
    summary: 'An avatar',
    description: 'It needs no credentials: its name is random and is told only where its agent is.',
    answer: { stream: 'image/webp' },
    errors: [404, 503],
  })
  async get(@Param('name') name: string, @Res({ passthrough: true }) response: Response): Promise<StreamableFile> {
    const file = await this.files.read(name);
    if (!file)
      throw new RefusedRequest('path_not_found', `There is no file ${name}; its agent may have another now`, 'path');
    response.set(HEADERS);
    return new StreamableFile(file.bytes, { type: file.mediaType, length: file.bytes.length });
  }
}
