import { type ArgumentMetadata, Injectable, type PipeTransform } from '@nestjs/common';
import { invalidField } from '@rollcall/kernel';
import { isUUID } from 'class-validator';

/** Reads a uuid out of a path. */
@Injectable()
export class UuidPipe implements PipeTransform<string, string> {
  transform(text: string, { data }: ArgumentMetadata): string {
    if (!isUUID(text)) throw invalidField(data ?? 'id', `${data ?? 'id'} must be a uuid`, 'path');
    return text;
  }
}
