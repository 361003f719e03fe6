import type { Window } from '../http/window.js';

/** What a failure says, in the words of the helpdesk window, so that a test can ask for it in the same way in each. */
export interface ErrorBody {
  readonly status: 'error';
  readonly message: string;
  readonly data: { readonly fields: readonly { readonly field: string; readonly message: string }[] } | null;
  readonly error_type: string;
}

/** A window as the tests' client knows it. */
export interface TestedWindow extends Window {
  /** What a failure says; null where it does not have exactly the form of this window. */
  readonly readError: (body: unknown, status: number) => ErrorBody | null;
}
