import { applyDecorators } from '@nestjs/common';
import { ApiBasicAuth, ApiSecurity } from '@nestjs/swagger';

/** In the API description: the routes take a key pair, in either of its two forms. */
export const ApiCredentials = () => applyDecorators(ApiBasicAuth('basic'), ApiSecurity('token'));
