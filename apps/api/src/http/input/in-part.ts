import { DomainError, type RequestPart } from '@rollcall/kernel';

/** Does `work`. If it throws a domain error with fields, says that they are in this part of the request. */
export async function inPart<T>(part: RequestPart, work: () => Promise<T>): Promise<T> {
  try {
    return await work();
  } catch (error) {
    if (error instanceof DomainError) throw new DomainError(error.code, error.message, error.fields, part);
    throw error;
  }
}
