import { applyDecorators } from '@nestjs/common';
import { ApiBasicAuth, ApiBearerAuth, ApiCookieAuth, ApiSecurity } from '@nestjs/swagger';

/** In the API description: the routes take a key pair in either of its forms, a bearer key in each of its places, or a session. */
export const ApiCredentials = () =>
  applyDecorators(
    ApiBasicAuth('basic'),
    ApiSecurity('token'),
    ApiSecurity('header-key'),
    ApiBearerAuth('bearer'),
    ApiSecurity('query-key'),
    ApiCookieAuth('session'),
  );
