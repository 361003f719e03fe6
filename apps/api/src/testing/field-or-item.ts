import { expect } from '@jest/globals';

/** Matches the name of a field, or of an item of the list in it, as `roles.1`. */
export const fieldOrItem = (field: string): unknown => expect.stringMatching(new RegExp(`^${field}([.][0-9]+)?$`));
