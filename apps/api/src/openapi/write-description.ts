import { writeFile } from 'node:fs/promises';

import { loadConfig } from '@rollcall/config';
import { NestFactory } from '@nestjs/core';

import { ApiModule } from '../api.module.js';
import { WINDOWS } from '../windows.js';
import { apiDescription } from './describe-api.js';

/** Writes docs/api/openapi.json. It only reads the modules and connects to nothing. */
const config = loadConfig({ DATABASE_URL: 'postgres://unused', SMTP_URL: 'smtp://unused' });
const app = await NestFactory.create(ApiModule.with(config, WINDOWS), { preview: true, logger: false });
const file = new URL('../../../../docs/api/openapi.json', import.meta.url);
await writeFile(file, `${JSON.stringify(apiDescription(app), null, 2)}\n`);
