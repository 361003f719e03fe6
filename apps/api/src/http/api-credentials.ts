import { applyDecorators } from '@nestjs/common';
import { ApiBasicAuth, ApiBearerAuth, ApiSecurity } from '@nestjs/swagger';

/** In the API description: the routes take a key pair in either of its forms, or a bearer key in each of its places. */
export const ApiCredentials = () =>
  applyDecorators(
    ApiBasicAuth('basic'),
    ApiSecurity('token'),
    ApiSecurity('header-key'),
    ApiBearerAuth('bearer'),
    ApiSecurity('query-key'),
  );
