import { type ArgumentMetadata, Injectable, type PipeTransform } from '@nestjs/common';
import { invalidField } from '@rollcall/kernel';

/** Reads an id out of a path: a whole number from 1 that an integer of the contract can hold. */
@Injectable()
export class IdPipe implements PipeTransform<string, number> {
  transform(text: string, { data: name = 'id' }: ArgumentMetadata): number {
    const id = /^\d{1,16}$/.test(text) ? Number(text) : 0;
    if (id < 1 || !Number.isSafeInteger(id))
      throw invalidField(name, `${name} must be a whole number from 1 to ${Number.MAX_SAFE_INTEGER}`);
    return id;
  }
}
