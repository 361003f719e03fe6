import type { INestApplication } from '@nestjs/common';
import { CSRF_HEADER, SESSION_COOKIE } from '@rollcall/auth/http';
import { DocumentBuilder, type OpenAPIObject, SwaggerModule } from '@nestjs/swagger';

import { documentationHeaders } from '../http/server/security-headers.js';
import { addGeneralFailures } from './failures.js';
import { INTRODUCTION } from './introduction.js';
import { namedBodies } from './named-bodies.js';
import { TAGS } from './tags.js';
import { webhookEvents } from './webhook-events.js';

/** The description of the API, generated from the code. It depends on nothing but the code. */
export function apiDescription(app: INestApplication): OpenAPIObject {
  const builder = new DocumentBuilder();
  for (const [name, sentence] of TAGS) builder.addTag(name, sentence);
  const description = builder
    .setTitle('Rollcall')
    .setDescription(INTRODUCTION)
    .setVersion('1')
    .setOpenAPIVersion('3.1.0')
    .addServer('/')
    .addBasicAuth(
      { type: 'http', scheme: 'basic', description: 'api_key as the user name, api_secret as the password' },
      'basic',
    )
    .addApiKey(
      { type: 'apiKey', in: 'header', name: 'Authorization', description: 'token api_key:api_secret' },
      'token',
    )
    .addApiKey({ type: 'apiKey', in: 'header', name: 'X-API-Key', description: 'in-…, recommended' }, 'header-key')
    .addBearerAuth({ type: 'http', scheme: 'bearer', bearerFormat: 'in-…', description: 'in-…' }, 'bearer')
    .addApiKey(
      { type: 'apiKey', in: 'query', name: 'api_key', description: 'in-…; a key in a URL ends up in logs' },
      'query-key',
    )
    .addCookieAuth(
      SESSION_COOKIE,
      {
        type: 'apiKey',
        description: `The cookie of a login, with the prefix __Host- behind HTTPS; changes need the header ${CSRF_HEADER} as well`,
      },
      'session',
    )
    .build();
  const document = SwaggerModule.createDocument(app, description, {
    operationIdFactory: (controller, method) => `${controller.replace('Controller', '')}_${method}`,
  });
  addGeneralFailures(document, app);
  leaveBodiesOut(document);
  addBodyExamples(document);
  document.webhooks = webhookEvents();
  return document;
}

/** Makes a body optional if none of its fields is required. */
function leaveBodiesOut(document: OpenAPIObject): void {
  for (const { body, schema } of namedBodies(document)) if (!schema.required) body.required = false;
}

/** Gives each body an example: those of its fields that have one. A test sends them all. */
function addBodyExamples(document: OpenAPIObject): void {
  for (const { content, schema } of namedBodies(document)) {
    const fields = Object.entries(schema.properties ?? {}).flatMap(([name, field]) =>
      'example' in field && field.example !== undefined ? [[name, field.example] as const] : [],
    );
    if (fields.length > 0) content.example = Object.fromEntries(fields);
  }
}

/** Serves the description at /openapi.json, and as a page from local files at /docs. */
export function describeApi(app: INestApplication): void {
  app.use('/docs', documentationHeaders());
  SwaggerModule.setup('docs', app, () => apiDescription(app), {
    jsonDocumentUrl: 'openapi.json',
    customSiteTitle: 'Rollcall API',
  });
}
