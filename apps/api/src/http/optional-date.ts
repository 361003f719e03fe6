import { applyDecorators } from '@nestjs/common';
import { ApiPropertyOptional } from '@nestjs/swagger';
import { Transform } from 'class-transformer';
import { IsDate, IsOptional } from 'class-validator';

/** RFC 3339, or the like with a date alone; what has no zone is taken as UTC. */
const DATE_TIME = /^\d{4}-\d{2}-\d{2}([T ]\d{2}:\d{2}(:\d{2}(\.\d+)?)?(Z|[+-]\d{2}:?\d{2})?)?$/i;

/** A date-time of the years 1 to 9999 in UTC, or null, which becomes a Date. */
export const OptionalDate = (example = '2023-11-07T05:31:56Z', description?: string) =>
  applyDecorators(
    ApiPropertyOptional({
      type: String,
      format: 'date-time',
      nullable: true,
      example,
      ...(description ? { description } : {}),
    }),
    Transform(({ value }: { value: unknown }) => toDate(value)),
    IsOptional(),
    IsDate({ message: '$property must be a date-time as 2023-11-07T05:31:56Z, from year 1 to 9999 in UTC' }),
  );

/** The date of such a text; anything else as it is. */
export function toDate(value: unknown): unknown {
  if (typeof value !== 'string') return value === null || value === undefined ? value : 'no date';
  if (!DATE_TIME.test(value)) return value;
  const hasZone = /(Z|[+-]\d{2}:?\d{2})$/i.test(value) || value.length === 10;
  const date = new Date(hasZone ? value : `${value}Z`);
  return isInRange(date) && isDayOfMonth(value) ? date : value;
}

/** Whether four digits show the year, as RFC 3339 has it: an offset may push a moment over either edge. */
function isInRange(date: Date): boolean {
  const year = date.getUTCFullYear();
  return year >= 1 && year <= 9_999;
}

/** A Date takes 31 February for 3 March. */
function isDayOfMonth(text: string): boolean {
  const [year = 0, month = 0, day = 0] = text.slice(0, 10).split('-').map(Number);
  return day <= new Date(Date.UTC(year, month, 0)).getUTCDate();
}
