/** What the guardian of a server gets as its argument, as JSON. */
export interface Guarded {
  readonly program: string;
  readonly parameters: readonly string[];
  /** Whom the server runs as; empty for the user of the guardian. */
  readonly owner: { readonly uid?: number; readonly gid?: number };
}

/** What the guardian reads when the server is to end at once, whoever is connected. */
export const STOP = 'stop';
