import type { Window } from '../http/window.js';

/** An error in the form of the helpdesk window, so that tests read the errors of all windows in the same way. */
export interface ErrorBody {
  readonly status: 'error';
  readonly message: string;
  readonly data: { readonly fields: readonly { readonly field: string; readonly message: string }[] } | null;
  readonly error_type: string;
}

/** A window, for the tests' client. */
export interface TestedWindow extends Window {
  /** Reads an error; null when it does not have exactly the form of this window. */
  readonly readError: (body: unknown, status: number) => ErrorBody | null;
}
