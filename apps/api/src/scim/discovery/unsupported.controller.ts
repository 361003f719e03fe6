import { Controller, Delete, Get, Patch, Post, Put } from '@nestjs/common';
import { ApiExcludeController } from '@nestjs/swagger';
import { RequirePermission } from '@rollcall/auth/http';

import { RefusedRequest } from '../../http/failure.js';

/** The parts of SCIM that are left out here, which a server tells by 501 (RFC 7644, sections 3.11 and 3.12). */
@ApiExcludeController()
@RequirePermission('scim:manage')
@Controller('scim/v2')
export class UnsupportedController {
  @Get('Me')
  getMe(): never {
    throw noMe();
  }

  @Post('Me')
  createMe(): never {
    throw noMe();
  }

  @Put('Me')
  replaceMe(): never {
    throw noMe();
  }

  @Patch('Me')
  patchMe(): never {
    throw noMe();
  }

  @Delete('Me')
  deleteMe(): never {
    throw noMe();
  }

  @Post('Bulk')
  bulk(): never {
    throw unsupported('Bulk is not supported; send each operation as a request of its own');
  }

  @Post('.search')
  search(): never {
    throw noSearch();
  }

  @Post('Users/.search')
  searchUsers(): never {
    throw noSearch();
  }

  @Post('Groups/.search')
  searchGroups(): never {
    throw noSearch();
  }
}

function noMe(): RefusedRequest {
  return unsupported('/Me is not supported, since keys belong to programs; use /Users/{id}');
}

function noSearch(): RefusedRequest {
  return unsupported('/.search is not supported; use GET /Users or GET /Groups with the same parameters');
}

function unsupported(message: string): RefusedRequest {
  return new RefusedRequest('not_supported', message);
}
