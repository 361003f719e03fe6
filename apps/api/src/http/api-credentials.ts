import { applyDecorators } from '@nestjs/common';
import { ApiBasicAuth, ApiBearerAuth, ApiCookieAuth, ApiSecurity } from '@nestjs/swagger';

/**
 * In the API description: the routes accept a key pair in both its forms, a bearer key in all its places, or a session.
 */
export const ApiCredentials = () =>
  applyDecorators(
    ApiBasicAuth('basic'),
    ApiSecurity('token'),
    ApiSecurity('header-key'),
    ApiBearerAuth('bearer'),
    ApiSecurity('query-key'),
    ApiCookieAuth('session'),
  );
