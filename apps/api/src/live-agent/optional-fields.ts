import { applyDecorators } from '@nestjs/common';
import { ApiPropertyOptional } from '@nestjs/swagger';
import { IsBoolean, IsInt, IsOptional, IsString, IsUUID, Max, Min } from 'class-validator';

import { TextLength } from '../http/text-length.js';

const MAX_TEXT = 1_000;
const MAX_INTEGER = 2_147_483_647;

/** A text or null. */
export const OptionalText = (maxLength = MAX_TEXT) =>
  applyDecorators(
    ApiPropertyOptional({ type: String, nullable: true, maxLength }),
    IsOptional(),
    IsString(),
    TextLength(0, maxLength),
  );

/** True, false or null. */
export const OptionalFlag = (byDefault: boolean) =>
  applyDecorators(
    ApiPropertyOptional({ type: Boolean, nullable: true, default: byDefault }),
    IsOptional(),
    IsBoolean(),
  );

/** A uuid or null. */
export const OptionalUuid = () =>
  applyDecorators(ApiPropertyOptional({ type: String, format: 'uuid', nullable: true }), IsOptional(), IsUUID());

/** A whole number from 0. */
export const Count = () => applyDecorators(IsInt(), Min(0), Max(MAX_INTEGER));
