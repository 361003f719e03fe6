import type { JsonObject } from './attributes/attribute.js';
import type { Selection } from './attributes/selection.js';

/** What a request to change a resource brings. */
export interface ChangeRequest {
  readonly body: JsonObject;
  readonly query: Selection;
  /** The versions that the resource may be at; any when undefined. */
  readonly versions: readonly string[] | undefined;
}

/** Looks at a whole resource before a part of it is chosen for the answer. */
export type Look = (resource: JsonObject) => JsonObject;
